"""What comes in, by a line of the bank or by the return of a transfer of ours; what is late, and the reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.recoveries.issuing import title_of
from lucette.scheme.payments.enums import OPEN, RecoveryStatus
from lucette.scheme.payments.models import Recovery, RecoveryLine, RecoveryReceipt, StatementLine


def settle(it: Recovery, line: StatementLine, cents: int, by: Actor, *, excess: int = 0) -> None:
    """`cents` of a line of the bank, which waited to be explained, settle this order (events 20 and 24): the last instalments first.

    `excess`: what else the line brought, and stays to be refunded. The order is held by the caller. Raises WrongState.
    """
    it.check_act("collect")
    receipt = RecoveryReceipt(
        recovery=it,
        line=line,
        reference=line.bank_reference,
        received_on=line.booked_on,
        cents=cents + excess,
        suspended_cents=excess,
        recorded_by=by.pk,
    )
    left = cents
    for one in _held(it):
        if part := min(left, one.open_cents):
            number = one.instalment.number
            key = f"collection:{receipt.pk}:{number}"
            fund.reclassify_as_collection(recovery=title_of(it, number), key=key, cents=part, by=by)
            _add(one, part)
            left -= part
    receipt.save(force_insert=True)
    journal.record("recovery.received", subject=it, by=by, cents=cents, excess=excess, on=line.booked_on.isoformat())
    _close_if_settled(it, by)
    letters.recovery_collected(it, cents)


def _held(it: Recovery) -> list[RecoveryLine]:
    return list(it.lines.select_related("instalment").select_for_update(of=("self",)).order_by("-instalment__number"))


def _add(line: RecoveryLine, cents: int) -> None:
    line.collected_cents += cents
    line.save(update_fields=["collected_cents"])


def _close_if_settled(it: Recovery, by: Actor) -> None:
    if not any(line.open_cents for line in it.lines.all()):
        it.move_to(RecoveryStatus.COLLECTED, act="collect", on=clock.now(), by=by)
        journal.record("recovery.collected", subject=it, by=by)


@transaction.atomic
def settled_by_return(*, instalment_id: UUID, cents: int, on: dt.date, by: Actor) -> None:
    """A transfer that came back settled recoveries of its instalment (event 15, already told to the fund: `Returned.collected`).

    The oldest first. Raises Forbidden, RuleBroken (more than what is open).
    """
    policies.check_can_collect(by)
    found = Recovery.objects.filter(lines__instalment_id=instalment_id, status__in=OPEN)
    left = cents
    for it in found.select_for_update(of=("self",)).order_by("created_at", "number"):
        for line in _held(it):
            part = min(left, line.open_cents) if line.instalment_id == instalment_id else 0
            if part:
                _add(line, part)
                left -= part
                journal.record("recovery.settled_by_return", subject=it, by=by, cents=part, on=on.isoformat())
        _close_if_settled(it, by)
    if left:
        raise RuleBroken("recovery.books", "Les comptes ne portent plus cette créance : prévenez l’équipe d’assistance.")


@transaction.atomic
def fall_due(*, on: dt.date, by: Actor) -> int:
    """Make due the orders whose last day to pay is past. Returns how many. Raises Forbidden."""
    policies.check_can_collect(by)
    late = list(Recovery.objects.filter(status=RecoveryStatus.NOTIFIED, due_on__lt=on).select_for_update().order_by("pk"))
    for it in late:
        it.move_to(RecoveryStatus.DUE, act="fall_due", on=clock.now(), by=by)
        journal.record("recovery.fell_due", subject=it, by=by)
    return len(late)


@transaction.atomic
def remind(*, recovery_id: UUID, by: Actor) -> Recovery:
    """Remind the host, once a day at most. Raises NotFound, Forbidden, WrongState, RuleBroken (already today)."""
    policies.check_can_collect(by)
    it = Recovery.objects.visible_to(by).lock(recovery_id)
    it.check_act("remind")
    today = clock.today()
    if it.reminded_on == today:
        raise RuleBroken("recovery.reminded_today", "La structure a déjà reçu un rappel aujourd’hui.")
    changes = {"reminders": it.reminders + 1, "reminded_on": today}
    it.move_to(RecoveryStatus.REMINDED, act="remind", on=clock.now(), by=by, **changes)
    journal.record("recovery.reminded", subject=it, by=by, times=it.reminders)
    letters.recovery_reminded(it)
    return it


@transaction.atomic
def remind_late(*, on: dt.date, by: Actor) -> int:
    """Remind every host whose order is due, at the interval of the parameter. Returns how many. Raises Forbidden."""
    policies.check_can_collect(by)
    since = on - dt.timedelta(days=parameters.value("recoveries.reminder_days", on))
    return len([remind(recovery_id=pk, by=by) for pk in _late(since)])


def _late(since: dt.date) -> Sequence[UUID]:
    due = Recovery.objects.filter(status=RecoveryStatus.DUE, due_on__lte=since)
    again = Recovery.objects.filter(status=RecoveryStatus.REMINDED, reminded_on__lte=since)
    return list((due | again).order_by("pk").values_list("pk", flat=True))
