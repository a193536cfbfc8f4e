"""What comes in, by a transfer of the host or by the return of ours; what is late, and the reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid5

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.actions import Collected
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.recoveries.issuing import needed, title_of
from lucette.scheme.payments.enums import OPEN, RecoveryStatus
from lucette.scheme.payments.models import Recovery, RecoveryLine, RecoveryReceipt


@transaction.atomic
def collect(*, recovery_id: UUID, cents: int, on: dt.date, reference: str, by: Actor, from_suspense: bool = False) -> Collected:
    """Money came in for this order (event 20), the bank's `reference` once: the last instalments are settled first, the excess waits in
    the receipts to be explained. `from_suspense`: it waited there already, and its excess stays there.

    Raises NotFound, Forbidden, WrongState, Invalid, RuleBroken (the same reference for another amount).
    """
    policies.check_can_collect(by)
    it = Recovery.objects.visible_to(by).lock(recovery_id)
    reference = needed(reference, "reference", "Donnez la référence du paiement : elle n’est prise qu’une fois.", 140)
    if known := it.receipts.filter(reference=reference).first():
        return _same(known, cents)
    it.check_act("collect")
    if cents <= 0:
        raise RuleBroken("recovery.nothing_received", "Un encaissement est supérieur à zéro.")
    receipt = RecoveryReceipt(pk=uuid5(it.pk, reference), recovery=it, reference=reference, received_on=on, cents=cents, recorded_by=by.pk)
    left = cents
    for line in _held(it):
        if part := min(left, line.open_cents):
            _settle(it, line, part, receipt, by, from_suspense)
            left -= part
    if left and not from_suspense:
        fund.suspend_receipt(endowment_id=it.endowment_id, key=f"excess:{receipt.pk}:1", cents=left, on=on, by=by)
    receipt.suspended_cents = left
    receipt.save(force_insert=True)
    journal.record("recovery.received", subject=it, by=by, cents=cents, excess=left, on=on.isoformat())
    _close_if_settled(it, by)
    letters.recovery_collected(it, cents - left)
    return Collected(cents - left, left)


def _same(known: RecoveryReceipt, cents: int) -> Collected:
    if known.cents != cents:
        raise RuleBroken("recovery.other_receipt", f"Cette référence est déjà enregistrée, pour {Money(known.cents)}.")
    return Collected(known.cents - known.suspended_cents, known.suspended_cents)


def _held(it: Recovery) -> list[RecoveryLine]:
    return list(it.lines.select_related("instalment").select_for_update(of=("self",)).order_by("-instalment__number"))


def _settle(it: Recovery, line: RecoveryLine, cents: int, receipt: RecoveryReceipt, by: Actor, from_suspense: bool) -> None:
    number = line.instalment.number
    title, key = title_of(it, number), f"collection:{receipt.pk}:{number}"
    if from_suspense:
        fund.reclassify_as_collection(recovery=title, key=key, cents=cents, by=by)
    elif fund.collect_recovery(recovery=title, key=key, cents=cents, on=receipt.received_on, by=by).suspended:
        raise RuleBroken("recovery.books", "Les comptes ne portent plus cette créance : prévenez l’équipe d’assistance.")
    _add(line, cents)


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
    for it in found.select_for_update(of=("self",)).order_by("created_at", "pk"):
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
