"""What a movement of the bank is: one of our orders, executed or come back, a tranche of the endowment, or something to explain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from uuid import UUID

from django.db.models import Q, Sum

from lucette.foundation.documents.rules import fingerprint
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.models import Tranche
from lucette.scheme.payments.adapters import Entry, Statement, read_statements
from lucette.scheme.payments.enums import MovementKind, OrderStatus
from lucette.scheme.payments.models import BankStatement, Order, ReturnNotice, StatementLine, TreasuryAccount

IN_FLIGHT = (OrderStatus.SENT, OrderStatus.UNDER_INQUIRY)
PAID = (OrderStatus.EXECUTED, OrderStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class Found:
    """What a movement is: its kind, the order that it executes or gives back; or (`kind` "") the reason why it waits."""

    kind: str = ""
    order: Order | None = None
    reason: str = ""
    bank_reason: str = ""


class Match:
    """Finds what the movements of a statement are. `held`: the orders are kept for the transaction that will move them."""

    def __init__(self, endowment_id: UUID, entries: Sequence[Entry], *, held: bool = False) -> None:
        ids = [UUID(hex=name) for it in entries if is_ours(name := order_named(it))]
        found = Order.objects.filter(endowment_id=endowment_id, pk__in=ids).order_by("pk")
        found = found.select_for_update(of=("self",)) if held else found
        self.taken: set[UUID] = set()
        self.back: dict[UUID, int] = {}
        self.orders = {it.pk.hex: it for it in found.select_related("instalment__agreement__award__application", "invoice", "organization")}
        references = [it.bank_reference for it in entries if it.credit]
        known = Tranche.objects.filter(endowment_id=endowment_id, bank_reference__in=references)
        self.tranches = {it.bank_reference: it.cents for it in known}
        told = Q(bank_reference__in=references) | Q(end_to_end_id__in=list(self.orders))
        self.notices = ReturnNotice.objects.filter(told, endowment_id=endowment_id)  # asked once, and only for a return without reason

    def all(self, entries: Sequence[Entry]) -> list[Found]:
        """What each is, in the order given. Debits are looked at first: what comes back may be told before what left."""
        found = {n: self._debit(it) for n, it in enumerate(entries) if not it.credit}
        found |= {n: self._credit(it) for n, it in enumerate(entries) if it.credit}
        return [found[n] for n in range(len(entries))]

    def order_of(self, entry: Entry) -> Order | None:
        return self.orders.get(order_named(entry))

    def _debit(self, entry: Entry) -> Found:
        order = self.order_of(entry)
        if entry.is_charge:
            return Found(reason="frais de la banque, à reconnaître")
        if order is None and entry.transfers > 1:
            return Found(reason=f"somme de {entry.transfers} virements qui n’est pas celle d’un de nos lots en cours")
        if order is None:
            return Found(reason="débit qui n’est pas l’un de nos ordres")
        if order.status in PAID or order.pk in self.taken:
            return Found(reason=f"l’ordre {order.number} est déjà exécuté")
        if order.status not in IN_FLIGHT:
            return Found(reason=f"l’ordre {order.number} n’a pas été envoyé")
        if order.cents != entry.cents:
            return Found(reason=f"le montant n’est pas celui de l’ordre {order.number}")
        self.taken.add(order.pk)
        return Found(MovementKind.EXECUTION, order)

    def _credit(self, entry: Entry) -> Found:
        order = self.order_of(entry)
        if self.tranches.get(entry.bank_reference) == entry.cents:
            return Found(MovementKind.TRANCHE)
        if order is None:
            interest = "intérêts de la banque, à reconnaître"
            return Found(reason=interest if entry.is_interest else "crédit qui n’est pas une tranche enregistrée")
        if entry.reversal:
            return Found(reason=f"la banque annule un débit qui porte la référence de l’ordre {order.number}")
        code = entry.reason.code if entry.reason else self._noticed(entry, order)
        if not code and not entry.returned:
            return Found(reason=f"virement retourné par la banque, sans motif : ordre {order.number}")
        if order.status not in PAID and order.pk not in self.taken:
            return Found(reason=f"l’ordre {order.number} revient sans avoir été exécuté", bank_reason=code)
        back = self.back.get(order.pk, order.returned_cents) + entry.cents
        if back > order.cents:
            return Found(reason=f"il revient plus que ce que l’ordre {order.number} a payé", bank_reason=code)
        self.back[order.pk] = back
        return Found(MovementKind.RETURN, order, bank_reason=code)

    def _noticed(self, entry: Entry, order: Order) -> str:
        """The reason that a notice of the bank (camt.054) gave for this movement."""
        return next((it.bank_reason for it in self.notices if it.is_of(entry.bank_reference, order.pk.hex, entry.cents)), "")


def told_apart(endowment_id: UUID, entries: Sequence[Entry]) -> list[Entry]:
    """Each debit that the bank tells as one sum, as the orders of the batch that it names: all of them still in flight, and their exact
    sum. Any other sum stays whole, for a person to explain."""
    names = {name for it in entries if _is_one_sum(it) for name in (it.message_id, it.payment_information_id)} - {""}
    if not names:
        return list(entries)
    sent: dict[str, list[Order]] = {}
    waiting = Order.objects.filter(endowment_id=endowment_id, batch__message_id__in=names, status__in=IN_FLIGHT)
    for order in waiting.select_related("batch").order_by("pk"):
        if order.batch:
            sent.setdefault(order.batch.message_id, []).append(order)
    return [part for it in entries for part in _parts(it, sent.get(it.message_id) or sent.get(it.payment_information_id) or [])]


def _is_one_sum(it: Entry) -> bool:
    return not it.credit and not it.is_charge and not is_ours(order_named(it))


def _parts(it: Entry, orders: Sequence[Order]) -> Iterator[Entry]:
    if not orders or not _is_one_sum(it) or it.transfers not in (1, len(orders)) or sum(one.cents for one in orders) != it.cents:
        yield it
        return
    for n, one in enumerate(orders, 1):
        yield replace(it, cents=one.cents, end_to_end_id=one.pk.hex, bank_reference=f"{it.bank_reference}/{n}", transfers=1)


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
    distinct = {it.statement_id: it for it in told if it.statement_id not in known}
    return told, [] if mark in known.values() else list(distinct.values())


def following(account: TreasuryAccount, fresh: Sequence[Statement]) -> list[tuple[Statement, list[Entry]]]:
    """Each statement, oldest first, with the movements that it alone tells: what an earlier one told is left out, and a statement that
    tells nothing more is too. The balances decide: what is new leads from the last closing balance to this one.

    Raises RuleBroken: another account, a hole after the last statement, or a first one that does not open on what the books say.
    """
    last = BankStatement.objects.filter(endowment_id=account.endowment_id).order_by("-rank").first()
    balance, seen, found = (last.closing_cents if last else None), _seen(fresh), []
    for it in sorted(fresh, key=lambda it: it.closed_on):
        balance = _before_any(account, it) if balance is None else balance
        if it.iban != account.iban:
            raise RuleBroken("statement.account", "Ce relevé n’est pas celui du compte de la dotation.")
        new = _new(it, balance, seen)
        if new is None:
            continue
        entries = list(_named(new, it, seen))
        seen |= {entry.bank_reference: (entry.cents, entry.credit) for entry in entries}
        found.append((it, entries))
        balance = it.closing_cents
    return found


def _seen(fresh: Sequence[Statement]) -> dict[str, tuple[int, bool]]:
    references = {entry.bank_reference for it in fresh for entry in it.entries}
    rows = StatementLine.objects.filter(bank_reference__in=references).values_list("bank_reference", "cents", "credit")
    found = {reference: (cents, credit) for reference, cents, credit in rows}
    for entry in (entry for it in fresh for entry in it.entries if _is_one_sum(entry) and entry.bank_reference not in found):
        if entry.message_id or entry.payment_information_id:
            parts = StatementLine.objects.filter(bank_reference__startswith=f"{entry.bank_reference}/", credit=False)
            if cents := parts.aggregate(cents=Sum("cents"))["cents"]:
                found[entry.bank_reference] = (cents, False)
    return found


def _before_any(account: TreasuryAccount, it: Statement) -> int:
    """The bank by our books before the first statement ever read, in cents: without the tranches that it tells itself.

    Raises RuleBroken: the statement opens on another balance.
    """
    told = [entry.bank_reference for entry in it.entries if entry.credit]
    balance = fund.bank_on(account.endowment, it.closed_on, told)
    if balance != it.opening_cents:
        sentence = (
            f"Ce relevé, le premier, s’ouvre sur {Money(it.opening_cents)} ; les comptes disent {Money(balance)} avant lui. "
            "Il manque un relevé, ou une tranche n’est pas enregistrée."
        )
        raise RuleBroken("statement.first", sentence)
    return balance


def _new(it: Statement, balance: int, seen: dict[str, tuple[int, bool]]) -> Sequence[Entry] | None:
    """The movements never told before; None when the whole statement was. Raises RuleBroken (a hole)."""
    new = [entry for entry in it.entries if seen.get(entry.bank_reference) != (entry.cents, entry.credit)]
    if balance + sum(entry.cents if entry.credit else -entry.cents for entry in new) == it.closing_cents:
        return new
    if it.opening_cents == balance:  # a reference told again, for money that did move again
        return it.entries
    if it.entries and not new:
        return None
    raise RuleBroken("statement.gap", "Il manque un relevé : le solde initial n’est pas le solde final du dernier relevé lu.")


def _named(new: Sequence[Entry], it: Statement, seen: dict[str, tuple[int, bool]]) -> Iterator[Entry]:
    """A reference that the bank gave to another movement before is told apart by its statement."""
    for n, entry in enumerate(new, 1):
        if entry.bank_reference in seen:
            yield replace(entry, bank_reference=f"{entry.bank_reference[:40]}@{it.closed_on:%Y%m%d}/{n}")
        else:
            yield entry


def told_twice(told: Sequence[Statement], read: Sequence[tuple[Statement, list[Entry]]]) -> int:
    """How many movements of a file were already known."""
    return sum(len(it.entries) for it in told) - len(list(chain.from_iterable(entries for _, entries in read)))
