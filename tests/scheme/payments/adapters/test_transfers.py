"""Files of transfers: valid against the official schema, exact to the cent, written as one bank asks."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from lxml import etree

from lucette.kernel import clock
from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters import (
    Address,
    BankProfile,
    Charset,
    Message,
    read_totals,
    stream_transfers,
    write_transfers,
)
from lucette.scheme.payments.adapters.profiles import easter, is_banking_day
from lucette.scheme.payments.adapters.schemas import check_schema
from tests.scheme.payments.adapters.samples import DAY, DEBTOR, a_file, schema, transfer


def test_a_file_of_transfers_is_valid_against_the_official_schema_and_counts_what_it_holds(field_data):
    content = a_file(transfer(1), transfer(99_999_999_999, bic="", town=""), transfer(1_250_050))
    official = schema(field_data, "pain.001.001.09")
    assert official.validate(etree.fromstring(content)), official.error_log
    totals = read_totals(content)
    assert (totals.message_id, totals.count, totals.cents) == ("LUCETTE-2021-00001", 3, 100_001_250_050)
    assert b"<Nm>Tresorerie de Saint-Etienne-les-Remiremont</Nm>" in content
    assert b"<PstlAdr><TwnNm>Tulle</TwnNm><Ctry>FR</Ctry></PstlAdr>" in content and b"AdrLine" not in content


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iban": "FR7630001007941234567890186"}, "transfers.iban"),
        ({"iban": "FR76 3000 1007 9412 3456 7890 185"}, "transfers.iban"),
        ({"cents": 0}, "transfers.amount"),
        ({"cents": -1}, "transfers.amount"),
        ({"cents": 100_000_000_000}, "transfers.amount"),
        ({"holder": "日本"}, "transfers.holder"),
        ({"bic": "NOT A BIC"}, "transfers.schema"),
        ({"end_to_end_id": "x" * 36}, "transfers.schema"),
        ({"end_to_end_id": ""}, "transfers.schema"),
        ({"country": "France"}, "transfers.schema"),
    ],
)
def test_a_transfer_that_the_bank_would_refuse_is_refused_before(changes, code):
    with pytest.raises(RuleBroken) as refusal:
        a_file(transfer(), transfer(**changes))
    assert refusal.value.code == code and refusal.value.sentence.endswith(".")


def test_an_empty_file_a_repeated_order_and_a_long_message_id_are_refused():
    same = transfer()
    for transfers, message_id, code in (((), "M", "none"), ((same, same), "M", "twice"), ((same,), "M" * 36, "message_id")):
        with pytest.raises(RuleBroken) as refusal:
            write_transfers(message_id, clock.now(), DAY, DEBTOR, transfers)
        assert refusal.value.code == f"transfers.{code}"


def test_a_file_whose_header_lies_is_refused():
    with pytest.raises(RuleBroken) as refusal:
        read_totals(a_file().replace(b"<CtrlSum>10000.00</CtrlSum>", b"<CtrlSum>10000.01</CtrlSum>", 1))
    assert refusal.value.code == "transfers.totals"


def test_an_order_that_holds_signs_of_xml_is_written_as_text():
    (order,) = etree.fromstring(a_file(transfer(end_to_end_id="<A>&\"'</A>"))).iterfind(".//{*}EndToEndId")
    assert order.text == "<A>&\"'</A>"


@pytest.mark.parametrize(
    "change",
    [
        (b"SLEV", b"SLXV"),
        (b"<ChrgBr>", b"<New/><ChrgBr>"),
        (b'Ccy="EUR"', b'Ccy="euro"'),
        (b"<NbOfTxs>1</NbOfTxs>", b""),
        (b"pain.001.001.09", b"pain.001.001.03"),
        (b"</CdtTrfTxInf></PmtInf>", b"</CdtTrfTxInf><Late/></PmtInf>"),
    ],
)
def test_a_fault_anywhere_in_a_file_is_seen_by_the_schema(change):
    with pytest.raises(RuleBroken) as refusal:
        check_schema(a_file().replace(*change))
    assert refusal.value.code == "transfers.schema"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda it: it[:-20], "unreadable"),
        (lambda it: b"", "unreadable"),
        (lambda it: it.replace(b"<Document", b"<!DOCTYPE Document []><Document"), "doctype"),
        (lambda it: b" " * 20_000_001, "too_big"),
    ],
)
def test_a_file_that_is_not_xml_we_trust_is_refused(change, code):
    with pytest.raises(RuleBroken) as refusal:
        check_schema(change(a_file()))
    assert refusal.value.code == f"transfers.{code}"


def message(count: int, cents: int) -> Message:
    return Message("LUCETTE-2021-00002", clock.now(), DAY, DEBTOR, count, cents)


def test_a_large_file_is_written_piece_by_piece_from_orders_read_one_by_one():
    read = []

    def orders():
        for n in range(1, 2_001):
            read.append(n)
            yield transfer(n, end_to_end_id=f"O-{n}")

    pieces = stream_transfers(message(2_000, 2_001_000), orders())
    first = [next(pieces), next(pieces)]
    assert len(read) < 1_000 and max(map(len, first)) < 500_000
    target = BytesIO()
    target.writelines(stream_transfers(message(2_000, 2_001_000), orders()))
    totals = read_totals(target.getvalue())
    assert (totals.count, totals.cents) == (2_000, 2_001_000)


@pytest.mark.parametrize("promised", [(1, 300), (2, 299), (3, 300)])
def test_a_file_that_does_not_hold_what_it_promises_is_never_finished(promised):
    target = BytesIO()
    with pytest.raises(RuleBroken) as refusal:
        target.writelines(stream_transfers(message(*promised), iter([transfer(100), transfer(200)])))
    assert refusal.value.code == "transfers.totals" and b"</Document>" not in target.getvalue()


def only(content: bytes, name: str) -> list[str]:
    return [it.text for it in etree.fromstring(content).iterfind(f".//{{*}}{name}")]


def test_each_local_rule_of_a_bank_is_followed():
    paid = transfer(end_to_end_id="O-1", holder="Mairie d’Œting <Élan>", remittance="Convention " * 9)
    plain = a_file(paid)
    assert (only(plain, "BtchBookg"), only(plain, "InstrId"), only(plain, "CtgyPurp"), only(plain, "TwnNm")) == (
        ["false"],
        [],
        [],
        ["Paris", "Tulle"],
    )
    profile = BankProfile(
        remittance_length=20,
        address=Address.NONE,
        batch_booking=True,
        instruction_id=True,
        category_purpose="GOVT",
        service_level="SDVA",
        charset=Charset.WIDE,
    )
    file = a_file(paid, profile=profile)
    check_schema(file)
    assert (only(file, "BtchBookg"), only(file, "InstrId"), only(file, "TwnNm")) == (["true"], ["O-1"], [])
    assert only(file, "Cd") == ["SDVA", "GOVT"] and only(file, "Ustrd") == ["Convention Conventio"]
    assert only(file, "Nm")[-1] == "Mairie d’Œting <Élan>"
    assert only(a_file(paid, profile=BankProfile(remittance_length=0)), "RmtInf") == []


def test_a_text_that_xml_cannot_hold_is_mended_whatever_the_signs_the_bank_takes():
    for charset in Charset:
        content = a_file(transfer(holder="A\x00\ud800B\x85\ufffe"), profile=BankProfile(charset=charset))
        assert only(content, "Nm")[-1] == "A B"


def test_a_bank_that_takes_few_transfers_a_file_gets_no_more():
    with pytest.raises(RuleBroken) as refusal:
        a_file(transfer(), transfer(), profile=BankProfile(most_transfers=1))
    assert refusal.value.code == "transfers.too_many" and "1 virement par" in refusal.value.sentence


@pytest.mark.parametrize(
    ("written", "asked", "accepted"),
    [
        ((2021, 3, 5, 14, 59), (2021, 3, 5), True),  # a Friday, just in time
        ((2021, 3, 5, 15, 0), (2021, 3, 5), False),
        ((2021, 3, 5, 15, 0), (2021, 3, 6), False),  # Saturday
        ((2021, 3, 5, 15, 0), (2021, 3, 8), True),
        ((2021, 3, 1, 9, 0), (2021, 3, 7), False),  # asked for a Sunday, long before
        ((2021, 4, 1, 16, 0), (2021, 4, 6), True),  # Good Friday and Easter Monday are closed
        ((2021, 4, 1, 16, 0), (2021, 4, 5), False),
    ],
)
def test_the_requested_date_keeps_to_the_cut_off_of_the_bank(written, asked, accepted):
    profile = BankProfile(cut_off=dt.time(15))
    at = dt.datetime(*written, tzinfo=clock.PARIS)
    if accepted:
        write_transfers("M", at, dt.date(*asked), DEBTOR, [transfer()], profile)
        return
    with pytest.raises(RuleBroken) as refusal:
        write_transfers("M", at, dt.date(*asked), DEBTOR, [transfer()], profile)
    assert refusal.value.code == "transfers.cut_off"


def test_banks_are_closed_on_six_feasts_and_every_week_end():
    assert [easter(year) for year in (2021, 2024, 2038)] == [dt.date(2021, 4, 4), dt.date(2024, 3, 31), dt.date(2038, 4, 25)]
    year = [dt.date(2024, 1, 1) + dt.timedelta(it) for it in range(366)]
    closed = [it for it in year if it.weekday() < 5 and not is_banking_day(it)]
    assert closed == [dt.date(2024, *it) for it in ((1, 1), (3, 29), (4, 1), (5, 1), (12, 25), (12, 26))]


@pytest.mark.parametrize(
    "rules", [{"most_transfers": 0}, {"remittance_length": 141}, {"service_level": "TOOLONG"}, {"category_purpose": "TOOLONG"}]
)
def test_rules_that_no_file_could_follow_are_not_a_profile(rules):
    with pytest.raises(ValueError):
        BankProfile(**rules)
