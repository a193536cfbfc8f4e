"""Statements read and the bank's stand-in: strict with what comes in, valid in what goes out."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import etree

from lucette.foundation.organizations.rules import test_iban as made_up_iban
from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters import LocalBank, Receipt, read_statements
from tests.scheme.payments.adapters.samples import DAY, DEBTOR, a_file, entry, schema, statement, transfer


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


@pytest.mark.parametrize("version", ["02", "04", "08"])
def test_each_known_version_is_read(version):
    status = "<Sts>BOOK</Sts>" if version != "08" else "<Sts><Cd>BOOK</Cd></Sts>"
    (read,) = read_statements(statement(entry("10.5", status=status), version, closing="10.50"))
    assert read.entries[0].cents == 1_050 and read.entries[0].credit and read.entries[0].bank_reference == "REF-1"


def test_each_transaction_of_a_batch_entry_is_read_on_its_own():
    details = "".join(
        f"<TxDtls><Refs><EndToEndId>{n}</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy='EUR'>{n}.00</Amt></TxAmt></AmtDtls></TxDtls>"
        for n in (1, 2)
    )
    (read,) = read_statements(statement(entry("3.00", "DBIT", details), opening="3.00"))
    assert [(it.cents, it.credit, it.end_to_end_id, it.bank_reference) for it in read.entries] == [
        (100, False, "1", "REF-1/1"),
        (200, False, "2", "REF-1/2"),
    ]
    with pytest.raises(RuleBroken) as refusal:
        read_statements(statement(entry("4.00", "DBIT", details), opening="4.00"))
    assert refusal.value.code == "statement.batch"


def test_an_overdrawn_account_and_a_pending_entry_are_understood():
    pending = entry("99.00", status="<Sts><Cd>PDNG</Cd></Sts>")
    (read,) = read_statements(statement(entry("10.00", "DBIT") + pending, opening="-5.00", closing="-15.00"))
    assert (read.opening_cents, read.closing_cents, len(read.entries)) == (-500, -1_500, 1)


XXE = '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BOMB = '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
MALFORMED = {
    "truncated": (statement(entry(), closing="10.00")[:-40], "unreadable"),
    "empty": (b"", "unreadable"),
    "not xml": (b"%PDF-1.7", "unreadable"),
    "outside entity": (statement(head=XXE).replace(b"R-1", b"&x;"), "doctype"),
    "entity bomb": (statement(head=BOMB).replace(b"R-1", b"&b;"), "doctype"),
    "other version": (statement(version="13"), "version"),
    "other message": (a_file(), "version"),
    "dollars": (statement(currency="USD"), "currency"),
    "no statement": (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt/></Document>', "empty"),
    "balances that lie": (statement(entry(), closing="10.01"), "balance"),
    "no balance": (statement().replace(b"CLBD", b"CLAV"), "balance_absent"),
    "no way": (statement(entry(way="BOTH"), closing="10.00"), "way"),
    "no date": (statement(entry().replace("2021-03-02", "soon"), closing="10.00"), "date"),
    "float": (statement(entry("1e1"), closing="10.00"), "amount"),
    "tenth of a cent": (statement(entry("10.001"), closing="10.00"), "amount"),
    "unknown status": (statement(entry(status="<Sts><Cd>WHAT</Cd></Sts>"), closing="10.00"), "status"),
    "no account": (statement().replace(b"IBAN", b"NBAI"), "incomplete"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_statement_is_refused_in_french(name):
    content, code = MALFORMED[name]
    with pytest.raises(RuleBroken) as refusal:
        read_statements(content)
    assert refusal.value.code == f"statement.{code}" and refusal.value.sentence.endswith(".")


def test_a_file_too_big_is_not_even_opened():
    with pytest.raises(RuleBroken) as refusal:
        read_statements(b" " * 20_000_001)
    assert refusal.value.code == "statement.too_big"
