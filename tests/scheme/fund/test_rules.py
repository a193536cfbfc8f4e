"""Rules of the fund that no act reaches alone: several debtors of one line, the journal of an entry, whom an operation concerns."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from lucette.foundation.ledger.rules import Entry, Side
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.rules import Books, Payment, Returned, fec
from lucette.scheme.fund.rules.payments import transfer_return

DAY = dt.date(2021, 3, 1)
BANK = Side("bank", "bank", "Banque", "512")
HOST = UUID(int=7)
OWED = Side(f"payable/{HOST}", "payable", "Dû aux structures", "467")
USED = Side("uses/grants_public", "uses", "Emplois", "657")


def test_a_return_settles_each_debtor_of_the_line_for_what_it_owes_and_no_more():
    agreement, (old, new) = uuid4(), sorted([uuid4(), uuid4()])
    payment = Payment(uuid4(), f"agreement/{agreement}", new, "grants_public", {2: 100})
    found = transfer_return(Books("fr"), payment, 2, Returned(collected=100), {old: 60, new: 60}, "bank")
    asked = {line.credit: line.amount for line in found if line.credit.startswith("receivable/")}
    assert asked == {f"receivable/{old}/{agreement}/2": 60, f"receivable/{new}/{agreement}/2": 40}


def entry(debit: Side, credit: Side, kind: str = EventKind.LIQUIDATED) -> Entry:
    return Entry(1, 1, "order:1:1:x", kind, DAY, DAY, "", "", "", debit, credit, 5)


def test_an_entry_is_of_the_bank_as_soon_as_one_of_its_postings_moves_it():
    assert fec.journal([entry(USED, OWED), entry(OWED, BANK)]) == "BQ"
    assert fec.journal([entry(USED, OWED)]) == "EM"


def test_an_operation_names_whom_it_concerns_and_the_balances_brought_forward_nobody():
    names = {"payees": {str(HOST): ["21750001600019", "Commune"]}, "pieces": {}}
    brought = fec.FecLine("AN", 1, DAY, OWED, "AN-2021", "Solde à nouveau", 0, 5, DAY)
    owed = fec.FecLine("EM", 2, DAY, OWED, "OP-1", "Versement certifié", 0, 5, DAY, "order:1")
    before, after = fec.operations([brought, owed], names)
    assert (before.who, after.who) == ("", "Commune")
