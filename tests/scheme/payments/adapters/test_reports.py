"""The bank's answers to our files, pain.002: at each level a status, reasons in French, or a refusal of the whole answer."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters import read_report, status_label
from tests.scheme.payments.adapters.samples import report, statement

PART = (
    "<OrgnlPmtInfAndSts><OrgnlPmtInfId>LUCETTE-2021-00001</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>"
    "<TxInfAndSts><OrgnlInstrId>O-1</OrgnlInstrId><OrgnlEndToEndId>O-1</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
    "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Compte</AddtlInf><AddtlInf>clos</AddtlInf></StsRsnInf>"
    '<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">10.50</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>'
    "<TxInfAndSts><OrgnlEndToEndId>O-2</OrgnlEndToEndId><TxSts>ACSP</TxSts></TxInfAndSts>"
    "<TxInfAndSts><OrgnlInstrId>O-3</OrgnlInstrId></TxInfAndSts></OrgnlPmtInfAndSts>"
)


@pytest.mark.parametrize("version", ["03", "09", "10", "12", "14"])
def test_an_answer_in_part_tells_each_transfer_its_fate(version):
    read = read_report(report(PART, "<GrpSts>PART</GrpSts>", version))
    assert (read.message_id, read.created_on, read.original_message_id, read.original_message) == (
        "A-1",
        dt.date(2021, 3, 2),
        "LUCETTE-2021-00001",
        "pain.001.001.09",
    )
    assert (read.outcome.status, read.outcome.label, read.refused_whole) == ("PART", "accepté en partie", False)
    refused, taken, silent = read.transfers
    assert (refused.end_to_end_id, refused.cents, refused.outcome.refused) == ("O-1", 1_050, True)
    assert [(it.code, it.label, it.words) for it in refused.outcome.reasons] == [("AC04", "compte clôturé", "Compte clos")]
    assert (taken.outcome.status, taken.cents, silent.end_to_end_id) == ("ACSP", None, "O-3")
    assert [read.outcome_of(it).status for it in ("O-1", "O-2", "O-3", "O-4")] == ["RJCT", "ACSP", "PART", "ACCP"]


@pytest.mark.parametrize("code", ["ACCP", "ACSP", "ACSC", "ACTC", "ACWC", "PDNG", "PART", "RJCT"])
def test_each_status_of_a_file_has_its_french_word(code):
    read = read_report(report(group=f"<GrpSts>{code}</GrpSts>"))
    assert read.outcome.status == code and status_label(code) != code
    assert read.refused_whole is (code == "RJCT") and read.outcome_of("O-1").refused is (code == "RJCT")


def test_a_file_refused_refuses_each_transfer_with_its_reason():
    group = "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>DU01</Cd></Rsn></StsRsnInf>"
    read = read_report(report(PART, group))
    assert read.refused_whole and read.outcome_of("O-2").reasons[0].label == "message déjà reçu"


def test_a_block_refused_refuses_its_transfers_whatever_the_file_says():
    body = PART.replace("<PmtInfSts>PART</PmtInfSts>", "<PmtInfSts>RJCT</PmtInfSts><StsRsnInf><Rsn><Prtry>B7</Prtry></Rsn></StsRsnInf>")
    read = read_report(report(body))
    assert read.refused_whole and read.outcome_of("O-2").refused and read.outcome_of("O-9").refused
    (reason,) = read.payments[0].outcome.reasons
    assert (reason.code, reason.own, reason.label) == ("B7", True, "motif propre à la banque : B7")


def test_the_result_of_a_check_of_the_payee_is_understood():
    read = read_report(report(PART.replace("ACSP", "RVNM"), "<GrpSts>RVCM</GrpSts>"))
    assert "n’est pas celui du compte" in read.outcome_of("O-2").label


MALFORMED = {
    "truncated": (report(PART)[:-30], "unreadable"),
    "doctype": (report(PART).replace(b"<Document", b'<!DOCTYPE Document [<!ENTITY x "y">]><Document'), "doctype"),
    "too big": (b" " * 20_000_001, "too_big"),
    "old version": (report(PART, version="02"), "version"),
    "a statement": (statement(), "version"),
    "no original": (report(PART).replace(b"OrgnlMsgId", b"Other"), "incomplete"),
    "no group": (report(PART).replace(b"OrgnlGrpInfAndSts", b"Other"), "incomplete"),
    "unknown status": (report(PART.replace("ACSP", "GOOD")), "status"),
    "no status at all": (report(), "empty"),
    "nameless transfer": (report(PART.replace("<OrgnlInstrId>O-3</OrgnlInstrId>", "")), "transfer"),
    "dollars": (report(PART.replace("EUR", "USD")), "currency"),
    "float": (report(PART.replace("10.50", "1e1")), "amount"),
    "no date": (report(PART).replace(b"2021-03-02", b"demain"), "date"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_answer_is_refused_in_french(name):
    content, code = MALFORMED[name]
    with pytest.raises(RuleBroken) as refusal:
        read_report(content)
    assert refusal.value.code == f"report.{code}" and refusal.value.sentence.endswith(".")
