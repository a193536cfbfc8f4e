"""Move authority between envelopes (3): one person asks, another confirms."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.ledger import actions as ledger
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.fund import policies, rules
from lucette.scheme.fund.actions.books import opened
from lucette.scheme.fund.enums import EnvelopeCode, EventKind, MoveStatus
from lucette.scheme.fund.models import EnvelopeMove


@transaction.atomic
def request_envelope_move(*, endowment_id: UUID, source: str, target: str, cents: int, reason: str, by: Actor) -> EnvelopeMove:
    """Ask to move `cents` from one envelope (enums.EnvelopeCode) to another; nothing moves yet. Raises Forbidden, Invalid, RuleBroken."""
    policies.check_can_move(by)
    opened(endowment_id)
    if not {source, target} <= set(EnvelopeCode.values) or source == target or cents <= 0 or not reason.strip():
        raise Invalid("fund.move_invalid", "Un virement va d’une enveloppe à une autre, avec un montant supérieur à zéro et un motif.")
    move = EnvelopeMove.objects.create(
        endowment_id=endowment_id,
        source=source,
        target=target,
        cents=cents,
        reason=reason,
        requested_by=by.pk,
        status_since=clock.now(),
        status_by=by.pk,
    )
    journal.record("envelope_move.requested", subject=move, by=by, reason=reason, source=source, target=target, cents=cents)
    return move


@transaction.atomic
def confirm_envelope_move(*, move_id: UUID, by: Actor) -> EnvelopeMove:
    """Confirm a move asked by somebody else: the authority moves (3). Raises Forbidden, WrongState, RuleBroken."""
    move = EnvelopeMove.objects.lock(move_id)
    policies.check_can_move(by)
    move.check_act("confirm")
    if move.requested_by == by.pk:
        raise RuleBroken("fund.move_same_person", "Vous avez demandé ce virement : une autre personne doit le confirmer.")
    move.move_to(MoveStatus.CONFIRMED, act="confirm", on=clock.now(), by=by, confirmed_by=by.pk)
    ledger.record(
        f"envelope_move:{move.pk}:confirmed",
        EventKind.ENVELOPE_MOVED,
        rules.envelope_move(opened(move.endowment_id), move.source, move.target, move.cents),
        business_date=clock.today(),
        by=by,
        subject=f"endowment/{move.endowment_id}",
        reason=move.reason,
    )
    journal.record("envelope_move.confirmed", subject=move, by=by, cents=move.cents)
    return move


@transaction.atomic
def withdraw_envelope_move(*, move_id: UUID, by: Actor) -> EnvelopeMove:
    """Take back a request that nobody has confirmed. Raises Forbidden, WrongState."""
    move = EnvelopeMove.objects.lock(move_id)
    policies.check_can_move(by)
    move.move_to(MoveStatus.WITHDRAWN, act="withdraw", on=clock.now(), by=by)
    journal.record("envelope_move.withdrawn", subject=move, by=by)
    return move
