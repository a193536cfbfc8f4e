"""Reading the bank's answer to a file of transfers, pain.002 (001.03 and every later version): what was taken, what was refused and why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.reasons import Reason, is_status, reasons, status_label
from lucette.scheme.payments.adapters.xml import Node, cents_of, parse

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.(?:0[3-9]|[1-9][0-9])")
WHAT = "La réponse de la banque"
REFUSED, PART = ("RJCT", "CANC"), "PART"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status and its reasons. `status` "" when the bank says nothing at this level."""

    status: str
    reasons: tuple[Reason, ...] = ()

    @property
    def refused(self) -> bool:
        return self.status in REFUSED

    @property
    def label(self) -> str:
        return status_label(self.status)


@dataclass(frozen=True, slots=True)
class TransferOutcome:
    """What became of one transfer. `cents` and `bank_reference` when the bank repeats them."""

    end_to_end_id: str
    instruction_id: str
    outcome: Outcome
    cents: int | None
    bank_reference: str


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """What became of one block of the file, then of the transfers that the bank names."""

    payment_information_id: str
    outcome: Outcome
    transfers: tuple[TransferOutcome, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One answer. `original_message_id` is the MsgId of our file; `original_message` its kind (`pain.001.001.09`)."""

    message_id: str
    created_on: dt.date
    original_message_id: str
    original_message: str
    outcome: Outcome
    payments: tuple[PaymentOutcome, ...]

    @property
    def transfers(self) -> tuple[TransferOutcome, ...]:
        return tuple(transfer for it in self.payments for transfer in it.transfers)

    @property
    def refused_whole(self) -> bool:
        """The file, or each of its blocks, is refused: none of its transfers will be executed."""
        blocks = [it.outcome for it in self.payments]
        return self.outcome.refused or (bool(blocks) and not self.outcome.status and all(it.refused for it in blocks))

    def outcome_of(self, end_to_end_id: str) -> Outcome:
        """What the answer says of one order: the refusal above it, else its own status, else that of its block, else that of the file.

        Accepted « in part » says nothing of a transfer that the bank does not name: it is taken.
        """
        if self.outcome.refused:
            return self.outcome
        for block in self.payments:
            for it in block.transfers:
                if it.end_to_end_id == end_to_end_id:
                    found = it.outcome if it.outcome.status else block.outcome
                    return block.outcome if block.outcome.refused else found
        above = [it.outcome for it in self.payments[:1] if len(self.payments) == 1 and it.outcome.status] or [self.outcome]
        return Outcome("ACCP") if above[0].status == PART else above[0]


def read_report(content: bytes) -> Report:
    """The answer held in a pain.002 file. Raises RuleBroken, in French, on anything that is not exact."""
    root = parse(content, "report", WHAT)
    name = etree.QName(root)
    if name.localname != "Document" or not NAMESPACE.fullmatch(name.namespace or ""):
        raise _refusal("version", "Ce fichier n’est pas une réponse de banque pain.002 que nous savons lire.")
    message = Node(root, f"{{{name.namespace}}}").first("CstmrPmtStsRpt")
    original = message.first("OrgnlGrpInfAndSts") if message else None
    if message is None or original is None:
        raise _refusal("incomplete", "La réponse de la banque ne dit pas à quel fichier elle répond.")
    report = Report(
        _needed(message, "GrpHdr/MsgId", "son identifiant"),
        _date(message.text("GrpHdr/CreDtTm")),
        _needed(original, "OrgnlMsgId", "le message auquel elle répond"),
        original.text("OrgnlMsgNmId")[:35],
        _outcome(original, "GrpSts"),
        tuple(_payment(it) for it in message.all("OrgnlPmtInfAndSts")),
    )
    _check_says_something(report)
    return report


def _payment(it: Node) -> PaymentOutcome:
    return PaymentOutcome(it.text("OrgnlPmtInfId")[:35], _outcome(it, "PmtInfSts"), tuple(_transfers(it)))


def _transfers(it: Node) -> Iterator[TransferOutcome]:
    for told in it.all("TxInfAndSts"):
        amount = told.first("OrgnlTxRef/Amt/InstdAmt")
        if amount is not None and amount.element.get("Ccy") != "EUR":
            raise _refusal("currency", "La réponse de la banque parle d’un virement qui n’est pas en euros.")
        cents = None if amount is None else cents_of(amount.element.text or "", "report", WHAT)
        reference, instruction = told.text("OrgnlEndToEndId")[:35], told.text("OrgnlInstrId")[:35]
        if not (reference or instruction):
            raise _refusal("transfer", "La réponse de la banque parle d’un virement sans le nommer.")
        outcome = _outcome(told, "TxSts")
        yield TransferOutcome(reference or instruction, instruction, outcome, cents, told.text("AcctSvcrRef")[:35])


def _outcome(it: Node, path: str) -> Outcome:
    status = it.text(path)
    if status and not is_status(status):
        raise _refusal("status", f"La réponse de la banque contient un état que nous ne connaissons pas : « {status[:10]} ».")
    return Outcome(status, tuple(reasons(it, "StsRsnInf")))


def _check_says_something(it: Report) -> None:
    told = [it.outcome, *(block.outcome for block in it.payments), *(transfer.outcome for transfer in it.transfers)]
    if not any(outcome.status for outcome in told):
        raise _refusal("empty", "La réponse de la banque ne donne aucun état.")


def _needed(it: Node, path: str, what: str) -> str:
    if not (text := it.text(path)):
        raise _refusal("incomplete", f"La réponse de la banque ne donne pas {what}.")
    return text[:35]


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise _refusal("date", "La date de la réponse de la banque est absente ou illisible.") from None


def _refusal(code: str, sentence: str) -> RuleBroken:
    return RuleBroken(f"report.{code}", sentence)
