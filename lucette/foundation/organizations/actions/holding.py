"""Hold an account that looks wrong; a third person decides, with her reasons."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from lucette.foundation.organizations import letters, policies
from lucette.foundation.organizations.actions.moves import check_different, held, move, remember
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid

LEAST = 10  # signs of a motivated decision


def hold_for(details: BankDetails, alerts: Mapping[str, str], by: Actor) -> None:
    """Hold it when there is something new to hold it for; a decision already taken falls."""
    new = {code: sentence for code, sentence in alerts.items() if code not in details.alerts}
    if not new:
        return
    now = clock.now()
    changes = {"alerts": details.alerts | new, "released_by": None, "released_at": None, "verified_by": None, "verified_at": None}
    details.move_to(S.HELD, act="hold", on=now, by=by, **changes)
    remember("bank_details.held", details, by, codes=sorted(new))


@transaction.atomic
def hold_bank_details(*, bank_details_id: UUID, reason: str, by: Actor) -> BankDetails:
    """The Banque des Territoires has a doubt of its own. Raises NotFound, Forbidden, WrongState, Invalid (reason)."""
    details = held(bank_details_id, by)
    policies.check_can_check_bank_details(by, details)
    details.check_act("hold")
    hold_for(details, {f"by_hand_{len(details.alerts) + 1}": motive(reason)}, by)
    return details


@transaction.atomic
def release_bank_details(*, bank_details_id: UUID, reason: str, by: Actor) -> BankDetails:
    """The account takes its road again, every check still to pass. Raises NotFound, Forbidden, WrongState, Invalid (reason)."""
    details = held(bank_details_id, by)
    policies.check_can_decide_bank_details(by, details)
    check_different(by, details.declared_by, details.confirmed_by, details.verified_by)
    details.check_act("release")
    decision = motive(reason)
    move(details, "release", S.DECLARED, by, "released", released_by=by.pk, released_at=clock.now(), decision=decision, reason=decision)
    return details


@transaction.atomic
def refuse_bank_details(*, bank_details_id: UUID, reason: str, by: Actor) -> BankDetails:
    """The account will not be used; those known before are told. Raises NotFound, Forbidden, WrongState, Invalid (reason)."""
    details = held(bank_details_id, by)
    policies.check_can_decide_bank_details(by, details)
    check_different(by, details.declared_by, details.confirmed_by, details.verified_by)
    details.check_act("refuse")
    decision = motive(reason)
    move(details, "refuse", S.REFUSED, by, "refused", decision=decision, reason=decision)
    letters.refused(details)
    return details


def motive(typed: str) -> str:
    """Raises Invalid when it says nothing."""
    if len(reason := typed.strip()) < LEAST:
        sentence = "Écrivez le motif de votre décision, en dix caractères au moins."
        raise Invalid("bank_details.reason", sentence, fields={"reason": sentence})
    return reason[:500]
