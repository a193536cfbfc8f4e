"""The bank's stand-in: strict with what it is given, valid in what it answers."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import etree

from lucette.foundation.organizations.rules import test_iban as made_up_iban
from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters import LocalBank, Receipt, read_statements
from tests.scheme.payments.adapters.samples import DAY, DEBTOR, a_file, schema, transfer


def test_the_local_bank_answers_with_a_valid_statement_whose_balances_follow(field_data):
    official = schema(field_data, "camt.053.001.08")
    bank, paid = LocalBank(DEBTOR.iban), [transfer(1_000_000), transfer(333)]
    first = bank.execute(receipts=[Receipt(5_000_000, "DGCL-1", "Tranche 1")], on=DAY)
    second = bank.execute([a_file(*paid)], on=DAY + dt.timedelta(1))
    for content in (first, second):
        assert official.validate(etree.fromstring(content)), official.error_log
    (received,), (executed,) = read_statements(first), read_statements(second)
    assert (received.opening_cents, received.closing_cents, executed.opening_cents, executed.closing_cents) == (
        0,
        5_000_000,
        5_000_000,
        3_999_667,
    )
    assert [(it.end_to_end_id, it.cents, it.credit) for it in executed.entries] == [(it.end_to_end_id, it.cents, False) for it in paid]
    assert received.entries[0].remittance == "Tranche 1" and received.entries[0].bank_reference == "DGCL-1"
    assert len({it.bank_reference for it in executed.entries}) == 2 and executed.iban == DEBTOR.iban


def test_the_local_bank_refuses_and_executes_nothing():
    bank, content = LocalBank(DEBTOR.iban, 1_500_000, messages={"OLD"}), a_file()
    bank.execute([content], on=DAY)
    elsewhere = LocalBank(made_up_iban(9), 10**9)
    for it, file, code in (
        (bank, content, "message_twice"),
        (bank, a_file(message_id="OLD"), "message_twice"),
        (elsewhere, content, "account"),
        (bank, a_file(message_id="NEW"), "funds"),
    ):
        before = it.balance_cents
        with pytest.raises(RuleBroken) as refusal:
            it.execute([file], on=DAY)
        assert (refusal.value.code, it.balance_cents) == (f"bank.{code}", before)
    with pytest.raises(RuleBroken):
        bank.execute([content.replace(b"TRF", b"XXX")], on=DAY)
