"""The organization's hands on its account: declare, confirm by a second person, withdraw."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.rules import GivenFile, file_type
from lucette.foundation.organizations import letters, policies, queries, rules
from lucette.foundation.organizations.actions.holding import hold_for
from lucette.foundation.organizations.actions.moves import check_different, held, move, remember, replace
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.enums import Employer
from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.foundation.organizations.rules import Known
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Invalid, RuleBroken

RIB_TYPES = ("application/pdf", "image/jpeg", "image/png")
CODES = ("bank_details.cooling_hours", "bank_details.contact_quiet_days", "bank_details.name_score_min")
NOBODY_KNOWN = Known()


@transaction.atomic
def declare_bank_details(
    *, organization_id: UUID, holder: str, iban: str, by: Actor, rib: GivenFile | None = None, known: Known = NOBODY_KNOWN
) -> BankDetails:
    """Declare an account, to be verified; the one declared before and not yet used is replaced, the active one stays until activation.

    `known`: what the rooms above know of the organization. The imports alone come without the bank's document. When another account has
    already been used, this is a change: it waits, and whoever was known before is told. What looks wrong is held.
    Raises NotFound, Forbidden, Invalid (holder, iban, rib), RuleBroken (the same account is declared already).
    """
    organization = Organization.objects.visible_to(by).lock(organization_id)
    policies.check_can_declare_bank_details(by, organization.pk)
    account = rules.bank_account(iban)
    holder = " ".join(holder.split())
    if not holder:
        sentence = "Donnez le titulaire du compte, tel qu’il figure sur le relevé d’identité bancaire."
        raise Invalid("holder.empty", sentence, fields={"holder": sentence})
    kind = rib_type(rib, by)
    former = _make_room(organization, account.iban, holder, by)
    details = _declared(organization, former, account, holder, known, by)
    if rib:
        title = "Relevé d’identité bancaire"
        documents.store(
            kind="rib", title=title, filename=rib.filename, content=rib.content, content_type=kind, subject=details,
            organization_id=organization.pk, by=by,
        )  # fmt: skip
    remember("bank_details.declared", details, by, change=details.change)
    if details.change:
        letters.declared(details)
    hold_for(details, _suspicions(details, account, known), SYSTEM)
    return details


def rib_type(rib: GivenFile | None, by: Actor) -> str:
    """What the file is, told by its bytes. Raises Invalid (absent, or neither PDF nor picture)."""
    if rib is None and by.role in policies.IMPORTS:
        return ""
    found = file_type(rib.content) if rib else ""
    if found not in RIB_TYPES:
        sentence = "Joignez le relevé d’identité bancaire : un fichier PDF, JPEG ou PNG."
        raise Invalid("bank_details.rib", sentence, fields={"rib": sentence})
    return found


def _make_room(organization: Organization, iban: str, holder: str, by: Actor) -> BankDetails | None:
    """The account that this one would take the place of: the active one, else the last that was; what was pending is replaced."""
    every = list(BankDetails.objects.filter(organization=organization).select_for_update().order_by("created_at", "pk"))
    live = [it for it in every if it.status in (S.DECLARED, S.HELD, S.VERIFIED, S.ACTIVE)]
    if any((it.iban, it.holder) == (iban, holder) for it in live):
        raise RuleBroken("bank_details.same", "Ce compte est déjà déclaré : il n’y a rien à changer.")
    for pending in live:
        if pending.status == S.HELD:
            sentence = "Un compte est retenu pour contrôle : attendez la décision de la Caisse des Dépôts, ou retirez-le."
            raise RuleBroken("bank_details.held", sentence)
        if pending.status != S.ACTIVE:
            replace(pending, by)
    used = [it for it in every if it.active_since]
    return max(used, key=lambda it: (it.status == S.ACTIVE, it.active_since), default=None)


def _declared(
    organization: Organization, former: BankDetails | None, account: rules.BankAccount, holder: str, known: Known, by: Actor
) -> BankDetails:
    now, worth = clock.now(), parameters.values(CODES, clock.today())
    call = rules.number_to_call(known.contacts, by.pk, now.date(), worth["bank_details.contact_quiet_days"])
    wait = dt.timedelta(hours=worth["bank_details.cooling_hours"])
    return BankDetails.objects.create(
        created_at=now,
        organization=organization,
        holder=holder,
        iban=account.iban,
        bic=account.bic,
        bank=account.bank[:140],
        replaces=former,
        usable_from=now + wait if former else None,
        registered_name=organization.name,
        name_score=rules.name_score(organization.name, holder, public=organization.employer == Employer.PUBLIC),
        declared_by=by.pk,
        contacts=[it.kept() for it in known.contacts],
        call_name=call.name,
        call_phone=call.phone,
        call_note=call.note if former else "",
    )


def _suspicions(details: BankDetails, account: rules.BankAccount, known: Known) -> dict[str, str]:
    worth = parameters.values(CODES, clock.today())
    with acting(SYSTEM):  # accounts of other organizations are out of this one's sight
        shared = queries.shared_with_private(details)
    return rules.suspicions(
        rules.Facts(
            account=account,
            change=details.change,
            shared=shared,
            score=details.name_score or 0,
            score_min=worth["bank_details.name_score_min"],
            difference=details.difference,
            known=known,
            declared_by=details.declared_by,
            on=clock.today(),
            quiet_days=worth["bank_details.contact_quiet_days"],
            callable=bool(details.call_phone),
        )
    )


@transaction.atomic
def confirm_bank_details(*, bank_details_id: UUID, by: Actor, known: Known = NOBODY_KNOWN) -> BankDetails:
    """The second person of the organization. Raises NotFound, Forbidden (the same person), WrongState, RuleBroken (nothing to confirm)."""
    details = held(bank_details_id, by)
    policies.check_can_confirm_bank_details(by, details)
    check_different(by, details.declared_by)
    details.check_act("confirm")
    if not details.change:
        raise RuleBroken("bank_details.first", "C’est le premier compte de votre structure : la Caisse des Dépôts le vérifie seule.")
    if details.confirmed_by:
        raise RuleBroken("bank_details.confirmed", "Ce changement est déjà confirmé.")
    now = clock.now()
    move(details, "confirm", S.DECLARED, by, "confirmed", confirmed_by=by.pk, confirmed_at=now)
    days = parameters.value("bank_details.contact_quiet_days", now.date())
    found = rules.suspicions_of_second(known.contact(by.pk), known, details.declared_by, now.date(), days)
    hold_for(details, found, SYSTEM)
    return details


@transaction.atomic
def withdraw_bank_details(*, bank_details_id: UUID, by: Actor) -> BankDetails:
    """The organization stops it, whoever declared it. Raises NotFound, Forbidden, WrongState."""
    details = held(bank_details_id, by)
    policies.check_can_withdraw_bank_details(by, details)
    move(details, "withdraw", S.WITHDRAWN, by, "withdrawn")
    return details
