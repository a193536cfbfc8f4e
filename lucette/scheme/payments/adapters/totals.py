"""What a file of transfers says of itself, recounted by another path than the one that wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.schemas import NAMESPACE, WHAT
from lucette.scheme.payments.adapters.xml import Node, cents_of, parse


@dataclass(frozen=True, slots=True)
class Totals:
    """What a file says of itself, recounted from its transfers."""

    message_id: str
    count: int
    cents: int


def read_totals(content: bytes) -> Totals:
    """Message id, count and sum recounted transfer by transfer in a pain.001.001.09 file.

    Raises RuleBroken when the file is unreadable or when its own header says otherwise.
    """
    root = parse(content, "transfers", WHAT)
    message = Node(root, f"{{{NAMESPACE}}}").first("CstmrCdtTrfInitn")
    if message is None:
        raise RuleBroken("transfers.format", "Ce fichier n’est pas un fichier de virements pain.001.001.09.")
    amounts = [cents_of(it.element.text or "", "transfers", WHAT) for it in message.all("PmtInf/CdtTrfTxInf/Amt/InstdAmt")]
    said = (message.text("GrpHdr/NbOfTxs"), cents_of(message.text("GrpHdr/CtrlSum"), "transfers", WHAT))
    if said != (str(len(amounts)), sum(amounts)):
        raise RuleBroken("transfers.totals", "L’en-tête du fichier de virements ne correspond pas aux virements qu’il contient.")
    return Totals(message.text("GrpHdr/MsgId"), len(amounts), sum(amounts))
