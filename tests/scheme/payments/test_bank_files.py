"""Files to and from the bank: valid against the official schemas, exact to the cent, strict with what comes in."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from pathlib import Path
from uuid import uuid4

import pytest
import schwifty
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lucette.foundation.organizations.rules import test_iban as made_up_iban
from lucette.kernel import clock
from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters import Debtor, LocalBank, Receipt, Transfer, read_statements, read_totals, write_transfers
from lucette.scheme.payments.adapters.latin import ALLOWED, LETTERS, restricted
from lucette.scheme.payments.adapters.xml import cents_of, decimal_of
from lucette.scheme.payments.rules import iban_is_sound

DAY = dt.date(2021, 3, 2)
DEBTOR = Debtor("Caisse des Dépôts et consignations", made_up_iban(1), "CDCGFRPPXXX", "Paris")


def transfer(cents: int = 1_000_000, **changes) -> Transfer:
    return Transfer(
        **{
            "end_to_end_id": uuid4().hex,
            "cents": cents,
            "holder": "Trésorerie de Saint-Étienne-lès-Remiremont",
            "bic": "BDFEFRPPXXX",
            "iban": made_up_iban(2),
            "remittance": "SIRET 21192720700011 CONVENTION C-2021-00001",
            "town": "Tulle",
        }
        | changes
    )


def a_file(*transfers: Transfer, message_id: str = "LUCETTE-2021-00001") -> bytes:
    return write_transfers(message_id, clock.now(), DAY, DEBTOR, transfers or (transfer(),))


def schema(field_data: Path, name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(field_data / "iso20022" / f"{name}.xsd"))


def statement(
    body: str = "", version: str = "08", opening: str = "0.00", closing: str = "0.00", currency: str = "EUR", head: str = ""
) -> bytes:
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="{currency}">{amount.lstrip("-")}</Amt>'
        f"<CdtDbtInd>{'DBIT' if amount[0] == '-' else 'CRDT'}</CdtDbtInd><Dt><Dt>2021-03-02</Dt></Dt></Bal>"
        for code, amount in (("OPBD", opening), ("CLBD", closing))
    )
    return (
        f'<?xml version="1.0"?>{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        f"<Stmt><Id>R-1</Id>"
        f"<Acct><Id><IBAN>{DEBTOR.iban}</IBAN></Id></Acct>{balances}{body}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(amount: str = "10.00", way: str = "CRDT", details: str = "", status: str = "<Sts><Cd>BOOK</Cd></Sts>") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>{status}<BookgDt><Dt>2021-03-02</Dt></BookgDt>'
        f"<AcctSvcrRef>REF-1</AcctSvcrRef>{f'<NtryDtls>{details}</NtryDtls>' if details else ''}</Ntry>"
    )


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
        ({"cents": 100_000_000_000}, "transfers.amount"),
        ({"holder": "日本"}, "transfers.holder"),
        ({"bic": "NOT A BIC"}, "transfers.schema"),
        ({"end_to_end_id": "x" * 36}, "transfers.schema"),
    ],
)
def test_a_transfer_that_the_bank_would_refuse_is_refused_before(changes, code):
    with pytest.raises(RuleBroken) as refusal:
        a_file(transfer(**changes))
    assert refusal.value.code == code


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


@given(st.text(max_size=200))
def test_any_name_becomes_one_that_banks_can_read(text):
    plain = restricted(text, 70)
    assert len(plain) <= 70 and (not plain or ALLOWED.fullmatch(plain)) and "//" not in plain and plain.strip(" /") == plain


@given(st.text(max_size=60) | st.text("Éœ’/° &\u0301\ufb01\t\xa0aZ9", max_size=60))
def test_a_name_is_restricted_as_if_the_whole_text_were_decomposed_at_once(text):
    parts = unicodedata.normalize("NFKD", text.translate(LETTERS))
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign)).translate(LETTERS)
    plain = re.sub(r"/{2,}", "/", " ".join(re.sub(r"[^A-Za-z0-9/\-?:().,'+ ]+", " ", plain).split()))
    assert restricted(text, 35) == plain[:35].strip(" /")


@given(st.from_regex(r"FR[0-9]{2}[0-9]{10}[0-9A-Z]{11}[0-9]{2}", fullmatch=True), st.booleans())
def test_a_french_iban_is_judged_as_the_reference_library_does(text, right):
    iban = str(schwifty.IBAN.from_bban("FR", text[4:])) if right else text
    assert iban_is_sound(iban) == schwifty.IBAN(iban, allow_invalid=True).is_valid
    assert iban_is_sound(iban) or not right


def test_an_order_that_holds_signs_of_xml_is_written_as_text():
    (order,) = etree.fromstring(a_file(transfer(end_to_end_id="<A>&\"'</A>"))).iterfind(".//{*}EndToEndId")
    assert order.text == "<A>&\"'</A>"


def test_french_names_stay_readable():
    assert restricted("L’Œuvre d’Aÿ & C° « Été »", 70) == "L'OEuvre d'Ay + C. ' Ete '"


@given(st.integers(0, 10**15 - 1))
def test_cents_survive_their_decimal_text(cents):
    assert cents_of(decimal_of(cents), "x", "Le fichier") == cents


@pytest.mark.parametrize("text", ["1,00", "1e3", "-1.00", "", "1.005", "NaN", "0x1", "1.00 EUR"])
def test_an_amount_that_is_not_exact_is_refused(text):
    with pytest.raises(RuleBroken):
        cents_of(text, "x", "Le fichier")


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
