"""The work list of the bank: a person says what a line is that was kept apart; the money goes where it should have gone (event 24)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.enums import CorrectionReason, EventKind
from lucette.scheme.fund.models import Tranche
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.batches import reconcile_if_done
from lucette.scheme.payments.actions.money import key_of, move_lines, payment_of, remember
from lucette.scheme.payments.actions.returns import give_back
from lucette.scheme.payments.actions.statements import suspense_key
from lucette.scheme.payments.enums import TAKEN_BACK, BankLineStatus, LineStatus, MovementKind, OrderStatus
from lucette.scheme.payments.models import Order, StatementLine, TreasuryAccount
from lucette.scheme.payments.queries.bank import excess_cents
from lucette.scheme.payments.queries.matching import is_ours

CREDIT, DEBIT = "une recette", "une dépense"
EVENTS = {
    MovementKind.INTEREST: EventKind.INTEREST_RECEIVED,
    MovementKind.CHARGE: EventKind.BANK_CHARGED,
    MovementKind.RESTITUTION: EventKind.RESTITUTED,
}


def held(line_id: UUID, act: str, by: Actor, *, credit: bool) -> StatementLine:
    """A line that waits to be explained, held. Raises NotFound, Forbidden, WrongState, RuleBroken (the other way)."""
    line = StatementLine.objects.select_related("statement").lock(line_id)
    policies.check_can_read_statement(by)
    line.check_act(act)
    if line.credit != credit:
        raise RuleBroken("statement.way", f"Cette ligne n’est pas {CREDIT if credit else DEBIT} : cet acte ne s’y applique pas.")
    return line


def explained_key(line: StatementLine) -> str:
    """The fact that this line was explained: once more after somebody came back on it."""
    return f"bank_line:{line.pk}:{line.attempt}"


def explain(line: StatementLine, act: str, kind: MovementKind, by: Actor, **changes: Any) -> StatementLine:
    """The line no longer waits: its `kind` is known, its money was moved by the caller."""
    line.move_to(BankLineStatus.MATCHED, act=act, on=clock.now(), by=by, reason="", kind=kind, **changes)
    journal.record("statement_line.recognised", subject=line, by=by, cents=line.cents, kind=kind.value)
    return line


@transaction.atomic
def recognise_tranche(*, line_id: UUID, by: Actor) -> StatementLine:
    """Say that a credit is a tranche of the endowment (event 2 from what was kept apart).

    A tranche of that reference recorded since is the same money: what was kept apart is corrected (27), the bank counts it once.
    Raises NotFound, Forbidden, WrongState, RuleBroken (a debit, or the return of one of our transfers).
    """
    line = held(line_id, "recognise", by, credit=True)
    if is_ours(line.end_to_end_id):
        raise RuleBroken("statement.not_a_tranche", "Cette ligne est le retour d’un virement : elle ne peut pas être une tranche.")
    endowment_id, reference, cents = line.statement.endowment_id, line.bank_reference, line.cents
    if Tranche.objects.filter(endowment_id=endowment_id, bank_reference=reference, cents=cents).exists():
        fund.correct(event_key=f"{suspense_key(line)}:{EventKind.RECEIPT_SUSPENDED}", reason=CorrectionReason.DUPLICATE, by=by)
    else:
        fund.reclassify_as_tranche(endowment_id=endowment_id, bank_reference=reference, cents=cents, on=line.booked_on, by=by)
    return explain(line, "recognise", MovementKind.TRANCHE, by)


@transaction.atomic
def recognise_execution(*, line_id: UUID, number: str, by: Actor) -> StatementLine:
    """Say that a debit is the execution of the order of that number (event 14). Raises NotFound, Forbidden, WrongState, Invalid (no such
    order), RuleBroken (a credit, another amount)."""
    line = held(line_id, "execute", by, credit=False)
    order = _order(line, number)
    order.check_act("execute")
    if order.cents != line.cents:
        raise RuleBroken("statement.amount", f"L’ordre {order.number} n’est pas de ce montant : la banque doit rectifier sa ligne.")
    fund.reclassify_as_execution(payment=payment_of(order), key=key_of(order), by=by)
    order.move_to(OrderStatus.EXECUTED, act="execute", on=clock.now(), by=by, executed_on=line.booked_on)
    move_lines(order, LineStatus.PAID, "pay", by)
    remember("order.executed", order, by, on=line.booked_on.isoformat())
    letters.executed([order])
    explain(line, "execute", MovementKind.EXECUTION, by, order=order)
    if order.batch_id:
        reconcile_if_done(order.batch_id, by)
    return line


def _order(line: StatementLine, number: str) -> Order:
    seen = Order.objects.select_related("instalment__agreement__award__application", "invoice", "organization")
    order = seen.select_for_update(of=("self",)).filter(endowment_id=line.statement.endowment_id, number=number.strip().upper()).first()
    if order is None:
        raise Invalid("statement.no_order", "Aucun ordre de ce numéro.", {"number": "Aucun ordre de cette dotation ne porte ce numéro."})
    return order


@transaction.atomic
def recognise_return(*, line_id: UUID, number: str, bank_reason: str, by: Actor) -> StatementLine:
    """Say that a credit is the return of the order of that number, or of a part of it (event 15), with the reason of the bank.

    Raises NotFound, Forbidden, WrongState (not executed), Invalid (no such order), RuleBroken (a debit, more than it paid).
    """
    line = held(line_id, "give_back", by, credit=True)
    order = _order(line, number)
    part = 1 + StatementLine.objects.filter(order=order, kind=MovementKind.RETURN).count()
    give_back(order, line.cents, bank_reason, line.booked_on, part, by, suspended=True)
    return explain(line, "give_back", MovementKind.RETURN, by, order=order, bank_reason=bank_reason)


@transaction.atomic
def recognise_interest(*, line_id: UUID, by: Actor) -> StatementLine:
    """Say that a credit is interest on the account (event 25): cash, never authority. Raises as `held`."""
    line = held(line_id, "interest", by, credit=True)
    fund.reclassify_as_interest(endowment_id=line.statement.endowment_id, cents=line.cents, key=explained_key(line), by=by)
    return explain(line, "interest", MovementKind.INTEREST, by)


@transaction.atomic
def recognise_charge(*, line_id: UUID, by: Actor) -> StatementLine:
    """Say that a debit is what the bank takes for itself, on the management envelope. Raises as `held`, RuleBroken (envelope empty)."""
    line = held(line_id, "charge", by, credit=False)
    fund.reclassify_as_bank_charge(endowment_id=line.statement.endowment_id, cents=line.cents, key=explained_key(line), by=by)
    return explain(line, "charge", MovementKind.CHARGE, by)


@transaction.atomic
def recognise_refund(*, line_id: UUID, receipt_id: UUID | None, by: Actor) -> StatementLine:
    """Say that a debit gave a receipt back to who sent it: the waiting credit `receipt_id`, of the same amount; None: the excess of a line
    already explained (a recovery paid too much, a transfer that came back twice). Raises as `held`, RuleBroken (no such money waits)."""
    line = held(line_id, "refund", by, credit=False)
    receipt = _other(line, receipt_id, "refund", by) if receipt_id else None
    endowment_id = line.statement.endowment_id
    TreasuryAccount.objects.select_for_update().get(endowment_id=endowment_id)
    if receipt is None and excess_cents(endowment_id) < line.cents:
        raise RuleBroken("statement.no_excess", "Aucun trop-perçu de ce montant n’attend d’être remboursé.")
    fund.reclassify_as_refund(endowment_id=endowment_id, key=explained_key(line), cents=line.cents, by=by)
    if receipt:
        explain(receipt, "refund", MovementKind.REFUND, by)
    return explain(line, "refund", MovementKind.REFUND, by)


@transaction.atomic
def recognise_mended_error(*, line_id: UUID, debit_id: UUID, by: Actor) -> StatementLine:
    """Say that a credit gives back the waiting debit `debit_id`, an error of the bank of the same amount. Raises as `held`."""
    line = held(line_id, "mend", by, credit=True)
    debit = _other(line, debit_id, "mend", by)
    fund.reclassify_as_given_back(endowment_id=line.statement.endowment_id, key=explained_key(line), cents=line.cents, by=by)
    explain(debit, "mend", MovementKind.BANK_ERROR, by)
    return explain(line, "mend", MovementKind.BANK_ERROR, by)


@transaction.atomic
def recognise_restitution(
    *, line_id: UUID, origin: str, by: Actor, source: tuple[UUID, int] | None = None, envelope: str = ""
) -> StatementLine:
    """Say that a debit gave money back to the State (event 21): interest, authority of an `envelope` that will not be used, or what was
    collected on a `source` (an agreement, its instalment). Raises as `held`, Invalid (no origin), RuleBroken (not enough there)."""
    line = held(line_id, "restitute", by, credit=False)
    place: dict[str, Any] = {"subject": f"agreement/{source[0]}", "number": source[1]} if source else {}
    place |= {"envelope": envelope} if envelope else {}
    endowment_id, key = line.statement.endowment_id, explained_key(line)
    fund.reclassify_as_restitution(endowment_id=endowment_id, origin=origin, cents=line.cents, key=key, by=by, **place)
    return explain(line, "restitute", MovementKind.RESTITUTION, by)


@transaction.atomic
def reconsider(*, line_id: UUID, reason: str, by: Actor) -> StatementLine:
    """Come back on what was said of a line by mistake (event 27): its mirror is written, and the line waits again.

    `reason`: a code of fund's CorrectionReason.
    Raises NotFound, Forbidden, WrongState, Invalid, RuleBroken (another kind of line; what it moved has moved since).
    """
    line = StatementLine.objects.select_related("statement").lock(line_id)
    policies.check_can_read_statement(by)
    line.check_act("reconsider")
    if line.kind not in TAKEN_BACK:
        raise RuleBroken("statement.not_taken_back", "Cette ligne a fait avancer un ordre ou un reversement : elle se corrige sur sa page.")
    was = MovementKind(line.kind)
    fund.correct(event_key=f"{explained_key(line)}:{EVENTS[was]}", reason=reason, by=by)
    told = f"explication retirée : {was.label}"
    line.move_to(BankLineStatus.UNMATCHED, act="reconsider", on=clock.now(), by=by, reason=told, kind="", attempt=line.attempt + 1)
    journal.record("statement_line.reconsidered", subject=line, by=by, reason=reason, cents=line.cents, kind=was.value)
    return line


def _other(line: StatementLine, other_id: UUID, act: str, by: Actor) -> StatementLine:
    other = held(other_id, act, by, credit=not line.credit)
    if (other.cents, other.statement.endowment_id) != (line.cents, line.statement.endowment_id):
        raise RuleBroken("statement.pair", "Les deux lignes ne sont pas du même montant : elles ne se compensent pas.")
    return other
