"""Reading the bank back: every booked line moves the cash book. What is exactly one of our orders executes it or gives it back; the rest
is kept apart at once, and waits with the reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.models import Document
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.batches import reconcile_if_done
from lucette.scheme.payments.actions.money import key_of, payment_of, remember_many
from lucette.scheme.payments.actions.returns import give_back
from lucette.scheme.payments.adapters import Entry, Statement
from lucette.scheme.payments.enums import BankLineStatus, LineStatus, MovementKind, OrderStatus
from lucette.scheme.payments.models import BankStatement, InstalmentLine, Order, StatementLine, TreasuryAccount
from lucette.scheme.payments.queries.matching import Found, Match, following, fresh_statements, order_named, told_apart, told_twice
from lucette.scheme.payments.queries.tried import GIVEN, statement_tried


@dataclass(slots=True)
class StatementResult:
    """What reading a file did: orders executed or given back and tranches found, lines that wait, lines already known."""

    matched: int = 0
    unmatched: int = 0
    already_known: int = 0


@transaction.atomic
def keep_statement(*, endowment_id: UUID, content: bytes, by: Actor) -> Document:
    """Keep a camt.053 file to be read later (queries.statement_given), once tried: no account changes. Raises as `read_statement`."""
    policies.check_can_read_statement(by)
    account = _account(TreasuryAccount.objects.filter(endowment_id=endowment_id))
    statement_tried(account, content, by)
    return documents.store(
        kind=GIVEN,
        title="Relevé bancaire donné à lire",
        filename="releve-donne.xml",
        content=content,
        content_type="application/xml",
        subject=account,
        by=by,
    )


def _account(found: QuerySet[TreasuryAccount]) -> TreasuryAccount:
    account = found.first()
    if account is None:
        raise RuleBroken("batch.no_account", "Le compte bancaire de la dotation n’est pas déclaré.")
    return account


@transaction.atomic
def read_statement(*, endowment_id: UUID, content: bytes, by: Actor) -> StatementResult:
    """Read a camt.053 file of the endowment's account: the bank of the books equals its closing balance (fund.md I10).

    The same file, statement or movement again changes nothing. A debit whose reference and amount are those of an order in flight executes
    it (event 14); a credit that gives an executed order back, with the reason of the bank, is its return (15); a credit already recorded
    as a tranche is matched; the others are kept apart (24) and wait. Raises Forbidden, and RuleBroken for a file that is not exact, of
    another account, or that leaves a hole after the last statement: then nothing is written.
    """
    policies.check_can_read_statement(by)
    account = _account(
        TreasuryAccount.objects.select_related("endowment").select_for_update(of=("self",)).filter(endowment_id=endowment_id)
    )
    told, fresh = fresh_statements(endowment_id, content)
    read = following(account, fresh)
    result = StatementResult(already_known=told_twice(told, read))
    if read:
        document = _keep(account, content, read[0][0], by)
        for statement, entries in read:
            _read(endowment_id, statement, entries, document, by, result)
    return result


def _keep(account: TreasuryAccount, content: bytes, first: Statement, by: Actor) -> Document:
    return documents.store(
        kind="statement",
        title=f"Relevé bancaire {first.statement_id}",
        filename=f"{first.statement_id}.xml",
        content=content,
        content_type="application/xml",
        subject=account,
        by=by,
    )


def _read(endowment_id: UUID, it: Statement, entries: list[Entry], document: Document, by: Actor, result: StatementResult) -> None:
    statement = BankStatement.objects.create(
        endowment_id=endowment_id,
        statement_id=it.statement_id,
        document=document,
        opening_cents=it.opening_cents,
        closing_cents=it.closing_cents,
        closed_on=it.closed_on,
        rank=BankStatement.objects.filter(endowment_id=endowment_id).count() + 1,
        imported_by=by.pk,
    )
    entries = told_apart(endowment_id, entries)
    found = Match(endowment_id, entries, held=True).all(entries)
    lines = [_line(statement, n, entry, what) for n, (entry, what) in enumerate(zip(entries, found, strict=True), 1)]
    _move(endowment_id, lines, by)
    StatementLine.objects.bulk_create(lines)
    waiting = sum(bool(line.reason) for line in lines)
    result.matched += len(lines) - waiting
    result.unmatched += waiting
    for batch_id in sorted({line.order.batch_id for line in lines if line.order and line.order.batch_id}):
        reconcile_if_done(batch_id, by)
    journal.record("statement.read", subject=statement, by=by, lines=len(lines), waiting=waiting, closing_cents=it.closing_cents)


def _move(endowment_id: UUID, lines: list[StatementLine], by: Actor) -> None:
    """Every line moves the cash book: what comes in first, since it may pay what goes out."""
    waiting = [line for line in lines if not line.kind]
    _suspend(endowment_id, [line for line in waiting if line.credit], by)
    _execute([line for line in lines if line.kind == MovementKind.EXECUTION], by)
    _give_back([line for line in lines if line.kind == MovementKind.RETURN], by)
    _suspend(endowment_id, [line for line in waiting if not line.credit], by)


def _suspend(endowment_id: UUID, lines: list[StatementLine], by: Actor) -> None:
    if lines:
        movements = [(suspense_key(line), line.cents, line.credit, line.booked_on) for line in lines]
        fund.suspend_many(endowment_id=endowment_id, movements=movements, by=by)


def suspense_key(line: StatementLine) -> str:
    """The fact that a line of the bank was kept apart, then explained (event 24)."""
    return f"bank_line:{line.pk}:1"


def _execute(executed: list[StatementLine], by: Actor) -> None:
    """Event 14 for each order found; everything is read and written together (12,000 lines in a minute, trust.md A09)."""
    found = [(line.order, line.booked_on) for line in executed if line.order]
    now, orders = clock.now(), [order for order, _ in found]
    for day in sorted({on for _, on in found}):
        of_day = [order for order, on in found if on == day]
        Order.move_together(of_day, OrderStatus.EXECUTED, act="execute", on=now, by=by, executed_on=day)
    lines = list(InstalmentLine.objects.filter(order__in=orders).select_for_update().order_by("pk"))
    InstalmentLine.move_together(lines, LineStatus.PAID, act="pay", on=now, by=by)
    remember_many("order.executed", [(order, {"on": on.isoformat()}) for order, on in found], by)
    fund.executed_many(payments=[(payment_of(order), key_of(order), on) for order, on in found], by=by)
    letters.executed(orders)


def _give_back(lines: list[StatementLine], by: Actor) -> None:
    """Event 15 for each return, numbered after those already read of the same order."""
    orders = {line.order_id for line in lines}
    known = StatementLine.objects.filter(order__in=orders, kind=MovementKind.RETURN).values_list("order_id", flat=True)
    times: Counter[UUID | None] = Counter(known)
    for line in lines:
        if line.order:
            times[line.order.pk] += 1
            give_back(line.order, line.cents, line.bank_reason, line.booked_on, times[line.order.pk], by)


def _line(statement: BankStatement, position: int, entry: Entry, found: Found) -> StatementLine:
    return StatementLine(
        statement=statement,
        position=position,
        cents=entry.cents,
        credit=entry.credit,
        booked_on=entry.booked_on,
        end_to_end_id=order_named(entry),
        bank_reference=entry.bank_reference,
        remittance=entry.remittance,
        status=BankLineStatus.UNMATCHED if found.reason else BankLineStatus.MATCHED,
        status_since=clock.now(),
        reason=found.reason[:200],
        order=found.order,
        kind=found.kind,
        bank_reason=found.bank_reason[:35],
    )
