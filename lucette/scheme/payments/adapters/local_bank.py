"""A strict stand-in for the bank, for the demonstration and the tests: it executes pain.001 files and answers with camt.053 statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.schemas import NAMESPACE, WHAT, check_schema
from lucette.scheme.payments.adapters.totals import read_totals
from lucette.scheme.payments.adapters.xml import Node, cents_of, decimal_of, parse
from lucette.scheme.payments.rules import iban_is_sound

CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that comes in: a tranche of the endowment, for instance. `reference` is the bank's own, unique for ever."""

    cents: int
    reference: str
    remittance: str


@dataclass(frozen=True, slots=True)
class _Movement:
    cents: int
    credit: bool
    end_to_end_id: str
    reference: str
    remittance: str
    party: str


@dataclass(slots=True)
class LocalBank:
    """One account. Remembers only its balance, the messages it took and the rank of its statements: give them back to go on later."""

    iban: str
    balance_cents: int = 0
    statements: int = 0
    messages: Collection[str] = ()
    _taken: set[str] = field(default_factory=set)

    def execute(self, files: Sequence[bytes] = (), receipts: Sequence[Receipt] = (), *, on: dt.date) -> bytes:
        """Execute every transfer of `files` and every receipt on `on`; returns the day's statement, camt.053.001.08.

        A file is refused whole (RuleBroken `bank.…`): schema, control sum, account to debit, IBAN of a payee, message already taken,
        balance too small. Then nothing is executed.
        """
        movements = [_Movement(it.cents, True, "", it.reference, it.remittance, "") for it in receipts]
        taken = set(self._taken)
        for content in files:
            movements += self._transfers(content, taken)
        closing = self.balance_cents + sum(it.cents if it.credit else -it.cents for it in movements)
        if closing < 0:
            raise RuleBroken("bank.funds", "La banque refuse : le compte n’a pas la provision suffisante.")
        answer = _statement(self.iban, self.statements + 1, on, self.balance_cents, closing, movements)
        self.balance_cents, self.statements, self._taken = closing, self.statements + 1, taken
        return answer

    def _transfers(self, content: bytes, taken: set[str]) -> Iterator[_Movement]:
        check_schema(content)
        totals = read_totals(content)
        if totals.message_id in taken or totals.message_id in self.messages:
            raise RuleBroken("bank.message_twice", f"La banque refuse : le message {totals.message_id} a déjà été reçu.")
        taken.add(totals.message_id)
        root = parse(content, "transfers", WHAT)
        for block in Node(root, f"{{{NAMESPACE}}}").all("CstmrCdtTrfInitn/PmtInf"):
            if block.text("DbtrAcct/Id/IBAN") != self.iban:
                raise RuleBroken("bank.account", "La banque refuse : le compte à débiter n’est pas tenu chez elle.")
            yield from (_debit(it, totals.message_id, n) for n, it in enumerate(block.all("CdtTrfTxInf"), 1))


def _debit(it: Node, message_id: str, rank: int) -> _Movement:
    if not iban_is_sound(it.text("CdtrAcct/Id/IBAN")):
        raise RuleBroken("bank.iban", "La banque refuse : l’IBAN d’un bénéficiaire n’est pas valable.")
    return _Movement(
        cents_of(it.text("Amt/InstdAmt"), "transfers", WHAT),
        False,
        it.text("PmtId/EndToEndId"),
        f"{message_id}/{rank}"[:35],
        it.text("RmtInf/Ustrd"),
        it.text("Cdtr/Nm"),
    )


def _statement(iban: str, rank: int, on: dt.date, opening: int, closing: int, movements: Sequence[_Movement]) -> bytes:
    name = f"LB-{on:%Y%m%d}-{rank:05d}-{iban[-4:]}"
    out = BytesIO()
    with etree.xmlfile(out, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element("Document", nsmap={None: CAMT}), file.element("BkToCstmrStmt"):
            _tree(file, ("GrpHdr", [("MsgId", name), ("CreDtTm", f"{on.isoformat()}T18:00:00")]))
            with file.element("Stmt"):
                _tree(file, ("Id", name), ("CreDtTm", f"{on.isoformat()}T18:00:00"), ("Acct", [("Id", [("IBAN", iban)])]))
                for code, cents in (("OPBD", opening), ("CLBD", closing)):
                    _tree(
                        file,
                        (
                            "Bal",
                            [
                                ("Tp", [("CdOrPrtry", [("Cd", code)])]),
                                ("Amt", cents),
                                ("CdtDbtInd", "CRDT"),
                                ("Dt", [("Dt", on.isoformat())]),
                            ],
                        ),
                    )
                for it in movements:
                    _tree(file, ("Ntry", _entry(it, on)))
    return out.getvalue()


def _entry(it: _Movement, on: dt.date) -> list[Any]:
    family = "RCDT" if it.credit else "ICDT"
    details: list[Any] = [
        ("Refs", [("EndToEndId", it.end_to_end_id or "NOTPROVIDED")]),
        ("Amt", it.cents),
        ("CdtDbtInd", "CRDT" if it.credit else "DBIT"),
    ]
    if it.party:
        details.append(("RltdPties", [("Cdtr", [("Pty", [("Nm", it.party)])])]))
    if it.remittance:
        details.append(("RmtInf", [("Ustrd", it.remittance[:140])]))
    return [
        ("Amt", it.cents),
        ("CdtDbtInd", "CRDT" if it.credit else "DBIT"),
        ("Sts", [("Cd", "BOOK")]),
        ("BookgDt", [("Dt", on.isoformat())]),
        ("ValDt", [("Dt", on.isoformat())]),
        ("AcctSvcrRef", it.reference[:35]),
        ("BkTxCd", [("Domn", [("Cd", "PMNT"), ("Fmly", [("Cd", family), ("SubFmlyCd", "ESCT")])])]),
        ("NtryDtls", [("TxDtls", details)]),
    ]


def _tree(file: Any, *nodes: tuple[str, Any]) -> None:
    """Write (name, text | cents | children) nodes; whole numbers are amounts in euros."""
    for name, content in nodes:
        with file.element(name, {"Ccy": "EUR"} if isinstance(content, int) else {}):
            if isinstance(content, list):
                _tree(file, *content)
            else:
                file.write(decimal_of(content) if isinstance(content, int) else content)
