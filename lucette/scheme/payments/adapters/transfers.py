"""Writing a file of SEPA credit transfers, pain.001.001.09: piece by piece, checked by the official schema as it goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from xml.sax.saxutils import escape

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.latin import ALLOWED
from lucette.scheme.payments.adapters.profiles import DEFAULT, Address, BankProfile
from lucette.scheme.payments.adapters.schemas import NAMESPACE, SchemaWatch
from lucette.scheme.payments.adapters.xml import decimal_of
from lucette.scheme.payments.rules import iban_is_sound

MOST_CENTS = 99_999_999_999  # EPC: a transfer holds at most 999,999,999.99 €
PIECE = 250  # transfers written, then checked, together
END = b"</PmtInf></CstmrCdtTrfInitn></Document>"


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
class Message:
    """The head of a file: `message_id` is unique for ever; `count` and `cents` are promised, then held against what is written."""

    message_id: str
    created_at: dt.datetime
    execution_on: dt.date
    debtor: Debtor
    count: int
    cents: int


def write_transfers(
    message_id: str,
    created_at: dt.datetime,
    execution_on: dt.date,
    debtor: Debtor,
    transfers: Sequence[Transfer],
    profile: BankProfile = DEFAULT,
) -> bytes:
    """A pain.001.001.09 file as bytes. Raises as `stream_transfers`."""
    message = Message(message_id, created_at, execution_on, debtor, len(transfers), sum(it.cents for it in transfers))
    return b"".join(stream_transfers(message, transfers, profile))


def stream_transfers(message: Message, transfers: Iterable[Transfer], profile: BankProfile = DEFAULT) -> Iterator[bytes]:
    """The pieces of a pain.001.001.09 file; only the references are kept, to see one that comes twice.

    Every byte passes under the official schema, and the last piece, without which there is no file, is given once all is proved valid and
    the promised count and sum are those written. Restricted texts, checked IBANs and amounts hold no sign of XML; other texts are escaped.

    Raises RuleBroken, in French, when a transfer cannot be paid (IBAN, amount, name) or the file would be refused by the bank.
    """
    _check_message(message, profile)
    watch, seen, count, cents = SchemaWatch(), set[str](), 0, 0
    rows = iter(transfers)
    yield watch.feed(_head(message, profile).encode())
    while rank := list(islice(rows, PIECE)):
        yield watch.feed(_written(rank, profile).encode())
        count, cents = count + len(rank), cents + sum([it.cents for it in rank])
        seen.update([it.end_to_end_id for it in rank])
    if len(seen) != count:
        raise RuleBroken("transfers.twice", "Un même ordre figure deux fois dans le lot.")
    if (count, cents) != (message.count, message.cents):
        raise RuleBroken("transfers.totals", "Le lot ne contient pas le nombre de virements ou la somme qu’il annonce.")
    watch.feed(END)
    watch.close()
    yield END


def _check_message(it: Message, profile: BankProfile) -> None:
    if it.count < 1:
        raise RuleBroken("transfers.none", "Un lot contient au moins un virement.")
    if not (ALLOWED.fullmatch(it.message_id) and len(it.message_id) <= 35):
        raise RuleBroken("transfers.message_id", "L’identifiant du message n’est pas accepté par la banque.")
    profile.check(it.created_at, it.execution_on, it.count)
    if not iban_is_sound(it.debtor.iban):
        raise _bad_iban(it.debtor.holder)


def _bad_iban(holder: str) -> RuleBroken:
    return RuleBroken("transfers.iban", f"L’IBAN de « {holder} » n’est pas valable : corrigez ses coordonnées bancaires.")


def _head(it: Message, profile: BankProfile) -> str:
    """Everything before the first transfer."""
    (holder,), (address,) = _parties([it.debtor], profile)
    control = f"<NbOfTxs>{it.count}</NbOfTxs><CtrlSum>{decimal_of(it.cents)}</CtrlSum>"
    purpose = f"<CtgyPurp><Cd>{escape(profile.category_purpose)}</Cd></CtgyPurp>" if profile.category_purpose else ""
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<Document xmlns="{NAMESPACE}"><CstmrCdtTrfInitn>'
        f"<GrpHdr><MsgId>{it.message_id}</MsgId><CreDtTm>{it.created_at.isoformat(timespec='seconds')}</CreDtTm>{control}"
        f"<InitgPty><Nm>{holder}</Nm></InitgPty></GrpHdr>"
        f"<PmtInf><PmtInfId>{it.message_id}</PmtInfId><PmtMtd>TRF</PmtMtd>"
        f"<BtchBookg>{'true' if profile.batch_booking else 'false'}</BtchBookg>{control}"
        f"<PmtTpInf><SvcLvl><Cd>{escape(profile.service_level)}</Cd></SvcLvl>{purpose}</PmtTpInf>"
        f"<ReqdExctnDt><Dt>{it.execution_on.isoformat()}</Dt></ReqdExctnDt>"
        f"<Dbtr><Nm>{holder}</Nm>{address}</Dbtr><DbtrAcct><Id><IBAN>{it.debtor.iban}</IBAN></Id></DbtrAcct>"
        f"<DbtrAgt>{_agent(it.debtor.bic)}</DbtrAgt><ChrgBr>SLEV</ChrgBr>"
    )


def _written(rank: Sequence[Transfer], profile: BankProfile) -> str:
    """Some transfers. Thousands pass here: texts are made fit column by column, the rest in one line each."""
    _check_payable(rank)
    holders, addresses = _parties(rank, profile)
    remittances = profile.texts([it.remittance for it in rank], profile.remittance_length)
    orders = _references([it.end_to_end_id for it in rank], profile)
    return "".join(
        [
            f'<CdtTrfTxInf><PmtId>{order}</PmtId><Amt><InstdAmt Ccy="EUR">{decimal_of(it.cents)}</InstdAmt></Amt>'
            f"<CdtrAgt>{_agent(it.bic)}</CdtrAgt><Cdtr><Nm>{holder}</Nm>{address}</Cdtr><CdtrAcct><Id><IBAN>{it.iban}</IBAN></Id></CdtrAcct>"
            f"{f'<RmtInf><Ustrd>{remittance}</Ustrd></RmtInf>' if remittance else ''}</CdtTrfTxInf>"
            for it, order, holder, address, remittance in zip(rank, orders, holders, addresses, remittances, strict=True)
        ]
    )


def _check_payable(rank: Sequence[Transfer]) -> None:
    for it in rank:
        if not iban_is_sound(it.iban):
            raise _bad_iban(it.holder)
        if not 0 < it.cents <= MOST_CENTS:
            raise RuleBroken("transfers.amount", f"Le montant du virement à « {it.holder} » n’est pas payable par virement SEPA.")


def _references(orders: Sequence[str], profile: BankProfile) -> list[str]:
    plain = orders if "".join(orders).isalnum() else [escape(it) for it in orders]
    if profile.instruction_id:
        return [f"<InstrId>{it}</InstrId><EndToEndId>{it}</EndToEndId>" for it in plain]
    return [f"<EndToEndId>{it}</EndToEndId>" for it in plain]


def _parties(rank: Sequence[Debtor | Transfer], profile: BankProfile) -> tuple[list[str], list[str]]:
    """Names, then addresses."""
    holders = profile.texts([it.holder for it in rank], 70)
    if not all(holders):
        raise RuleBroken("transfers.holder", "Le titulaire d’un compte n’a pas de nom que la banque puisse lire.")
    if profile.address == Address.NONE:
        return holders, [""] * len(rank)
    towns = profile.texts([it.town for it in rank], 35)
    return holders, [_address(town, it.country) if town else "" for town, it in zip(towns, rank, strict=True)]


def _address(town: str, country: str) -> str:
    return f"<PstlAdr><TwnNm>{town}</TwnNm><Ctry>{escape(country)}</Ctry></PstlAdr>"


@lru_cache(maxsize=1024)  # many accounts, few banks
def _agent(bic: str) -> str:
    known = f"<BICFI>{escape(bic)}</BICFI>" if bic else "<Othr><Id>NOTPROVIDED</Id></Othr>"
    return f"<FinInstnId>{known}</FinInstnId>"
