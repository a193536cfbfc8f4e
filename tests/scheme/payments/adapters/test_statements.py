"""Statements and notices of banks: whatever the bank puts where, read to the cent, or refused whole in French."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import etree

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters import Entry, read_notices, read_statements, reason_label
from tests.scheme.payments.adapters.samples import DEBTOR, a_file, balance, entry, notice, schema, statement


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


def one(content: bytes) -> Entry:
    (read,) = read_statements(content)
    (found,) = read.entries
    return found


def details(*told: str) -> str:
    return "".join(f"<TxDtls>{it}</TxDtls>" for it in told)


def euros(amount: str) -> str:
    return f'<Amt Ccy="EUR">{amount}</Amt>'


@pytest.mark.parametrize(
    ("refs", "found"),
    [
        ("<Refs><EndToEndId>O-1</EndToEndId></Refs>", ("O-1",)),
        ("<Refs><InstrId>O-1</InstrId></Refs>", ("O-1",)),
        ("<Refs><InstrId>O-1</InstrId><EndToEndId>NOTPROVIDED</EndToEndId></Refs>", ("O-1",)),
        ("<Refs><InstrId>I-1</InstrId><EndToEndId>O-1</EndToEndId><TxId>T-1</TxId></Refs>", ("O-1", "I-1", "T-1")),
        ("<Refs><TxId>O-1</TxId></Refs>", ("O-1",)),
        ("<RmtInf><Ustrd>/EREF/O-1/REMI/SALAIRES</Ustrd></RmtInf>", ("O-1",)),
        ("<AddtlTxInf>VIREMENT EREF+ O-1</AddtlTxInf>", ("O-1",)),
        ("<Refs><EndToEndId>nonref</EndToEndId></Refs>", ()),
        ("", ()),
    ],
)
def test_the_reference_of_an_order_is_found_where_the_bank_puts_it(refs, found):
    assert one(statement(entry("3.00", "DBIT", details(refs)), opening="3.00")).references == found


def test_a_batch_told_as_one_sum_keeps_the_names_of_its_file():
    batch = "<Btch><MsgId>LOT-1</MsgId><PmtInfId>LOT-1/1</PmtInfId><NbOfTxs>400</NbOfTxs></Btch>"
    read = one(statement(entry("3.00", "DBIT", batch), opening="3.00"))
    assert (read.cents, read.transfers, read.message_id, read.payment_information_id, read.references) == (300, 400, "LOT-1", "LOT-1/1", ())


@pytest.mark.parametrize("amounts", [("", euros("2.00")), ('<Amt Ccy="USD">1.00</Amt>', euros("2.00")), ("", "")])
def test_a_batch_whose_transactions_are_not_all_told_in_euros_stays_one_sum(amounts):
    read = one(statement(entry("3.00", "DBIT", details(*amounts)), opening="3.00"))
    assert (read.cents, read.transfers, read.references) == (300, 2, ())


@pytest.mark.parametrize(
    ("charges", "version"),
    [
        ('<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">0.50</TtlChrgsAndTaxAmt></Chrgs>', "08"),
        ("<Chrgs><Rcrd><Amt Ccy='EUR'>0.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>", "04"),
        ("<Chrgs><Amt Ccy='EUR'>0.50</Amt></Chrgs>", "02"),
    ],
)
def test_charges_taken_on_a_transfer_are_a_movement_of_their_own(charges, version):
    for way, whole in (("DBIT", "10.50"), ("CRDT", "9.50")):
        told = details(f"<Refs><EndToEndId>O-1</EndToEndId></Refs>{euros('10.00')}{charges}")
        edges = {"opening": "10.50"} if way == "DBIT" else {"closing": "9.50"}
        status = "<Sts>BOOK</Sts>" if version != "08" else "<Sts><Cd>BOOK</Cd></Sts>"
        (read,) = read_statements(statement(entry(whole, way, told, status=status), version, **edges))
        paid, taken = read.entries
        assert (paid.cents, paid.end_to_end_id, paid.is_charge, paid.bank_reference) == (1_000, "O-1", False, "REF-1")
        assert (taken.cents, taken.credit, taken.end_to_end_id, taken.is_charge) == (50, False, "", True)
        assert taken.bank_reference == "REF-1/frais"


def test_charges_on_a_batch_are_told_apart_too():
    charges = '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">0.50</TtlChrgsAndTaxAmt></Chrgs>'
    (read,) = read_statements(statement(entry("3.50", "DBIT", details(euros("1.00"), euros("2.00")), more=charges), opening="3.50"))
    assert [(it.cents, it.is_charge) for it in read.entries] == [(100, False), (200, False), (50, True)]


@pytest.mark.parametrize(
    ("told", "code", "label"),
    [
        ("<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>", "AC04", "compte clôturé"),
        ("<RtrInf><Rsn><Prtry>X9</Prtry></Rsn><AddtlInf>Compte dormant</AddtlInf></RtrInf>", "X9", "Compte dormant"),
        ("<RtrInf><AddtlInf>Titulaire parti</AddtlInf></RtrInf>", "NARR", "Titulaire parti"),
        ("<RtrInf><Rsn><Cd>NARR</Cd></Rsn></RtrInf>", "NARR", "motif donné en toutes lettres"),
        ("<RtrInf><Rsn><Cd>ZZ99</Cd></Rsn></RtrInf>", "ZZ99", "motif propre à la banque : ZZ99"),
    ],
)
@pytest.mark.parametrize("version", ["02", "04", "08"])
def test_a_return_says_why_in_french(told, code, label, version):
    refs = "<Refs><EndToEndId>O-1</EndToEndId></Refs>"
    status = "<Sts>BOOK</Sts>" if version != "08" else "<Sts><Cd>BOOK</Cd></Sts>"
    read = one(statement(entry("3.00", details=details(refs + told), status=status), version, closing="3.00"))
    assert read.returned and read.credit and read.reason is not None
    assert (read.reason.code, read.reason.label, read.end_to_end_id) == (code, label, "O-1")


def test_a_return_known_by_its_code_only_takes_its_reason_from_the_words():
    kind = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>"
    told = details("<Refs><EndToEndId>O-1</EndToEndId></Refs><AddtlTxInf>RETOUR VIR MOTIF AC06</AddtlTxInf>")
    read = one(statement(entry("3.00", details=told, more=kind), closing="3.00"))
    assert read.returned and read.reason and read.reason.label == "compte bloqué" and read.code == "PMNT/ICDT/RRTN"


def test_value_date_reversal_party_and_codes_are_kept():
    more = "<RvslInd>true</RvslInd><BkTxCd><Prtry><Cd>91</Cd></Prtry></BkTxCd><ValDt><Dt>2021-03-04</Dt></ValDt>"
    party = f"<RltdPties><Cdtr><Pty><Nm>Mairie</Nm></Pty></Cdtr><CdtrAcct><Id><IBAN>{DEBTOR.iban}</IBAN></Id></CdtrAcct></RltdPties>"
    label = "<RmtInf><Ustrd>a</Ustrd><Ustrd> b  c </Ustrd><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf>"
    read = one(statement(entry("3.00", details=details(party + label), more=more), closing="3.00"))
    assert (read.value_on, read.reversal, read.code, read.party, read.party_iban) == (
        dt.date(2021, 3, 4),
        True,
        "91",
        "Mairie",
        DEBTOR.iban,
    )
    assert read.remittance == "a b c RF18"


def test_interest_and_charges_are_known_by_their_codes():
    def kind(code: str) -> str:
        return f"<BkTxCd><Domn><Cd>ACMT</Cd><Fmly><Cd>MCOP</Cd><SubFmlyCd>{code}</SubFmlyCd></Fmly></Domn></BkTxCd>"

    assert one(statement(entry("3.00", more=kind("INTR")), closing="3.00")).is_interest
    assert one(statement(entry("3.00", "DBIT", more=kind("COMM")), opening="3.00")).is_charge


def test_without_a_booking_date_the_value_date_then_the_closing_date_are_taken():
    dateless = entry("3.00").replace("<BookgDt><Dt>2021-03-02</Dt></BookgDt>", "")
    assert one(statement(dateless, closing="3.00")).booked_on == dt.date(2021, 3, 2)
    valued = dateless.replace("<AcctSvcrRef>", "<ValDt><DtTm>2021-03-01T00:00:00+01:00</DtTm></ValDt><AcctSvcrRef>")
    assert one(statement(valued, closing="3.00")).booked_on == dt.date(2021, 3, 1)


def test_movements_without_a_reference_of_the_bank_or_sharing_one_are_told_apart_the_same_way_each_time():
    lines = entry("1.00", reference="") + entry("2.00", reference="NONREF") + entry("3.00", reference="R") + entry("4.00", reference="R")
    content = statement(lines, closing="10.00")
    (read,), (again,) = read_statements(content), read_statements(content)
    assert [it.bank_reference for it in read.entries] == ["R-1/1", "R-1/2", "R", "R/2"] and read == again


def test_an_entry_of_nothing_is_no_movement():
    (read,) = read_statements(statement(entry("0.00") + entry("1.00"), closing="1.00"))
    assert len(read.entries) == 1


BALANCES = {
    "previous closing": balance("PRCD", "5.00") + balance("CLBD", "15.00"),
    "opening before previous closing": balance("PRCD", "9.00") + balance("OPBD", "5.00") + balance("CLBD", "15.00"),
    "one a day": balance("OPBD", "5.00", day="2021-03-01")
    + balance("CLBD", "7.00", day="2021-03-01")
    + balance("OPBD", "7.00")
    + balance("CLBD", "15.00"),
    "interim ones": balance("OPBD", "1.00", more="<SbTp><Cd>INTM</Cd></SbTp>")
    + balance("OPBD", "5.00")
    + balance("CLBD", "15.00")
    + balance("CLBD", "2.00", more="<SbTp><Cd>INTM</Cd></SbTp>"),
    "others beside": balance("OPBD", "5.00") + balance("ITAV", "1.00") + balance("CLBD", "15.00") + balance("FWAV", "2.00", "USD"),
    "a page between two": balance("ITBD", "5.00") + balance("ITBD", "15.00"),
    "the last page": balance("ITBD", "5.00") + balance("CLBD", "15.00"),
}


@pytest.mark.parametrize("name", BALANCES)
def test_the_balances_of_the_statement_are_chosen_among_all_those_told(name):
    (read,) = read_statements(statement(entry("10.00"), balances=BALANCES[name]))
    assert (read.opening_cents, read.closing_cents, read.closed_on) == (500, 1_500, dt.date(2021, 3, 2))


def stmt(content: bytes) -> str:
    text = content.decode()
    return text[text.index("<Stmt>") : text.index("</Stmt>") + 7]


def test_several_statements_in_one_file_are_read_in_order_each_with_its_own_lines():
    first = statement(entry("10.00"), closing="10.00")
    second = stmt(statement(entry("2.00", "DBIT"), opening="10.00", closing="8.00")).replace("<Id>R-1</Id>", "<Id>R-2</Id>")
    read = read_statements(first.replace(b"</Stmt>", b"</Stmt>" + second.encode()))
    assert [(it.statement_id, it.closing_cents, len(it.entries)) for it in read] == [("R-1", 1_000, 1), ("R-2", 800, 1)]


def test_pages_told_one_after_the_other_are_one_statement():
    first = statement(entry("10.00"), balances=balance("OPBD", "0.00"))
    second = stmt(statement(entry("5.00", reference="REF-2"), balances=balance("CLBD", "15.00")))
    (read,) = read_statements(first.replace(b"</Stmt>", b"</Stmt>" + second.encode()))
    assert (read.opening_cents, read.closing_cents, len(read.entries)) == (0, 1_500, 2)


def test_a_page_in_a_file_of_its_own_has_its_own_name_and_references():
    page = statement(entry("10.00", reference=""), balances=balance("ITBD", "5.00") + balance("CLBD", "15.00"))
    page = page.replace(b"</CreDtTm></GrpHdr>", b"</CreDtTm><MsgPgntn><PgNb>00002</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>")
    (read,) = read_statements(page)
    assert (read.statement_id, read.entries[0].bank_reference) == ("R-1/2", "R-1/p2/1")


def test_the_account_is_known_by_its_national_number_too():
    content = statement().replace(f"<IBAN>{DEBTOR.iban}</IBAN>".encode(), f"<Othr><Id>{DEBTOR.iban[4:]}</Id></Othr>".encode())
    assert read_statements(content)[0].iban == DEBTOR.iban
    spaced = statement().replace(DEBTOR.iban.encode(), b" ".join([DEBTOR.iban[:4].encode(), DEBTOR.iban[4:].encode()]))
    assert read_statements(spaced)[0].iban == DEBTOR.iban


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_any_prefix_and_encoding_are_read(encoding):
    text = statement(entry("1.00", details=details("<RmtInf><Ustrd>Été à Nîmes</Ustrd></RmtInf>")), closing="1.00").decode()
    body = text.replace('<?xml version="1.0"?>', "").replace("</", "</ns2:").replace("<", "<ns2:").replace("<ns2:/ns2:", "</ns2:")
    content = f'<?xml version="1.0" encoding="{encoding}"?>' + body.replace("xmlns=", "xmlns:ns2=")
    assert one(content.encode(encoding)).remittance == "Été à Nîmes"


def test_the_envelope_of_an_exchange_network_is_opened():
    text = statement(entry("1.00"), closing="1.00").decode().partition("?>")[2]
    header = '<AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.01"><BizMsgIdr>X</BizMsgIdr></AppHdr>'
    assert one(f"<Envelope>{header}{text}</Envelope>".encode()).cents == 100
    with pytest.raises(RuleBroken):
        read_statements(f"<A><B>{text}</B></A>".encode())


def test_what_a_bank_adds_of_its_own_is_passed_by():
    own = '<SplmtryData><Envlp><x:Ntry xmlns:x="urn:own"><x:Amt>9</x:Amt></x:Ntry></Envlp></SplmtryData>'
    assert one(statement(entry("1.00") + own, closing="1.00")).cents == 100


@pytest.mark.parametrize("version", ["02", "04", "08"])
def test_notices_are_read_in_each_version(version):
    status = "<Sts>BOOK</Sts>" if version != "08" else "<Sts><Cd>BOOK</Cd></Sts>"
    told = details("<Refs><EndToEndId>O-1</EndToEndId></Refs><RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf>")
    (read,) = read_notices(notice(entry("3.00", details=told, status=status), version))
    assert (read.notice_id, read.iban, read.created_on) == ("N-1", DEBTOR.iban, dt.date(2021, 3, 2))
    assert [(it.cents, it.end_to_end_id, it.reason and it.reason.code) for it in read.entries] == [(300, "O-1", "AC01")]


def test_a_notice_is_not_a_statement_nor_the_other_way_round():
    for read, content in (
        (read_statements, notice()),
        (read_notices, statement()),
        (read_notices, notice().replace(b"Ntfctn>", b"Other>")),
    ):
        with pytest.raises(RuleBroken) as refusal:
            read(content)
        assert refusal.value.code in ("statement.version", "statement.empty")


@pytest.mark.field
@pytest.mark.parametrize("version", ["02", "04", "08"])
def test_our_samples_are_valid_against_the_official_schemas(field_data, version):
    official = schema(field_data, f"camt.053.001.{version}")
    status = "<Sts>BOOK</Sts>" if version != "08" else "<Sts><Cd>BOOK</Cd></Sts>"
    kind = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>"
    amount = "" if version == "02" else euros("3.00") + "<CdtDbtInd>CRDT</CdtDbtInd>"
    told = details(f"<Refs><EndToEndId>O-1</EndToEndId></Refs>{amount}<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
    content = statement(entry("3.00", details=told, status=status, more=kind), version, closing="3.00")
    assert official.validate(etree.fromstring(content)), official.error_log
    if version != "02":
        told_apart = notice(entry("3.00", details=told, status=status, more=kind), version)
        assert schema(field_data, f"camt.054.001.{version}").validate(etree.fromstring(told_apart))


def test_every_reason_has_a_french_label():
    assert reason_label("AC01") == "numéro de compte incorrect" and reason_label("MS03").startswith("motif non communiqué")
    for code in ["AC01", "AC04", "AC06", "AG01", "AM04", "BE04", "FF01", "MD07", "MS02", "MS03", "RR04", "CNOR", "DNOR", "TECH", "NARR"]:
        assert reason_label(code) and code not in reason_label(code)
