"""Reading the bank back: each debit that is exactly one of our orders executes it; the rest waits, with the reason."""

from __future__ import annotations

import datetime as dt
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
from lucette.scheme.payments.adapters import Entry, Statement
from lucette.scheme.payments.enums import BankLineStatus, LineStatus, OrderStatus
from lucette.scheme.payments.models import BankStatement, InstalmentLine, Order, StatementLine, TreasuryAccount
from lucette.scheme.payments.queries.matching import GIVEN, Match, check_follows, fresh_statements, is_ours, order_named, statement_tried


@dataclass(slots=True)
class StatementResult:
    """What reading a file did: orders executed and tranches found, lines that wait, lines already known."""

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
    """Read a camt.053 file of the endowment's account (event 14 for each order found).

    The same file, statement or bank reference again changes nothing. A debit whose end-to-end id and amount are those of a sent order
    executes it; a credit already recorded as a tranche is matched; the others wait. Raises Forbidden, and RuleBroken for a file that is
    not exact, of another account, or that leaves a hole after the last statement: then nothing is written.
    """
    policies.check_can_read_statement(by)
    account = _account(TreasuryAccount.objects.select_for_update().filter(endowment_id=endowment_id))
    (statements, fresh), result = fresh_statements(endowment_id, content), StatementResult()
    result.already_known = sum(len(it.entries) for it in statements if it not in fresh)
    if fresh:
        check_follows(account, fresh)
        document = _keep(account, content, fresh[0], by)
        for statement in fresh:
            _read(endowment_id, statement, document, by, result)
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


def _read(endowment_id: UUID, it: Statement, document: Document, by: Actor, result: StatementResult) -> None:
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
    references = [entry.bank_reference for entry in it.entries]
    seen = set(StatementLine.objects.filter(bank_reference__in=references).values_list("bank_reference", flat=True))
    match = Match(endowment_id, it.entries, held=True)
    lines = []
    for position, entry in enumerate(it.entries, 1):
        if entry.bank_reference in seen:
            result.already_known += 1
            continue
        seen.add(entry.bank_reference)
        order, reason = match(entry)
        lines.append(_line(statement, position, entry, order, reason))
    _execute([(line.order, line.booked_on) for line in lines if line.order], by)
    StatementLine.objects.bulk_create(lines)
    result.matched += sum(not line.reason for line in lines)
    result.unmatched += sum(bool(line.reason) for line in lines)
    for batch_id in sorted({line.order.batch_id for line in lines if line.order and line.order.batch_id}):
        reconcile_if_done(batch_id, by)
    waiting = sum(bool(line.reason) for line in lines)
    journal.record("statement.read", subject=statement, by=by, lines=len(lines), waiting=waiting, closing_cents=it.closing_cents)


def _execute(found: list[tuple[Order, dt.date]], by: Actor) -> None:
    """Event 14 for each order found; everything is read and written together (12,000 lines in a minute, trust.md A09)."""
    now, orders = clock.now(), [order for order, _ in found]
    for day in sorted({on for _, on in found}):
        of_day = [order for order, on in found if on == day]
        Order.move_together(of_day, OrderStatus.EXECUTED, act="execute", on=now, by=by, executed_on=day)
    lines = list(InstalmentLine.objects.filter(order__in=orders).select_for_update().order_by("pk"))
    InstalmentLine.move_together(lines, LineStatus.PAID, act="pay", on=now, by=by)
    remember_many("order.executed", [(order, {"on": on.isoformat()}) for order, on in found], by)
    fund.executed_many(payments=[(payment_of(order), key_of(order), on) for order, on in found], by=by)
    letters.executed(orders)


def _line(statement: BankStatement, position: int, entry: Entry, order: Order | None, reason: str) -> StatementLine:
    return StatementLine(
        statement=statement,
        position=position,
        cents=entry.cents,
        credit=entry.credit,
        booked_on=entry.booked_on,
        end_to_end_id=order_named(entry),
        bank_reference=entry.bank_reference,
        remittance=entry.remittance,
        status=BankLineStatus.UNMATCHED if reason else BankLineStatus.MATCHED,
        status_since=clock.now(),
        reason=reason,
        order=order,
    )


@transaction.atomic
def recognise_tranche(*, line_id: UUID, by: Actor) -> StatementLine:
    """Say that an unmatched credit is a tranche of the endowment: the fund receives it (event 2), the line no longer waits.

    Raises NotFound, Forbidden, WrongState, RuleBroken (a debit, or the return of one of our transfers).
    """
    line = StatementLine.objects.lock(line_id)
    policies.check_can_read_statement(by)
    line.check_act("recognise")
    if not line.credit or is_ours(line.end_to_end_id):
        raise RuleBroken("statement.not_a_tranche", "Cette ligne n’est pas une recette : elle ne peut pas être une tranche de la dotation.")
    statement = line.statement
    fund.receive_tranche(
        endowment_id=statement.endowment_id, cents=line.cents, bank_reference=line.bank_reference, on=line.booked_on, by=by
    )
    line.move_to(BankLineStatus.MATCHED, act="recognise", on=clock.now(), by=by, reason="")
    journal.record("statement_line.recognised", subject=line, by=by, cents=line.cents)
    return line
