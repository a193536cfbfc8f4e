"""The Caisse des Dépôts calls for funds: it asks, and says when a tranche has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.fund import letters, policies, queries
from lucette.scheme.fund.actions.books import opened
from lucette.scheme.fund.enums import FundCallStatus
from lucette.scheme.fund.models import Endowment, FundCall


@transaction.atomic
def ask_funds(
    *, endowment_id: UUID, cents: int, needed_on: dt.date, forecast: Sequence[dict[str, Any]], by: Actor, reason: str = ""
) -> FundCall:
    """Ask the DGCL for cash, for a day. `forecast`: the months the amount rests on, kept as they stand. No account moves.

    Raises NotFound, Forbidden, Invalid (amount, a day past), RuleBroken (not notified; a call waits already).
    """
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_receive(by)
    opened(endowment_id)
    fields = {}
    if cents <= 0:
        fields["amount"] = "Le montant d’un appel de fonds est supérieur à zéro."
    if needed_on < clock.today():
        fields["needed_on"] = "Cette date est passée : choisissez aujourd’hui ou un jour à venir."
    if fields:
        raise Invalid("fund.call_invalid", "Cet appel de fonds ne peut pas partir ainsi.", fields)
    if FundCall.objects.filter(endowment=endowment, status=FundCallStatus.ASKED).exists():
        raise RuleBroken("fund.call_waits", "Un appel de fonds attend déjà : retirez-le d’abord, ou constatez qu’il est honoré.")
    now = clock.now()
    it = FundCall.objects.create(
        number=next_number("fund_call_number", "AF", now.date()),
        endowment=endowment,
        cents=cents,
        needed_on=needed_on,
        free_cents=queries.free_cash_cents(endowment_id),
        forecast=list(forecast),
        reason=reason[:200],
        asked_by=by.pk,
        status_since=now,
        status_by=by.pk,
    )
    journal.record("fund_call.asked", subject=it, by=by, cents=cents, needed_on=needed_on.isoformat())
    letters.funds_asked(it)
    return it


@transaction.atomic
def answer_call(*, call_id: UUID, tranche_id: UUID, by: Actor) -> FundCall:
    """Say which tranche answered the call. Raises NotFound, Forbidden, WrongState, RuleBroken (of another endowment, older, taken)."""
    it = FundCall.objects.visible_to(by).lock(call_id)
    policies.check_can_receive(by)
    it.check_act("answer")
    tranche = next((found for found in queries.tranches_for(it) if found.pk == tranche_id), None)
    if tranche is None:
        raise RuleBroken("fund.call_tranche", "Cette tranche ne répond pas à cet appel : elle est plus ancienne, ou répond à un autre.")
    it.move_to(FundCallStatus.ANSWERED, act="answer", on=clock.now(), by=by, tranche=tranche)
    journal.record("fund_call.answered", subject=it, by=by, tranche=str(tranche.pk), cents=tranche.cents)
    return it


@transaction.atomic
def withdraw_call(*, call_id: UUID, reason: str, by: Actor) -> FundCall:
    """Take the call back, with the reason. Raises NotFound, Forbidden, WrongState, Invalid (no reason)."""
    it = FundCall.objects.visible_to(by).lock(call_id)
    policies.check_can_receive(by)
    it.check_act("withdraw")
    if not reason.strip():
        raise Invalid("fund.call_reason", "Donnez le motif du retrait.", {"reason": "Donnez le motif du retrait."})
    it.move_to(FundCallStatus.WITHDRAWN, act="withdraw", on=clock.now(), by=by, reason=reason.strip()[:200])
    journal.record("fund_call.withdrawn", subject=it, by=by, reason=it.reason)
    letters.call_withdrawn(it)
    return it
