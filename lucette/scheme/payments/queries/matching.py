"""What a movement of the bank is: one of our orders, a tranche of the endowment, or something to explain. And a statement tried before it
is read: what it would match, with nothing written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.rules import fingerprint
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.fund.models import Endowment, Tranche
from lucette.scheme.payments import policies
from lucette.scheme.payments.adapters import Entry, Statement, read_statements
from lucette.scheme.payments.enums import OrderStatus
from lucette.scheme.payments.models import BankStatement, Order, StatementLine, TreasuryAccount

GIVEN = "statement_given"  # kind of a file that was given to be read


class Match:
    """Finds what an entry of the statement is. `held`: the orders are kept for the transaction that will execute them."""

    def __init__(self, endowment_id: UUID, entries: Sequence[Entry], *, held: bool = False) -> None:
        ids = [UUID(hex=name) for it in entries if is_ours(name := order_named(it))]
        found = Order.objects.filter(endowment_id=endowment_id, pk__in=ids).order_by("pk")
        found = found.select_for_update(of=("self",)) if held else found
        self.taken: set[UUID] = set()
        self.orders = {it.pk.hex: it for it in found.select_related("instalment__agreement__award__application", "invoice", "organization")}
        known = Tranche.objects.filter(endowment_id=endowment_id, bank_reference__in=[it.bank_reference for it in entries if it.credit])
        self.tranches = {it.bank_reference: it.cents for it in known}

    def __call__(self, entry: Entry) -> tuple[Order | None, str]:
        """The order to execute, or None; and why the entry waits, "" when it does not."""
        order = self.orders.get(order_named(entry))
        if entry.credit:
            if self.tranches.get(entry.bank_reference) == entry.cents:
                return None, ""
            return None, "virement retourné par la banque" if order else "crédit qui n’est pas une tranche enregistrée"
        if order is None:
            return None, "débit qui n’est pas l’un de nos ordres"
        if order.status == OrderStatus.EXECUTED or order.pk in self.taken:
            return None, f"l’ordre {order.number} est déjà exécuté"
        if order.status != OrderStatus.SENT:
            return None, f"l’ordre {order.number} n’a pas été envoyé"
        if order.cents != entry.cents:
            return None, f"le montant n’est pas celui de l’ordre {order.number}"
        self.taken.add(order.pk)
        return order, ""


def order_named(entry: Entry) -> str:
    """Our order among the references that the bank gives, wherever it put it and however it wrote it; else the end-to-end reference."""
    return next((it.lower() for it in entry.references if is_ours(it.lower())), entry.end_to_end_id)


def is_ours(end_to_end_id: str) -> bool:
    """Is this reference one of our orders' ids?"""
    return len(end_to_end_id) == 32 and set(end_to_end_id) <= set("0123456789abcdef")


def fresh_statements(endowment_id: UUID, content: bytes) -> tuple[list[Statement], list[Statement]]:
    """The statements of a file, and those of them that were never read. Raises RuleBroken (a file that is not exact)."""
    told, mark = read_statements(content), fingerprint(content)
    same_file = Q(endowment_id=endowment_id, document__sha256=mark)
    rows = BankStatement.objects.filter(same_file | Q(statement_id__in=[it.statement_id for it in told]))
    known = dict(rows.values_list("statement_id", "document__sha256"))
    return told, [] if mark in known.values() else [it for it in told if it.statement_id not in known]


def check_follows(account: TreasuryAccount, fresh: Sequence[Statement]) -> None:
    """The statements are of this account, and each begins where the last one ended. Raises RuleBroken."""
    last = BankStatement.objects.filter(endowment_id=account.endowment_id).order_by("-rank").first()
    balance = last.closing_cents if last else None
    for it in fresh:
        if it.iban != account.iban:
            raise RuleBroken("statement.account", "Ce relevé n’est pas celui du compte de la dotation.")
        if balance is not None and it.opening_cents != balance:
            raise RuleBroken("statement.gap", "Il manque un relevé : le solde initial n’est pas le solde final du dernier relevé lu.")
        balance = it.closing_cents


@dataclass(frozen=True, slots=True)
class MovementTried:
    """A movement as it would be read: `order` when it would execute one, `reason` when it would wait."""

    booked_on: dt.date
    words: str
    amount: Money
    order_id: UUID | None
    order_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class StatementTried:
    """What reading a file would do; nothing is written. `waiting` movements would be left to explain."""

    statements: tuple[str, ...]
    closing: Money | None
    movements: tuple[MovementTried, ...]
    already_known: int

    @property
    def matched(self) -> int:
        return sum(not it.reason for it in self.movements)

    @property
    def waiting(self) -> int:
        return sum(bool(it.reason) for it in self.movements)

    @property
    def executed(self) -> Money:
        return Money(-sum(it.amount.cents for it in self.movements if it.order_id))


@dataclass(frozen=True, slots=True)
class StatementGiven:
    """A file given, kept and not read yet, with what reading it would do."""

    endowment: Endowment
    content: bytes
    tried: StatementTried


def statement_given(document_id: UUID, by: Actor) -> StatementGiven:
    """The file of `actions.keep_statement`. Raises NotFound, Forbidden, and RuleBroken when it can be read no more."""
    document = documents.document(document_id, by=by)
    if document.kind != GIVEN:
        raise NotFound
    account = TreasuryAccount.objects.select_related("endowment").known(document.subject_id)
    content = documents.content(document.pk)
    return StatementGiven(account.endowment, content, statement_tried(account, content, by))


def statement_tried(account: TreasuryAccount, content: bytes, by: Actor) -> StatementTried:
    """Read a camt.053 file as `actions.read_statement` would, and write nothing. Raises as it does."""
    policies.check_can_read_statement(by)
    endowment_id = account.endowment_id
    told, fresh = fresh_statements(endowment_id, content)
    check_follows(account, fresh)
    entries = [entry for it in fresh for entry in it.entries]
    references = [it.bank_reference for it in entries]
    seen = set(StatementLine.objects.filter(bank_reference__in=references).values_list("bank_reference", flat=True))
    match, movements = Match(endowment_id, entries), []
    for entry in entries:
        if entry.bank_reference not in seen:
            seen.add(entry.bank_reference)
            movements.append(_tried(entry, *match(entry)))
    known = sum(len(it.entries) for it in told) - len(movements)
    names = tuple(it.statement_id for it in fresh)
    return StatementTried(names, Money(fresh[-1].closing_cents) if fresh else None, tuple(movements), known)


def _tried(entry: Entry, order: Order | None, reason: str) -> MovementTried:
    amount = Money(entry.cents if entry.credit else -entry.cents)
    words = entry.remittance or entry.bank_reference
    return MovementTried(entry.booked_on, words, amount, order.pk if order else None, order.number if order else "", reason)
