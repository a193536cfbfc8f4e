"""The bank's stand-in: strict with what it is given, valid in what it answers."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree

from lucette.foundation.organizations.rules import test_iban as made_up_iban
from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters import (
    CALM,
    WILD,
    Delivery,
    LocalBank,
    Receipt,
    Report,
    Temper,
    Transfer,
    read_notices,
    read_report,
    read_statements,
)
from lucette.scheme.payments.adapters.tempers import RETURNS
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
        bank.execute([content.replace(b"TRF", b"ZZZ")], on=DAY)


def accepted(bank: LocalBank, *transfers: Transfer, message_id: str = "LOT-1", on: dt.date = DAY) -> Report:
    return read_report(bank.receive(a_file(*transfers, message_id=message_id), on=on))


def test_a_calm_bank_accepts_then_executes_on_the_day():
    bank, paid = LocalBank(DEBTOR.iban, 5_000_000), transfer(1_000)
    assert accepted(bank, paid).outcome_of(paid.end_to_end_id).status == "ACSP" and bank.balance_cents == 5_000_000
    (given,) = bank.close_day(DAY)
    (read,) = read_statements(given.content)
    assert [(it.end_to_end_id, it.cents) for it in read.entries] == [(paid.end_to_end_id, 1_000)]
    assert bank.executed() == {paid.end_to_end_id: 1} and not bank.waiting


def test_money_sent_back_at_the_counter_leaves_without_any_file():
    bank = LocalBank(DEBTOR.iban, 5_000_000)
    bank.debit(700, "REM-1", "REMBOURSEMENT", on=DAY)
    (given,) = bank.close_day(DAY)
    (read,) = read_statements(given.content)
    assert [(it.cents, it.credit, it.bank_reference, it.remittance) for it in read.entries] == [(700, False, "REM-1", "REMBOURSEMENT")]
    assert bank.balance_cents == 4_999_300


def test_the_bank_checks_each_file_and_answers_why_it_refuses():
    bank = LocalBank(DEBTOR.iban, 1_500_000)
    first, content = transfer(1_000_000), a_file(message_id="X")
    assert accepted(bank, first).outcome.status == "ACSP"
    for file, code in (
        (a_file(transfer(1), message_id="LOT-1"), "DU01"),
        (a_file(first, message_id="LOT-2"), "DU04"),
        (a_file(transfer(500_001), message_id="LOT-3"), "AM04"),
        (content.replace(b"<CtrlSum>10000.00<", b"<CtrlSum>10000.01<"), "AM10"),
        (content.replace(DEBTOR.iban.encode(), made_up_iban(9).encode()), "AC02"),
        (content.replace(b"SLEV", b"LATE"), "FF01"),
        (b"not xml", "FF01"),
    ):
        answer = read_report(bank.receive(file, on=DAY))
        assert answer.refused_whole and answer.outcome.reasons[0].code == code
    assert read_report(bank.receive(content.replace(b"SLEV", b"LATE"), on=DAY)).original_message_id == "X"


def test_a_payee_whose_account_is_none_is_refused_alone():
    bank, good, bad = LocalBank(DEBTOR.iban, 5_000_000), transfer(1), transfer(2)
    content = a_file(good, replace(bad, iban=made_up_iban(3)), message_id="LOT-1")
    wrong = made_up_iban(3)[:-1] + str((int(made_up_iban(3)[-1]) + 1) % 10)
    answer = read_report(bank.receive(content.replace(made_up_iban(3).encode(), wrong.encode()), on=DAY))
    assert answer.outcome.status == "PART" and not answer.refused_whole
    assert answer.outcome_of(bad.end_to_end_id).reasons[0].code == "AC01" and not answer.outcome_of(good.end_to_end_id).refused
    assert accepted(bank, bad, message_id="LOT-2").outcome.status == "ACSP", "once refused, an order may come again"


FAULTS = ["refused", "late", "lost", "returned", "wrong_amount", "unknown", "charge", "interest", "repeated", "held"]


@pytest.mark.parametrize("fault", FAULTS)
def test_each_misbehaviour_happens_when_it_is_asked_for(fault):
    bank, paid = LocalBank(DEBTOR.iban, 5_000_000, temper=Temper(**{fault: 1_000})), transfer(1_000)
    answer = accepted(bank, paid)
    given, order = bank.close_day(DAY), paid.end_to_end_id
    entries = [it for file in given if file.kind == "statement" for read in read_statements(file.content) for it in read.entries]
    debits = [it for it in entries if it.end_to_end_id == order and not it.credit]
    assert answer.refused_whole is (fault == "refused")
    assert (not debits) is (fault in ("refused", "late", "lost", "held"))
    assert len(given) == {"repeated": 2, "held": 0}.get(fault, 1)
    assert any(it.cents != 1_000 for it in debits) is (fault == "wrong_amount")
    assert any(it.is_charge for it in entries) is (fault == "charge") and any(it.is_interest for it in entries) is (fault == "interest")
    assert bank.waiting is (fault in ("late", "returned", "wrong_amount", "held"))
    if fault == "lost":
        assert read_report(bank.enquire([order], on=DAY)).outcome_of(order).reasons[0].code == "TECH"
        assert accepted(bank, paid, message_id="LOT-2").outcome.status == "ACSP"


def test_a_return_comes_with_its_reason_on_the_notice_and_on_the_statement():
    bank, paid = LocalBank(DEBTOR.iban, 5_000_000, temper=Temper(returned=1_000)), transfer(1_000)
    accepted(bank, paid)
    given = [it for n in range(12) for it in bank.close_day(DAY + dt.timedelta(n))]
    (told,) = [it for file in given if file.kind == "notice" for read in read_notices(file.content) for it in read.entries]
    lines = [it for file in given if file.kind == "statement" for read in read_statements(file.content) for it in read.entries]
    assert told in lines and told.returned and told.credit and told.reason and told.reason.code in RETURNS
    assert told.end_to_end_id == paid.end_to_end_id and bank.balance_cents == 5_000_000 and bank.returned()[paid.end_to_end_id] == 1


def a_life(seed: int) -> tuple[LocalBank, list[Transfer], list[Delivery]]:
    """Forty orders in four files, then a calm end where what was lost is asked for."""
    draw, given = random.Random(seed), list[Delivery]()
    bank = LocalBank(DEBTOR.iban, 100_000_000, temper=WILD, seed=seed)
    orders = [transfer(draw.randint(1, 2_000_000), end_to_end_id=f"{seed:016x}{n:016x}") for n in range(40)]
    for n in range(20):
        if n < 4:
            accepted(bank, *orders[10 * n : 10 * n + 10], message_id=f"LOT-{n}", on=DAY + dt.timedelta(n))
        given += bank.close_day(DAY + dt.timedelta(n))
    bank.temper = CALM
    for n in range(20, 40):
        given += bank.close_day(DAY + dt.timedelta(n))
    return bank, orders, given


@pytest.mark.parametrize("seed", range(12))
def test_however_wild_the_bank_its_files_are_exact_and_nothing_is_done_twice(seed):
    bank, orders, given = a_life(seed)
    told = {read.statement_id: read for file in given if file.kind == "statement" for read in read_statements(file.content)}
    in_order = sorted(told.values(), key=lambda it: it.statement_id)
    assert all(a.closing_cents == b.opening_cents for a, b in pairwise(in_order))
    assert in_order[-1].closing_cents == bank.balance_cents == 100_000_000 + sum(it.signed for it in bank.book)
    references = [it.bank_reference for read in in_order for it in read.entries]
    assert len(set(references)) == len(references) == len(bank.book) and not bank.waiting
    assert set(bank.executed().values()) <= {1} and set(bank.executed()) <= {it.end_to_end_id for it in orders}


@pytest.mark.field
def test_the_files_of_a_wild_bank_are_valid_against_the_official_schemas(field_data):
    official = {"statement": schema(field_data, "camt.053.001.08"), "notice": schema(field_data, "camt.054.001.08")}
    for file in a_life(3)[2]:
        assert official[file.kind].validate(etree.fromstring(file.content)), official[file.kind].error_log


def test_the_same_seed_gives_the_same_files_and_wild_banks_do_everything():
    assert a_life(5)[2] == a_life(5)[2] and a_life(5)[2] != a_life(6)[2]
    lives = [a_life(seed) for seed in range(6)]
    book = [it for bank, _, _ in lives for it in bank.book]
    assert any(it.reversal for it in book) and any(it.reason for it in book) and any(bank.lost for bank, _, _ in lives)
    assert {it.kind[2] for it in book} == {"ESCT", "RRTN", "CHRG", "INTR"}
