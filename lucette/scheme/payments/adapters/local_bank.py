"""A stand-in for the bank, for the demonstration, the tests and the simulator: strict with our files, and able to misbehave by seed."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters import answers, gate
from lucette.scheme.payments.adapters.answers import CHARGE, CREDIT, INTEREST, RETURN, Fate, Movement
from lucette.scheme.payments.adapters.tempers import CALM, REFUSALS, RETURNS, Temper

MOST_DAYS_LATE, MOST_DAYS_BEFORE_RETURN, MOST_SMALL_CENTS = 5, 10, 50_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that comes in: a tranche of the endowment, for instance. `reference` is the bank's own, unique for ever.

    `end_to_end_id` and `reason`: those of one of our transfers that comes back."""

    cents: int
    reference: str
    remittance: str
    end_to_end_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that the bank gives."""

    kind: Literal["statement", "notice"]
    content: bytes


@dataclass(slots=True)
class LocalBank:
    """One account. Remembers its balance, the messages it took and the rank of its statements: give them back to go on later.

    An order may come again, in another message, once its transfer was refused, came back or is known to be lost.

    Calm: `execute` runs files at once. With a `temper`: `receive` answers each file, `close_day` gives the files of a day, and `book` holds
    every movement that truly happened. The same seed, files and days give the same bytes.
    """

    iban: str
    balance_cents: int = 0
    statements: int = 0
    messages: Collection[str] = ()
    temper: Temper = CALM
    seed: int = 0
    book: list[Movement] = field(default_factory=list)
    lost: dict[str, Movement] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _orders: dict[str, str] = field(default_factory=dict)
    _waiting: list[tuple[dt.date, Movement]] = field(default_factory=list)
    _held: list[Delivery] = field(default_factory=list)
    _draw: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._draw = random.Random(self.seed)  # noqa: S311 (misbehaviour, not secrets)

    @property
    def waiting(self) -> bool:
        """Has the bank something still to execute, return, put right or give?"""
        return bool(self._waiting or self._held)

    def executed(self) -> Counter[str]:
        """Reference of each order → times it was debited and not put right by a reversal."""
        debits = Counter(it.end_to_end_id for it in self.book if it.end_to_end_id and not it.credit)
        debits.subtract(Counter(it.end_to_end_id for it in self.book if it.reversal))
        return +debits

    def returned(self) -> Counter[str]:
        """Reference of each order → times its transfer came back."""
        return Counter(it.end_to_end_id for it in self.book if it.reason)

    def execute(self, files: Sequence[bytes] = (), receipts: Sequence[Receipt] = (), *, on: dt.date) -> bytes:
        """Execute every transfer of `files` and every receipt on `on`; returns the day's statement, camt.053.001.08.

        A file is refused whole (RuleBroken `bank.…`): schema, control sum, account to debit, IBAN of a payee, message or order already
        taken, balance too small. Then nothing is executed.
        """
        movements = [_receipt(it) for it in receipts]
        taken, orders = {*self._taken, *self.messages}, dict(self._orders)
        for content in files:
            given = gate.check(content, self.iban, taken, orders)
            if given.bad:
                raise RuleBroken("bank.iban", "La banque refuse : l’IBAN d’un bénéficiaire n’est pas valable.")
            taken.add(given.message_id)
            orders |= {it.end_to_end_id: given.message_id for it in given.debits}
            movements += given.debits
        if self.balance_cents + sum(it.signed for it in movements) < 0:
            raise _no_funds()
        self._taken, self._orders = taken, orders
        return self._statement(movements, on)

    def receive(self, content: bytes, *, on: dt.date) -> bytes:
        """Take a file of transfers; returns the answer, pain.002.001.10: refused whole, accepted in part, or accepted."""
        try:
            given = gate.check(content, self.iban, {*self._taken, *self.messages}, self._orders)
            if given.cents > self.balance_cents - self._promised():
                raise _no_funds()
        except RuleBroken as refusal:
            return self._report(on, _message_id(content), "RJCT", gate.REASONS.get(refusal.code, gate.OTHERWISE))
        self._taken.add(given.message_id)
        fates = [self._fate(it, it.end_to_end_id in given.bad, given.message_id, on) for it in given.debits]
        refused = [it for it in fates if it.status == "RJCT"]
        if not refused:
            return self._report(on, given.message_id, "ACSP")
        if len(refused) == len(fates):
            return self._report(on, given.message_id, "RJCT", "", fates)
        return self._report(on, given.message_id, "PART", "", fates)

    def credit(self, receipt: Receipt, *, on: dt.date) -> None:
        """Money will come in on that day."""
        self._waiting.append((on, _receipt(receipt)))

    def debit(self, cents: int, reference: str, remittance: str, *, on: dt.date) -> None:
        """Money will leave on that day without any file: somebody asked at the counter that it be sent back."""
        self._waiting.append((on, Movement(cents, False, reference, remittance, reference)))

    def close_day(self, on: dt.date) -> list[Delivery]:
        """What the bank gives at the end of a day: notices of the returns and the statement, each perhaps twice, late or in disorder."""
        due = [it for day, it in self._waiting if day <= on]
        self._waiting = [(day, it) for day, it in self._waiting if day > on]
        movements = [*self._put_right(due, on), *self._accidents(on)]
        if self._often(self.temper.shuffled):
            self._draw.shuffle(movements)
        returns = [it for it in movements if it.reason]
        given = [Delivery("statement", self._statement(movements, on))]
        if returns:
            given.insert(0, Delivery("notice", answers.notice(self.iban, self.statements, on, returns)))
        given = given * 2 if self._often(self.temper.repeated) else given
        if self._often(self.temper.held):
            self._held = given + self._held
            return []
        given, self._held = given + self._held, []
        return given

    def enquire(self, orders: Iterable[str], *, on: dt.date) -> bytes:
        """Somebody asks what became of some orders: executed, waiting, or refused for good when the bank lost them."""
        coming, told, message = {it.end_to_end_id: it for _, it in self._waiting if not it.credit}, list[Fate](), "NOTPROVIDED"
        for order in orders:
            message = self._orders.get(order, message)
            lost = self.lost.pop(order, None)
            if order in coming:
                told.append(Fate(order, coming[order].cents, "PDNG"))
            elif order in self._orders and not lost:
                told.append(Fate(order, 0, "ACSC"))
            else:
                self._orders.pop(order, None)
                told.append(Fate(order, lost.cents if lost else 0, "RJCT", "TECH" if lost else "NOOR"))
        return self._report(on, message, "PART", "", told)

    def _fate(self, it: Movement, bad: bool, message_id: str, on: dt.date) -> Fate:
        """Refuse a transfer, or promise its execution, whatever will happen to it."""
        if bad or self._often(self.temper.refused):
            return Fate(it.end_to_end_id, it.cents, "RJCT", "AC01" if bad else self._draw.choice(REFUSALS))
        self._orders[it.end_to_end_id] = message_id
        if self._often(self.temper.lost):
            self.lost[it.end_to_end_id] = it
        else:
            days = self._draw.randint(1, MOST_DAYS_LATE) if self._often(self.temper.late) else 0
            self._waiting.append((on + dt.timedelta(days), it))
        return Fate(it.end_to_end_id, it.cents, "ACSP")

    def _put_right(self, due: list[Movement], on: dt.date) -> Iterable[Movement]:
        """The movements of the day. A debit may be of a wrong amount, reversed and done again the day after; or come back later."""
        tomorrow = on + dt.timedelta(1)
        for it in due:
            if not it.credit and it.kind == answers.DEBIT and not it.reference.endswith("/bis"):
                if it.cents > 1 and self._often(self.temper.wrong_amount):
                    wrong = replace(it, cents=self._draw.randint(1, it.cents - 1))
                    undone = replace(wrong, credit=True, reference=f"{it.reference[:31]}/ann", kind=RETURN, reversal=True)
                    self._waiting += [(tomorrow, undone), (tomorrow, replace(it, reference=f"{it.reference[:31]}/bis"))]
                    yield wrong
                    continue
                if self._often(self.temper.returned):
                    back = replace(it, credit=True, reference=f"{it.reference[:31]}/ret", kind=RETURN, reason=self._draw.choice(RETURNS))
                    self._waiting.append((on + dt.timedelta(self._draw.randint(1, MOST_DAYS_BEFORE_RETURN)), back))
            yield it

    def _accidents(self, on: dt.date) -> Iterable[Movement]:
        """What comes on the account without any order."""
        name = f"{on:%Y%m%d}-{self.statements + 1:05d}-{self.iban[-4:]}"
        if self._often(self.temper.interest):
            yield Movement(self._small(), True, f"INT-{name}", "INTERETS CREDITEURS", kind=INTEREST)
        if self._often(self.temper.unknown):
            yield Movement(self._small(), True, f"INC-{name}", "VIREMENT RECU SANS REFERENCE", kind=CREDIT)
        free = self.balance_cents - self._promised()
        if free > 2 * MOST_SMALL_CENTS and self._often(self.temper.unknown):
            yield Movement(self._small(), False, f"IND-{name}", "PRELEVEMENT INCONNU")
        if free > 2 * MOST_SMALL_CENTS and self._often(self.temper.charge):
            yield Movement(self._small(), False, f"FRA-{name}", "FRAIS DE TENUE DE COMPTE", kind=CHARGE)

    def _statement(self, movements: Sequence[Movement], on: dt.date) -> bytes:
        content = answers.statement(self.iban, self.statements + 1, on, self.balance_cents, movements)
        self.statements += 1
        self.balance_cents += sum(it.signed for it in movements)
        self.book += movements
        for it in movements:
            if it.reason:
                self._orders.pop(it.end_to_end_id, None)
        return content

    def _report(self, on: dt.date, message_id: str, status: str, reason: str = "", fates: Iterable[Fate] = ()) -> bytes:
        name = f"LR-{on:%Y%m%d}-{self._draw.getrandbits(40):010x}-{self.iban[-4:]}"
        return answers.report(name, on, message_id, status, reason, fates)

    def _promised(self) -> int:
        """Cents of what will leave the account, and of what may."""
        return sum(it.cents for _, it in self._waiting if not it.credit) + sum(it.cents for it in self.lost.values())

    def _often(self, thousandths: int) -> bool:
        return thousandths > 0 and self._draw.randrange(1_000) < thousandths

    def _small(self) -> int:
        return self._draw.randint(1, MOST_SMALL_CENTS)


def _receipt(it: Receipt) -> Movement:
    kind = RETURN if it.reason else CREDIT
    return Movement(it.cents, True, it.reference, it.remittance, it.end_to_end_id, kind=kind, reason=it.reason)


def _no_funds() -> RuleBroken:
    return RuleBroken("bank.funds", "La banque refuse : le compte n’a pas la provision suffisante.")


def _message_id(content: bytes) -> str:
    """The MsgId of a file that is refused, when it can be read."""
    start, end = content.find(b"<MsgId>"), content.find(b"</MsgId>")
    name = content[start + 7 : end].decode("ascii", "replace") if 0 <= start < end else ""
    return name if 0 < len(name) <= 35 and name.isprintable() else "NOTPROVIDED"
