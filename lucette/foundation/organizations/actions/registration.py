"""Register an organization, correct it, take it off the register."""

from __future__ import annotations

from uuid import UUID

from django.db import models, transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations import policies
from lucette.foundation.organizations.enums import Employer, HostKind
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import clean_ridet, clean_siret, employer_and_kind
from lucette.foundation.territories.models import Commune
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
    check_described(name, commune_code)
    employer, kind = _nature(legal_category, employer, kind)
    organization, created = Organization.objects.get_or_create(
        **identifier,
        defaults={
            "name": name.strip(),
            "commune_id": commune_code,
            "legal_category": legal_category,
            "employer": employer,
            "kind": kind,
            "address": address.strip(),
            "source": source,
            "fictional": fictional,
        },
    )
    if created:
        journal.record("organization.registered", subject=organization, by=by, **identifier, source=source)
    return organization


def _nature(legal_category: str, employer: Employer | str | None, kind: HostKind | str | None) -> tuple[Employer, HostKind]:
    """Employer and kind: those given, else those of the legal category. Raises Invalid (employer)."""
    of_employer, of_kind = employer_and_kind(legal_category)
    found = employer or of_employer
    if found is None:
        raise refused("employer", "Dites si la structure est publique ou privée : sa catégorie juridique ne le dit pas.")
    return Employer(found), HostKind(kind or of_kind)


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
