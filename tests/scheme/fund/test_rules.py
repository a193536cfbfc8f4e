"""Rules of the fund that no act reaches alone: several debtors of one line, the journal of an entry, whom an operation concerns."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from lucette.foundation.ledger.rules import Entry, Line, Side
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.rules import Books, Effect, LineOf, Payment, Returned, accounts, effects, fec
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


def test_a_title_paid_or_given_up_asks_for_less_and_its_mirror_for_as_much_again():
    asked = Line("cash", f"receivable/{HOST}/a/2", "resources/recoveries", 50)
    settled = Line("cash", "bank", f"receivable/{HOST}/a/2", 20)
    assert effects([asked, settled]) == {LineOf("a", 2): Effect(0, 30, 0)}
    assert effects([Line("cash", it.credit, it.debit, it.amount) for it in (asked, settled)]) == {LineOf("a", 2): Effect(0, -30, 0)}


def test_an_execution_pays_its_line_and_a_recovery_takes_from_what_stays_paid():
    executed = Line("money", "ordered/a/1", "paid/a/1", 100)
    recovered = Line("money", "paid/a/1", "recovered/a/1", 30)
    assert effects([executed, recovered]) == {LineOf("a", 1): Effect(70, 0, 0)}


def test_a_payee_nobody_knows_is_told_by_its_identifier():
    row = {(f"receivable/{HOST}/a/1", "resources/recoveries"): (40, 0)}
    (unknown,) = accounts.receivables(row, {"payees": {}, "pieces": {}})
    (known,) = accounts.receivables(row, {"payees": {str(HOST): ["21750001600019", "Commune"]}, "pieces": {}})
    assert (unknown["name"], known["name"]) == (str(HOST), "Commune")
