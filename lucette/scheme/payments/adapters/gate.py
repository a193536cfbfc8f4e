"""What the bank's stand-in checks before it takes a file: stricter than most banks."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.answers import Movement
from lucette.scheme.payments.adapters.schemas import NAMESPACE, WHAT, check_schema
from lucette.scheme.payments.adapters.totals import read_totals
from lucette.scheme.payments.adapters.xml import Node, cents_of, parse
from lucette.scheme.payments.rules import iban_is_sound

REASONS = {  # of a refusal → what the bank answers
    "transfers.totals": "AM10",
    "bank.message_twice": "DU01",
    "bank.order_twice": "DU04",
    "bank.account": "AC02",
    "bank.iban": "AC01",
    "bank.funds": "AM04",
}
OTHERWISE = "FF01"  # the form of the file


@dataclass(frozen=True, slots=True)
class Given:
    """A file that passed the gate: its transfers as the debits they will be; `bad`: references of those whose account is not one."""

    message_id: str
    debits: tuple[Movement, ...]
    bad: frozenset[str]

    @property
    def cents(self) -> int:
        return sum(it.cents for it in self.debits)


def check(content: bytes, iban: str, messages: Container[str], orders: Container[str]) -> Given:
    """Read a file of transfers. `orders`: references that may not come again.

    Raises RuleBroken: schema, count, sum, message already taken, account to debit, order already taken or told twice.
    """
    check_schema(content)
    totals = read_totals(content)
    if totals.message_id in messages:
        raise RuleBroken("bank.message_twice", f"La banque refuse : le message {totals.message_id} a déjà été reçu.")
    debits, bad = list[Movement](), set[str]()
    for block in Node(parse(content, "transfers", WHAT), f"{{{NAMESPACE}}}").all("CstmrCdtTrfInitn/PmtInf"):
        if block.text("DbtrAcct/Id/IBAN") != iban:
            raise RuleBroken("bank.account", "La banque refuse : le compte à débiter n’est pas tenu chez elle.")
        for it in block.all("CdtTrfTxInf"):
            debits.append(_debit(it, totals.message_id, len(debits) + 1))
            if not iban_is_sound(it.text("CdtrAcct/Id/IBAN")):
                bad.add(debits[-1].end_to_end_id)
    names = [it.end_to_end_id for it in debits]
    if len(set(names)) != len(names) or any(it in orders for it in names):
        raise RuleBroken("bank.order_twice", "La banque refuse : elle a déjà reçu un virement de même référence.")
    return Given(totals.message_id, tuple(debits), frozenset(bad))


def _debit(it: Node, message_id: str, rank: int) -> Movement:
    cents = cents_of(it.text("Amt/InstdAmt"), "transfers", WHAT)
    words, reference = it.text("RmtInf/Ustrd"), it.text("PmtId/EndToEndId")
    return Movement(cents, False, f"{message_id}/{rank}"[:35], words, reference, it.text("Cdtr/Nm"))
