"""One movement as a bank tells it: a booked entry, or each transaction of a batch entry; references wherever banks put them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.reasons import Reason, is_reason, reasons
from lucette.scheme.payments.adapters.xml import Node, cents_of

WHAT = "Le relevé bancaire"
NOTHING = {
    "NOTPROVIDED",
    "NOT PROVIDED",
    "NOTAVAILABLE",
    "NONREF",
    "NONE",
    "UNKNOWN",
    "0",
}  # what banks write when they have nothing to say
RETURNS, CHARGES, INTERESTS = {"RRTN", "RPCR"}, {"CHRG", "COMM", "COMT", "FEES"}, {"INTR"}
TOLD_REFERENCE = re.compile(r"(?:/EREF/|\bEREF[+:]\s*)([^/\s+]{1,35})")
NOT_BOOKED = ("PDNG", "INFO", "FUTR")


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement. `cents` is positive; `credit` says which way. A batch told as one sum has `transfers` > 1 and no reference of an order.

    `bank_reference` is unique in its statement. `code`: `PMNT/ICDT/ESCT`, or the bank's own. `reason`: why a transfer came back.
    """

    cents: int
    credit: bool
    booked_on: dt.date
    end_to_end_id: str
    bank_reference: str
    remittance: str
    value_on: dt.date | None = None
    instruction_id: str = ""
    transaction_id: str = ""
    message_id: str = ""
    payment_information_id: str = ""
    transfers: int = 1
    reversal: bool = False
    returned: bool = False
    reason: Reason | None = None
    code: str = ""
    party: str = ""
    party_iban: str = ""

    @property
    def references(self) -> tuple[str, ...]:
        """Every reference by which an order may be known, the surest first."""
        return tuple(dict.fromkeys(it for it in (self.end_to_end_id, self.instruction_id, self.transaction_id) if it))

    @property
    def is_charge(self) -> bool:
        return not self.credit and self.code.rpartition("/")[2] in CHARGES

    @property
    def is_interest(self) -> bool:
        return self.code.rpartition("/")[2] in INTERESTS


@dataclass(frozen=True, slots=True)
class Detail:
    """One transaction of an entry, read before the entry ends. `cents` None: not told in euros; `credit` None: as its entry."""

    cents: int | None
    credit: bool | None
    charges: int
    end_to_end_id: str
    instruction_id: str
    transaction_id: str
    bank_reference: str
    message_id: str
    payment_information_id: str
    remittance: str
    words: str
    reason: Reason | None
    code: str
    party: str
    party_iban: str


def detail(it: Node) -> Detail:
    """A `TxDtls` element, which may be cleared afterwards."""
    label = " ".join([*it.texts("RmtInf/Ustrd"), *it.texts("RmtInf/Strd/CdtrRefInf/Ref"), *it.texts("RmtInf/Strd/AddtlRmtInf")])
    words = " ".join([label, it.text("AddtlTxInf")]).strip()
    told = TOLD_REFERENCE.search(words)
    return Detail(
        cents=_told_cents(it),
        credit=is_credit(it) if it.text("CdtDbtInd") else None,
        charges=_charges(it),
        end_to_end_id=_reference(it, "Refs/EndToEndId") or (told.group(1) if told else ""),
        instruction_id=_reference(it, "Refs/InstrId"),
        transaction_id=_reference(it, "Refs/TxId"),
        bank_reference=_reference(it, "Refs/AcctSvcrRef") or _reference(it, "Refs/TxId"),
        message_id=_reference(it, "Refs/MsgId"),
        payment_information_id=_reference(it, "Refs/PmtInfId"),
        remittance=label[:300],
        words=words,
        reason=next(reasons(it, "RtrInf"), None),
        code=_code(it),
        party=it.text(*_PARTIES)[:140],
        party_iban=it.text(*_ACCOUNTS)[:34],
    )


_PARTIES = ("RltdPties/Cdtr/Pty/Nm", "RltdPties/Cdtr/Nm", "RltdPties/Dbtr/Pty/Nm", "RltdPties/Dbtr/Nm")
_ACCOUNTS = ("RltdPties/CdtrAcct/Id/IBAN", "RltdPties/DbtrAcct/Id/IBAN")


def entries(it: Node, details: Sequence[Detail], where: str, day: Callable[[], dt.date | None]) -> Iterator[Entry]:
    """The movements of an `Ntry` element and its details: booked ones only, and none of no amount.

    `where` names an entry to which the bank gives no reference; `day` dates one to which it gives no date. Raises RuleBroken.
    """
    if _is_booked(it):
        whole = _whole(it, where, day)
        yield from (line for line in _lines(it, whole, details) if line.cents)


def _is_booked(it: Node) -> bool:
    status = it.text("Sts/Cd", "Sts")
    if status != "BOOK" and status not in NOT_BOOKED:
        raise refusal("status", "Le relevé contient une écriture dont l’état n’est pas connu.")
    return status == "BOOK"


def _whole(it: Node, where: str, day: Callable[[], dt.date | None]) -> Entry:
    """The entry without its details."""
    value_on = date(it, "ValDt")
    booked_on = date(it, "BookgDt") or value_on or day()
    if booked_on is None:
        raise refusal("date", "Une date du relevé est absente ou illisible.")
    code, batch = _code(it), it.first("NtryDtls/Btch")
    return Entry(
        cents=cents(it, "Amt"),
        credit=is_credit(it),
        booked_on=booked_on,
        end_to_end_id="",
        bank_reference=_reference(it, "AcctSvcrRef") or where,
        remittance=" ".join(it.text("AddtlNtryInf").split())[:300],
        value_on=value_on,
        message_id=_reference(batch, "MsgId") if batch else "",
        payment_information_id=_reference(batch, "PmtInfId") if batch else "",
        transfers=_count(batch.text("NbOfTxs")) if batch else 1,
        reversal=it.text("RvslInd") in ("true", "1"),
        returned=code.rpartition("/")[2] in RETURNS,
        code=code,
    )


def _lines(it: Node, whole: Entry, details: Sequence[Detail]) -> Iterator[Entry]:
    if not details:
        yield whole
    elif len(details) == 1:
        yield from _single(whole, details[0], _charges(it) or details[0].charges)
    elif any(one.cents is None for one in details):
        yield replace(whole, transfers=max(whole.transfers, len(details)))
    else:
        yield from _batch(whole, details, _charges(it) or sum(one.charges for one in details))


def _single(whole: Entry, one: Detail, charges: int) -> Iterator[Entry]:
    line = replace(_told(whole, one), bank_reference=_own_or(whole.bank_reference, one), transfers=1)
    net = (one.cents or 0) + (-charges if whole.credit else charges)
    if charges and one.cents is not None and net == whole.cents:
        yield replace(line, cents=one.cents)
        yield _charge(whole, charges)
    else:
        yield line


def _own_or(reference: str, one: Detail) -> str:
    """The reference of the entry, else of its only transaction (`statement/rank` is ours)."""
    return one.bank_reference if "/" in reference and one.bank_reference else reference


def _batch(whole: Entry, details: Sequence[Detail], charges: int) -> Iterator[Entry]:
    ways = [whole.credit if one.credit is None else one.credit for one in details]
    total = sum((one.cents or 0) * (1 if way else -1) for one, way in zip(details, ways, strict=True))
    rest = total - (whole.cents if whole.credit else -whole.cents)
    if rest not in (0, charges):
        raise refusal("batch", "Le détail d’une écriture groupée du relevé ne correspond pas à son total. Il n’a pas été lu.")
    for n, (one, way) in enumerate(zip(details, ways, strict=True), 1):
        reference = one.bank_reference or f"{whole.bank_reference}/{n}"
        yield replace(_told(whole, one), cents=one.cents or 0, credit=way, bank_reference=reference, transfers=1)
    if rest:
        yield _charge(whole, charges)


def _told(whole: Entry, one: Detail) -> Entry:
    """The entry with what one transaction says of it."""
    code = one.code or whole.code
    returned = whole.returned or one.reason is not None or code.rpartition("/")[2] in RETURNS
    return replace(
        whole,
        end_to_end_id=one.end_to_end_id or one.instruction_id,
        instruction_id=one.instruction_id,
        transaction_id=one.transaction_id,
        message_id=one.message_id or whole.message_id,
        payment_information_id=one.payment_information_id or whole.payment_information_id,
        remittance=one.remittance or one.words[:300] or whole.remittance,
        returned=returned,
        reason=one.reason or (_reason_in(f"{one.words} {whole.remittance}") if returned else None),
        code=code,
        party=one.party,
        party_iban=one.party_iban,
    )


def _reason_in(words: str) -> Reason | None:
    """A reason code that the bank wrote among words."""
    return next((Reason(it) for it in re.findall(r"\b[A-Z]{2}[A-Z0-9]{2}\b", words) if is_reason(it)), None)


def _charge(whole: Entry, charges: int) -> Entry:
    return replace(
        whole,
        cents=charges,
        credit=False,
        bank_reference=f"{whole.bank_reference}/frais",
        remittance=f"Frais de la banque : {whole.remittance}"[:300],
        transfers=1,
        reversal=False,
        returned=False,
        code="PMNT/MDOP/CHRG",
    )


def _charges(it: Node) -> int:
    """Cents of the charges that the bank says it took on a movement."""
    told = [*it.all("Chrgs/Rcrd"), *it.all("Chrgs")]
    found = [_euros(one.first("Amt")) for one in told if one.text("CdtDbtInd") != "CRDT"]
    return sum(it for it in found if it) or _euros(it.first("Chrgs/TtlChrgsAndTaxAmt")) or 0


def _told_cents(it: Node) -> int | None:
    paths = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt", "AmtDtls/CntrValAmt/Amt")
    return next((found for path in paths if (found := _euros(it.first(path))) is not None), None)


def _euros(amount: Node | None) -> int | None:
    """Cents of an amount in euros; None when it is absent or in another currency."""
    if amount is None or amount.element.get("Ccy") != "EUR":
        return None
    return cents_of(amount.element.text or "", "statement", WHAT)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _reference(it: Node, path: str) -> str:
    found = it.text(path)
    return "" if found.upper() in NOTHING else found[:35]


def _code(it: Node) -> str:
    domain = [it.text(f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    return "/".join(domain) if domain[0] else it.text("BkTxCd/Prtry/Cd")[:35]


def cents(it: Node, path: str) -> int:
    """Positive cents of an amount that must be there, in euros. Raises RuleBroken."""
    amount = it.first(path)
    if amount is None:
        raise refusal("amount", "Une écriture du relevé n’a pas de montant.")
    if amount.element.get("Ccy") != "EUR":
        raise refusal("currency", "Le relevé n’est pas tenu en euros.")
    return cents_of(amount.element.text or "", "statement", WHAT)


def is_credit(it: Node) -> bool:
    way = it.text("CdtDbtInd")
    if way not in ("CRDT", "DBIT"):
        raise refusal("way", "Une écriture du relevé ne dit pas si elle est au crédit ou au débit.")
    return way == "CRDT"


def date(it: Node, path: str) -> dt.date | None:
    """The date told at `path`; None when the bank tells none. Raises RuleBroken for one that cannot be read."""
    if not (text := it.text(f"{path}/Dt", f"{path}/DtTm", path)):
        return None
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise refusal("date", "Une date du relevé est absente ou illisible.") from None


def refusal(code: str, sentence: str) -> RuleBroken:
    return RuleBroken(f"statement.{code}", sentence)
