"""What a host pays back: a person says which orders a credit of the bank settles (event 20, from what was kept apart)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.fund.actions import Collected
from lucette.scheme.payments import policies
from lucette.scheme.payments.actions import recoveries
from lucette.scheme.payments.actions.explanations import explain, held
from lucette.scheme.payments.enums import MovementKind
from lucette.scheme.payments.models import Recovery, StatementLine
from lucette.scheme.payments.queries.matching import is_ours


@transaction.atomic
def recognise_recovery(*, line_id: UUID, recovery_ids: Sequence[UUID], by: Actor, excess: bool = False) -> Collected:
    """Say that a credit pays these orders back, the oldest first, in part or in whole; the bank counts it once, since it waited there.

    `excess`: what passes them all was paid too much, and waits to be refunded. Raises NotFound, Forbidden, WrongState (explained already,
    nothing left to pay), Invalid (no order of this endowment chosen, an excess that nobody confirmed), RuleBroken (a debit, a return).
    """
    line = held(line_id, "collect", by, credit=True)
    policies.check_can_collect(by)
    if is_ours(line.end_to_end_id):
        raise RuleBroken("statement.not_a_receipt", "Cette ligne est le retour d’un virement : elle ne paie aucun reversement.")
    chosen = _chosen(line, recovery_ids, by)
    left = line.cents - sum(one for _, one in chosen)
    if left > 0 and not excess:
        raise _beyond(line, [it for it, _ in chosen], left)
    over = max(left, 0)
    remaining = paid = line.cents - over
    for it, open_cents in chosen:
        part = min(remaining, open_cents)
        remaining -= part
        if part:
            recoveries.settle(it, line, part, by, excess=over if it is chosen[-1][0] else 0)
    explain(line, "collect", MovementKind.RECOVERY, by)
    return Collected(paid, over)


def _chosen(line: StatementLine, recovery_ids: Sequence[UUID], by: Actor) -> list[tuple[Recovery, int]]:
    """The orders held, oldest first, each with what is still open of it."""
    wanted = Recovery.objects.visible_to(by).filter(pk__in=recovery_ids, endowment_id=line.statement.endowment_id)
    found = list(
        wanted.select_for_update(of=("self",)).select_related("organization", "agreement", "endowment").order_by("created_at", "number")
    )
    if not found or len(found) != len(set(recovery_ids)):
        told = "Choisissez les reversements que cette ligne paie : ils sont de la même dotation."
        raise Invalid("recovery.not_chosen", "Choisissez au moins un reversement.", {"recoveries": told})
    for it in found:
        it.check_act("collect")
    return [(it, sum(one.open_cents for one in it.lines.all())) for it in found]


def _beyond(line: StatementLine, found: Sequence[Recovery], left: int) -> Invalid:
    named = french.enumeration([it.number for it in found])
    sentence = (
        f"La ligne est de {Money(line.cents)} : {Money(left)} de plus que ce qui reste à payer de {named}. "
        "Choisissez un autre reversement, ou dites que le surplus est à rembourser."
    )
    return Invalid("recovery.beyond", "La ligne dépasse ce qui reste à payer.", {"excess": sentence})
