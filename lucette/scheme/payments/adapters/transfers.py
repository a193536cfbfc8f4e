"""Writing a file of SEPA credit transfers, pain.001.001.09, and reading back its totals by another path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO
from xml.sax.saxutils import escape

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
    """A pain.001.001.09 file, written transfer by transfer then validated with the official schema.

    Restricted texts, checked IBANs and amounts hold no sign of XML; every other text is escaped.

    Raises RuleBroken, in French, when a transfer cannot be paid (IBAN, amount, name) or the file would be refused by the bank.
    """
    _check(message_id, debtor, transfers)
    out = BytesIO()
    out.write(_head(message_id, created_at, execution_on, debtor, transfers).encode())
    out.writelines(_transfer(it).encode() for it in transfers)
    out.write(b"</PmtInf></CstmrCdtTrfInitn></Document>")
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
    for it in transfers:
        if not 0 < it.cents <= MOST_CENTS:
            raise RuleBroken("transfers.amount", f"Le montant du virement à « {it.holder} » n’est pas payable par virement SEPA.")


def _head(message_id: str, created_at: dt.datetime, execution_on: dt.date, debtor: Debtor, transfers: Sequence[Transfer]) -> str:
    """Everything before the first transfer."""
    control = f"<NbOfTxs>{len(transfers)}</NbOfTxs><CtrlSum>{decimal_of(sum(it.cents for it in transfers))}</CtrlSum>"
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<Document xmlns="{NAMESPACE}"><CstmrCdtTrfInitn>'
        f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>{created_at.isoformat(timespec='seconds')}</CreDtTm>{control}"
        f"<InitgPty><Nm>{_holder(debtor)}</Nm></InitgPty></GrpHdr>"
        f"<PmtInf><PmtInfId>{message_id}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg>{control}"
        "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>"
        f"<ReqdExctnDt><Dt>{execution_on.isoformat()}</Dt></ReqdExctnDt>"
        f"<Dbtr>{_party(debtor)}</Dbtr><DbtrAcct>{_account(debtor)}</DbtrAcct><DbtrAgt>{_agent(debtor.bic)}</DbtrAgt>"
        "<ChrgBr>SLEV</ChrgBr>"
    )


def _transfer(it: Transfer) -> str:
    order, remittance = escape(it.end_to_end_id), restricted(it.remittance, 140)
    about = f"<RmtInf><Ustrd>{remittance}</Ustrd></RmtInf>" if remittance else ""
    return (
        f"<CdtTrfTxInf><PmtId><InstrId>{order}</InstrId><EndToEndId>{order}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="EUR">{decimal_of(it.cents)}</InstdAmt></Amt>'
        f"<CdtrAgt>{_agent(it.bic)}</CdtrAgt><Cdtr>{_party(it)}</Cdtr><CdtrAcct>{_account(it)}</CdtrAcct>{about}</CdtTrfTxInf>"
    )


def _holder(it: Debtor | Transfer) -> str:
    if holder := restricted(it.holder, 70):
        return holder
    raise RuleBroken("transfers.holder", "Le titulaire d’un compte n’a pas de nom que la banque puisse lire.")


def _party(it: Debtor | Transfer) -> str:
    town = restricted(it.town, 35) if it.town else ""
    address = f"<PstlAdr><TwnNm>{town}</TwnNm><Ctry>{escape(it.country)}</Ctry></PstlAdr>" if town else ""
    return f"<Nm>{_holder(it)}</Nm>{address}"


def _account(it: Debtor | Transfer) -> str:
    return f"<Id><IBAN>{it.iban}</IBAN></Id>"


@lru_cache(maxsize=1024)  # many accounts, few banks
def _agent(bic: str) -> str:
    known = f"<BICFI>{escape(bic)}</BICFI>" if bic else "<Othr><Id>NOTPROVIDED</Id></Othr>"
    return f"<FinInstnId>{known}</FinInstnId>"
