"""The hands of the Banque des Territoires before an account is used: the bank asked, the organization called back, all of it verified."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.organizations import policies, queries
from lucette.foundation.organizations.actions.holding import hold_for
from lucette.foundation.organizations.actions.moves import check_different, held, move, remember
from lucette.foundation.organizations.adapters import payee_verifier
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.enums import CallResult, PayeeMatch
from lucette.foundation.organizations.models import BankDetails, CallBack
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.french import enumeration


def check_payee(*, bank_details_id: UUID, by: Actor) -> BankDetails:
    """Ask the bank of the account whether it knows it under this name, and keep the answer; no match: held.

    The bank is asked before the rows are held. Raises NotFound, Forbidden, WrongState, Unavailable (nothing is written).
    """
    seen = BankDetails.objects.visible_to(by).known(bank_details_id)
    policies.check_can_check_bank_details(by, seen)
    seen.check_act("check_payee")
    answer = payee_verifier().verify(name=seen.holder, iban=seen.iban, bic=seen.bic)
    with transaction.atomic():
        details = held(bank_details_id, by)
        details.move_to(
            S.DECLARED, act="check_payee", on=clock.now(), by=by, payee_match=answer.match, payee_name=answer.name,
            payee_reference=answer.reference, payee_at=clock.now(),
        )  # fmt: skip
        remember("bank_details.payee_checked", details, by, match=answer.match.value, reference=answer.reference)
        if answer.match == PayeeMatch.NO_MATCH:
            hold_for(details, {"no_match": "La banque ne connaît pas ce compte sous ce nom."}, SYSTEM)
    return details


@transaction.atomic
def call_back(
    *, bank_details_id: UUID, person_name: str, result: CallResult | str, by: Actor, note: str = "", phone: str = "", source: str = ""
) -> CallBack:
    """Record a call made to the organization, on the number held before the change; denied: held.

    `phone` and `source` (a public directory…) only when no number was held. Raises NotFound, Forbidden, WrongState, Invalid.
    """
    details = held(bank_details_id, by)
    policies.check_can_check_bank_details(by, details)
    check_different(by, details.declared_by, details.confirmed_by)
    details.check_act("call_back")
    called = details.call_phone or phone.strip()
    needed = {"person_name": person_name, **({} if details.call_phone else {"phone": phone, "source": source})}
    if problems := {field: "Ce champ est à remplir." for field, typed in needed.items() if not typed.strip()}:
        raise Invalid("call_back.invalid", "Le rappel est à compléter.", fields=problems)
    call = CallBack.objects.create(
        bank_details=details,
        person_name=person_name.strip()[:170],
        phone=called[:20],
        source="" if details.call_phone else source.strip()[:120],
        called_by=by.pk,
        result=CallResult(result),
        note=note.strip()[:500],
    )
    heard = clock.now() if call.result == CallResult.CONFIRMED else None
    details.move_to(S.DECLARED, act="call_back", on=clock.now(), by=by, called_at=heard)
    remember("bank_details.called_back", details, by, result=call.result)
    if result == CallResult.DENIED:
        hold_for(details, {"denied": "La structure, rappelée, ne reconnaît pas ce compte."}, SYSTEM)
    return call


@transaction.atomic
def verify_bank_details(*, bank_details_id: UUID, by: Actor) -> BankDetails:
    """Everything was checked. Raises NotFound, Forbidden, WrongState, RuleBroken (something is missing, said)."""
    details = held(bank_details_id, by)
    policies.check_can_check_bank_details(by, details)
    check_different(by, details.declared_by, details.confirmed_by, details.released_by)
    details.check_act("verify")
    if lacking := queries.lacking_to_verify(details):
        raise RuleBroken("bank_details.not_checked", f"Ce compte ne peut pas encore être vérifié : il manque {enumeration(lacking)}.")
    move(details, "verify", S.VERIFIED, by, "verified", verified_by=by.pk, verified_at=clock.now())
    return details
