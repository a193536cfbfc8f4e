"""What is given up, by a third person and by decision (event 22): a remission, a bad debt, an order that was wrong."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.recoveries.issuing import needed, title_of
from lucette.scheme.payments.enums import RecoveryStatus
from lucette.scheme.payments.models import Recovery

SENTENCE = "Citez la décision : sa date, son auteur, son motif."


@transaction.atomic
def waive(*, recovery_id: UUID, decision: str, by: Actor) -> Recovery:
    """Remit what is left, by decision. Raises NotFound, Forbidden, WrongState, Invalid."""
    return _give_up(recovery_id, RecoveryStatus.WAIVED, "waive", "recovery.waived", decision, by)


@transaction.atomic
def write_off(*, recovery_id: UUID, decision: str, by: Actor) -> Recovery:
    """Give up what will never be paid, by decision. Raises as `waive`."""
    return _give_up(recovery_id, RecoveryStatus.WRITTEN_OFF, "write_off", "recovery.written_off", decision, by)


@transaction.atomic
def cancel(*, recovery_id: UUID, decision: str, by: Actor) -> Recovery:
    """Take back an order that was wrong: what is left of it is no longer asked, and may be asked again on another ground. As `waive`."""
    return _give_up(recovery_id, RecoveryStatus.CANCELLED, "cancel", "recovery.cancelled", decision, by)


def _give_up(recovery_id: UUID, target: RecoveryStatus, act: str, said: str, decision: str, by: Actor) -> Recovery:
    it = Recovery.objects.visible_to(by).lock(recovery_id)
    policies.check_can_give_up(by, it)
    it.check_act(act)
    decision, given = needed(decision, "decision", SENTENCE, 400), 0
    for line in it.lines.select_related("instalment").select_for_update(of=("self",)).order_by("-instalment__number"):
        if left := line.open_cents:
            title = title_of(it, line.instalment.number)
            fund.write_off_recovery(recovery=title, key=f"giving_up:{line.pk}:1", cents=left, reason=decision[:200], by=by)
            line.given_up_cents += left
            line.save(update_fields=["given_up_cents"])
            given += left
    it.move_to(target, act=act, on=clock.now(), by=by, decision=decision, closed_by=by.pk)
    journal.record(said, subject=it, by=by, reason=decision, cents=given)
    letters.recovery_given_up(it, given)
    return it
