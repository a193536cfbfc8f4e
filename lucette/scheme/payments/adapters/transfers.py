"""Writing a file of SEPA credit transfers, pain.001.001.09, and reading back its totals by another path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

from lxml import etree

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.latin import ALLOWED, restricted
from lucette.scheme.payments.adapters.xml import Node, cents_of, decimal_of, parse
from lucette.scheme.payments.rules import iban_is_sound

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
MOST_CENTS = 99_999_999_999  # EPC: a transfer holds at most 999,999,999.99 €
WHAT = "Le fichier de virements"


@dataclass(frozen=True, slots=True)
class Debtor:
    """The account that pays."""

    holder: str
    iban: str
    bic: str
    town: str = ""
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One credit transfer. An address is a town and its country, or nothing (banks refuse unstructured ones since November 2026)."""

    end_to_end_id: str
    cents: int
    holder: str
    iban: str
    bic: str
    remittance: str
    town: str = ""
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class Totals:
    """What a file says of itself, recounted from its transfers."""

    message_id: str
    count: int
    cents: int


def write_transfers(
    message_id: str, created_at: dt.datetime, execution_on: dt.date, debtor: Debtor, transfers: Sequence[Transfer]
) -> bytes:
    """A pain.001.001.09 file, written as a stream then validated with the official schema.

    Raises RuleBroken, in French, when a transfer cannot be paid (IBAN, amount, name) or the file would be refused by the bank.
    """
    _check(message_id, debtor, transfers)
    out = BytesIO()
    with etree.xmlfile(out, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element("Document", nsmap={None: NAMESPACE}), file.element("CstmrCdtTrfInitn"):
            _header(file, message_id, created_at, debtor, transfers)
            _payment(file, message_id, execution_on, debtor, transfers)
    content = out.getvalue()
    check_schema(content)
    return content


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


def check_schema(content: bytes) -> None:
    """Raise RuleBroken unless `content` is valid against the official schema of pain.001.001.09."""
    if not _schema().validate(parse(content, "transfers", WHAT)):
        raise RuleBroken("transfers.schema", "Le fichier de virements n’est pas conforme au schéma officiel pain.001.001.09.")


@cache
def _schema() -> etree.XMLSchema:
    with resources.files("sepaxml").joinpath("schemas/pain.001.001.09.xsd").open("rb") as file:
        return etree.XMLSchema(etree.parse(file))


def _check(message_id: str, debtor: Debtor, transfers: Sequence[Transfer]) -> None:
    if not transfers:
        raise RuleBroken("transfers.none", "Un lot contient au moins un virement.")
    if not (ALLOWED.fullmatch(message_id) and len(message_id) <= 35):
        raise RuleBroken("transfers.message_id", "L’identifiant du message n’est pas accepté par la banque.")
    if len({it.end_to_end_id for it in transfers}) != len(transfers):
        raise RuleBroken("transfers.twice", "Un même ordre figure deux fois dans le lot.")
    parties: list[Debtor | Transfer] = [debtor, *transfers]
    for party in parties:
        if not iban_is_sound(party.iban):
            raise RuleBroken("transfers.iban", f"L’IBAN de « {party.holder} » n’est pas valable : corrigez ses coordonnées bancaires.")
        if not restricted(party.holder, 70):
            raise RuleBroken("transfers.holder", "Le titulaire d’un compte n’a pas de nom que la banque puisse lire.")
    for it in transfers:
        if not 0 < it.cents <= MOST_CENTS:
            raise RuleBroken("transfers.amount", f"Le montant du virement à « {it.holder} » n’est pas payable par virement SEPA.")


Element = tuple[str, Any]  # (name, text | children)


def _write(file: Any, name: str, content: str | list[Element], **attributes: str) -> None:
    with file.element(name, attributes):
        if isinstance(content, str):
            file.write(content)
        else:
            for child, inside in content:
                _write(file, child, inside)


def _header(file: Any, message_id: str, created_at: dt.datetime, debtor: Debtor, transfers: Sequence[Transfer]) -> None:
    _write(
        file,
        "GrpHdr",
        [
            ("MsgId", message_id),
            ("CreDtTm", created_at.isoformat(timespec="seconds")),
            *_control(transfers),
            ("InitgPty", [("Nm", restricted(debtor.holder, 70))]),
        ],
    )


def _control(transfers: Sequence[Transfer]) -> list[Element]:
    return [("NbOfTxs", str(len(transfers))), ("CtrlSum", decimal_of(sum(it.cents for it in transfers)))]


def _payment(file: Any, message_id: str, execution_on: dt.date, debtor: Debtor, transfers: Sequence[Transfer]) -> None:
    block: AbstractContextManager[Any] = file.element("PmtInf")
    with block:
        for name, content in (
            ("PmtInfId", message_id),
            ("PmtMtd", "TRF"),
            ("BtchBookg", "false"),
            *_control(transfers),
            ("PmtTpInf", [("SvcLvl", [("Cd", "SEPA")])]),
            ("ReqdExctnDt", [("Dt", execution_on.isoformat())]),
            ("Dbtr", _party(debtor)),
            ("DbtrAcct", _account(debtor)),
            ("DbtrAgt", _agent(debtor)),
            ("ChrgBr", "SLEV"),
        ):
            _write(file, name, content)
        for it in transfers:
            _transfer(file, it)


def _transfer(file: Any, it: Transfer) -> None:
    with file.element("CdtTrfTxInf"):
        _write(file, "PmtId", [("InstrId", it.end_to_end_id), ("EndToEndId", it.end_to_end_id)])
        with file.element("Amt"):
            _write(file, "InstdAmt", decimal_of(it.cents), Ccy="EUR")
        rest: list[Element] = [("CdtrAgt", _agent(it)), ("Cdtr", _party(it)), ("CdtrAcct", _account(it))]
        if remittance := restricted(it.remittance, 140):
            rest.append(("RmtInf", [("Ustrd", remittance)]))
        for name, content in rest:
            _write(file, name, content)


def _party(it: Debtor | Transfer) -> list[Element]:
    town = restricted(it.town, 35)
    address: list[Element] = [("PstlAdr", [("TwnNm", town), ("Ctry", it.country)])] if town else []
    return [("Nm", restricted(it.holder, 70)), *address]


def _account(it: Debtor | Transfer) -> list[Element]:
    return [("Id", [("IBAN", it.iban)])]


def _agent(it: Debtor | Transfer) -> list[Element]:
    return [("FinInstnId", [("BICFI", it.bic)] if it.bic else [("Othr", [("Id", "NOTPROVIDED")])])]
