"""Register an organization, delegate its signature, declare and check its bank details."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import models, transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations import policies
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.enums import Employer, HostKind, MergeStatus
from lucette.foundation.organizations.models import BankDetails, Delegation, Merge, Organization
from lucette.foundation.organizations.rules import bank_account, clean_ridet, clean_siret, employer_and_kind
from lucette.foundation.territories.models import Commune
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken


@transaction.atomic
def register(
    *,
    siret: str = "",
    ridet: str = "",
    name: str,
    commune_code: str,
    legal_category: str = "",
    employer: Employer | str | None = None,
    kind: HostKind | str | None = None,
    address: str = "",
    source: str = "",
    fictional: bool = False,
    by: Actor,
) -> Organization:
    """The organization of this SIRET (or RIDET): the one already known, unchanged, or a new one. Anyone may register: it gives no right.

    Employer and kind come from the legal category unless given. Raises Invalid (fields siret, ridet, name, commune_code, employer).
    """
    identifier = identified(siret, ridet)
    if known := Organization.objects.select_related("merged_into").filter(**identifier).first():
        return known.merged_into or known
    of_employer, of_kind = employer_and_kind(legal_category)
    employer, kind = employer or of_employer, kind or of_kind
    check_described(name, commune_code)
    if employer is None:
        raise refused("employer", "Dites si la structure est publique ou privée : sa catégorie juridique ne le dit pas.")
    organization, created = Organization.objects.get_or_create(
        **identifier,
        defaults={
            "name": name.strip(),
            "commune_id": commune_code,
            "legal_category": legal_category,
            "employer": Employer(employer),
            "kind": HostKind(kind),
            "address": address.strip(),
            "source": source,
            "fictional": fictional,
        },
    )
    if created:
        journal.record("organization.registered", subject=organization, by=by, **identifier, source=source)
    return organization


def identified(siret: str, ridet: str) -> dict[str, str]:
    """The one number of an organization, cleaned. Raises Invalid (none, both, or wrong)."""
    if bool(siret) == bool(ridet):
        raise refused("siret", "Donnez un numéro SIRET (ou un numéro RIDET en Nouvelle-Calédonie).")
    return {"siret": clean_siret(siret)} if siret else {"ridet": clean_ridet(ridet)}


def check_described(name: str, commune_code: str) -> None:
    """Raises Invalid (fields name, commune_code)."""
    if not name.strip():
        raise refused("name", "Donnez le nom de la structure.")
    if not Commune.objects.filter(pk=commune_code).exists():
        raise refused("commune_code", "Cette commune n’est pas connue : choisissez-la dans la liste.")


def refused(field: str, sentence: str) -> Invalid:
    return Invalid("organization.invalid", sentence, fields={field: sentence})


@transaction.atomic
def delegate(
    *, organization_id: UUID, person_id: UUID, capacity: str, basis: str, since: dt.date, until: dt.date | None = None, by: Actor
) -> Delegation:
    """The person may sign for the organization from `since` until `until`, both included: `capacity` (her quality), `basis` (the act).

    Raises NotFound, Forbidden, Invalid (capacity, basis, until).
    """
    organization = Organization.objects.visible_to(by).lock(organization_id)
    policies.check_can_delegate(by, organization.pk)
    problems = {field: "Ce champ est à remplir." for field, text in (("capacity", capacity), ("basis", basis)) if not text.strip()}
    if until and until < since:
        problems["until"] = "La délégation finit avant de commencer : corrigez l’une des deux dates."
    if problems:
        raise Invalid("delegation.invalid", "La délégation de signature est à corriger.", fields=problems)
    delegation = Delegation.objects.create(
        organization=organization, person_id=person_id, capacity=capacity.strip(), basis=basis.strip(), since=since, until=until
    )
    journal.record(
        "delegation.given",
        subject=delegation,
        by=by,
        organization=str(organization.pk),
        person=str(person_id),
        since=since.isoformat(),
        until=until.isoformat() if until else None,
    )
    return delegation


@transaction.atomic
def declare_bank_details(*, organization_id: UUID, holder: str, iban: str, by: Actor) -> BankDetails:
    """Declare an account, to be verified; those declared before and not yet active are replaced, the active ones stay until activation.

    Raises NotFound, Forbidden, Invalid (holder, iban), RuleBroken (the same account is declared already).
    """
    organization = Organization.objects.visible_to(by).lock(organization_id)
    policies.check_can_declare_bank_details(by, organization.pk)
    account = bank_account(iban)
    if not holder.strip():
        sentence = "Donnez le titulaire du compte, tel qu’il figure sur le relevé d’identité bancaire."
        raise Invalid("holder.empty", sentence, fields={"holder": sentence})
    live = list(BankDetails.objects.filter(organization=organization).exclude(status=S.REPLACED).select_for_update().order_by("pk"))
    if any((it.iban, it.holder) == (account.iban, holder.strip()) for it in live):
        raise RuleBroken("bank_details.same", "Ce compte est déjà déclaré : il n’y a rien à changer.")
    for pending in live:
        if pending.status != S.ACTIVE:
            replace(pending, by)
    details = BankDetails.objects.create(
        organization=organization, holder=holder.strip(), iban=account.iban, bic=account.bic, declared_by=by.pk
    )
    journal.record("bank_details.declared", subject=details, by=by, organization=str(organization.pk))
    return details


@transaction.atomic
def verify_bank_details(*, bank_details_id: UUID, by: Actor) -> BankDetails:
    """Banque des Territoires has called the organization back on a number known before. Raises NotFound, Forbidden, WrongState."""
    details = BankDetails.objects.visible_to(by).lock(bank_details_id)
    policies.check_can_check_bank_details(by, details)
    now = clock.now()
    details.move_to(S.VERIFIED, act="verify", on=now, by=by, verified_by=by.pk, verified_at=now)
    journal.record("bank_details.verified", subject=details, by=by, organization=str(details.organization_id))
    return details


@transaction.atomic
def activate_bank_details(*, bank_details_id: UUID, by: Actor) -> BankDetails:
    """The organization is paid on this account from now on; the former one is replaced. Raises NotFound, Forbidden, WrongState."""
    Organization.objects.lock(BankDetails.objects.visible_to(by).known(bank_details_id).organization_id)
    details = BankDetails.objects.lock(bank_details_id)
    policies.check_can_check_bank_details(by, details)
    details.check_act("activate")
    for former in BankDetails.objects.filter(organization_id=details.organization_id, status=S.ACTIVE).select_for_update():
        replace(former, by)
    now = clock.now()
    details.move_to(S.ACTIVE, act="activate", on=now, by=by, active_since=now)
    journal.record("bank_details.activated", subject=details, by=by, organization=str(details.organization_id))
    return details


def replace(details: BankDetails, by: Actor) -> None:
    """Newer details take the place of these."""
    details.move_to(S.REPLACED, act="replace", on=clock.now(), by=by)
    journal.record("bank_details.replaced", subject=details, by=by, organization=str(details.organization_id))


@transaction.atomic
def merge(*, kept_id: UUID, duplicate_id: UUID, reason: str, by: Actor) -> Merge:
    """The duplicate points to the one that is kept; its own history stays where it was written.

    Raises NotFound, Forbidden, Invalid (reason), RuleBroken (the same one, or one merged already).
    """
    policies.check_can_keep_register(by)
    held = {pk: Organization.objects.visible_to(by).lock(pk) for pk in sorted({kept_id, duplicate_id})}
    if len(held) == 1:
        raise RuleBroken("merge.same", "C’est la même structure : choisissez-en une autre.")
    kept, duplicate = held[kept_id], held[duplicate_id]
    if kept.merged_into_id or duplicate.merged_into_id:
        raise RuleBroken("merge.merged", "L’une de ces structures est déjà fusionnée : ouvrez celle qui est gardée.")
    if not reason.strip():
        raise Invalid("merge.reason", "Dites pourquoi c’est la même structure.", {"reason": "Dites pourquoi c’est la même structure."})
    duplicate.merged_into = kept
    duplicate.save(update_fields=["merged_into"])
    words = {"reason": reason.strip(), "status_since": clock.now(), "status_by": by.pk}
    it = Merge.objects.create(kept=kept, duplicate=duplicate, **words)
    for subject in (kept, duplicate):
        journal.record("organization.merged", subject=subject, by=by, reason=it.reason, kept=str(kept.pk), duplicate=str(duplicate.pk))
    return it


@transaction.atomic
def keep_moved(*, merge_id: UUID, moved: dict[str, list[str]], by: Actor) -> Merge:
    """What went from the duplicate to the one that is kept, so that the merge can be undone. Raises NotFound, Forbidden."""
    policies.check_can_keep_register(by)
    it = Merge.objects.visible_to(by).lock(merge_id)
    it.moved = moved
    it.save(update_fields=["moved"])
    return it


@transaction.atomic
def undo_merge(*, merge_id: UUID, by: Actor) -> Merge:
    """Two organizations again. Raises NotFound, Forbidden, WrongState."""
    policies.check_can_keep_register(by)
    it = Merge.objects.visible_to(by).select_related("kept", "duplicate").lock(merge_id)
    it.move_to(MergeStatus.UNDONE, act="undo", on=clock.now(), by=by)
    Organization.objects.filter(pk=it.duplicate_id).update(merged_into=None)
    for subject in (it.kept, it.duplicate):
        journal.record("organization.separated", subject=subject, by=by, kept=str(it.kept_id), duplicate=str(it.duplicate_id))
    return it


CORRECTABLE = {"name": 200, "address": 200, "legal_category": 4}  # most characters of each


@transaction.atomic
def correct(*, organization_id: UUID, by: Actor, **changes: str) -> Organization:
    """The support team corrects what the register says of an organization; the journal keeps what it was.

    `changes`: the words named in CORRECTABLE. Raises NotFound, Forbidden, Invalid (another word, an empty name, too long).
    """
    policies.check_can_keep_register(by)
    it = Organization.objects.visible_to(by).lock(organization_id)
    wrong = {word: "Cette information ne se corrige pas ainsi." for word, said in changes.items() if len(said) > CORRECTABLE.get(word, -1)}
    if not changes.get("name", it.name).strip():
        wrong["name"] = "Donnez le nom de la structure."
    if wrong:
        raise Invalid("organization.invalid", "La structure est à corriger.", wrong)
    before = {word: getattr(it, word) for word in changes}
    for word, said in changes.items():
        setattr(it, word, said)
    it.save(update_fields=sorted(changes))
    journal.record("organization.corrected", subject=it, by=by, before=before, after=changes)
    return it


@transaction.atomic
def unregister(*, organization_id: UUID, by: Actor) -> None:
    """An organization registered by mistake, which nothing names, leaves the register. Raises NotFound, Forbidden, RuleBroken (in use)."""
    policies.check_can_keep_register(by)
    it = Organization.objects.visible_to(by).lock(organization_id)
    journal.record("organization.unregistered", subject=it, by=by, siret=it.siret)
    try:
        with transaction.atomic():
            it.delete()
    except models.ProtectedError as used:
        raise RuleBroken("organization.used", f"« {it.name} » sert déjà : elle reste au répertoire.") from used
