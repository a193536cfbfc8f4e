"""What one bank asks of the files it is given: local rules, as one plain value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from xml.sax.saxutils import escape

from lucette.kernel import french
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.latin import restricted_all

UNREADABLE = dict.fromkeys((*range(32), *range(127, 160), *range(55296, 57344), 65534, 65535), " ")


class Address(StrEnum):
    """What is said of where a payee lives. Banks refuse unstructured addresses since November 2026."""

    NONE = "none"
    TOWN = "town"


class Charset(StrEnum):
    """The signs a bank accepts: the SEPA Latin set without accents, or any text."""

    SEPA = "sepa"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class BankProfile:
    """The local rules of a bank. The default is what every SEPA bank takes.

    `instruction_id`: the order is said in InstrId too; `cut_off` None: the bank takes any requested date.
    """

    most_transfers: int = 10_000
    remittance_length: int = 140
    address: Address = Address.TOWN
    batch_booking: bool = False
    instruction_id: bool = False
    category_purpose: str = ""
    service_level: str = "SEPA"
    charset: Charset = Charset.SEPA
    cut_off: dt.time | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for rules that no file could follow."""
        codes = (self.service_level, self.category_purpose or "SEPA")
        if self.most_transfers < 1 or not 0 <= self.remittance_length <= 140 or any(not 1 <= len(it) <= 4 for it in codes):
            raise ValueError("These rules of a bank cannot be followed.")

    def texts(self, words: Sequence[str], longest: int) -> list[str]:
        """Each of `words` as the bank reads it, at most `longest` characters, safe inside XML; may be empty."""
        return restricted_all(words, longest) if self.charset == Charset.SEPA else [wide(it, longest) for it in words]

    def first_execution(self, created_at: dt.datetime) -> dt.date | None:
        """The first day on which a file written at `created_at` can be executed: banking days, the cut-off in Paris. None: any day."""
        if self.cut_off is None:
            return None
        here = created_at.astimezone(PARIS)
        day = here.date() if here.time() < self.cut_off else here.date() + dt.timedelta(1)
        while not is_banking_day(day):
            day += dt.timedelta(1)
        return day

    def check(self, created_at: dt.datetime, execution_on: dt.date, count: int) -> None:
        """Raise RuleBroken when the bank would refuse this many transfers, or this date."""
        if count > self.most_transfers:
            most = french.plural(self.most_transfers, "virement")
            raise RuleBroken("transfers.too_many", f"La banque accepte au plus {most} par fichier : composez plusieurs lots.")
        first = self.first_execution(created_at)
        if first and (execution_on < first or not is_banking_day(execution_on)):
            raise RuleBroken(
                "transfers.cut_off", f"La banque n’exécutera pas ce lot à cette date : demandez un jour ouvré à partir du {first:%d/%m/%Y}."
            )


DEFAULT = BankProfile()
# by the code that the account keeps: (what a person reads, the rules)
PROFILES: dict[str, tuple[str, BankProfile]] = {
    "sepa": ("Règles communes à toutes les banques SEPA", DEFAULT),
    "grouped": ("Un seul débit par lot, numéro d’ordre rappelé", BankProfile(batch_booking=True, instruction_id=True)),
    "cut_off": ("Remise avant 15 h, jours ouvrés seulement", BankProfile(cut_off=dt.time(15))),
}


def described(it: BankProfile) -> dict[str, object]:
    """The rules as plain values, to be kept beside the file that followed them."""
    return {name: value if isinstance(value, int | str) else str(value or "") for name, value in asdict(it).items()}


def wide(words: str, longest: int) -> str:
    """`words` whole, but for the signs that XML cannot hold."""
    return escape(" ".join(words.translate(UNREADABLE).split())[:longest].strip())


def is_banking_day(day: dt.date) -> bool:
    """Are euro transfers settled between banks on this day (calendar of the TARGET system)?"""
    sunday = easter(day.year)
    closed = {(1, 1), (5, 1), (12, 25), (12, 26)} | {((sunday + dt.timedelta(it)).month, (sunday + dt.timedelta(it)).day) for it in (-2, 1)}
    return day.weekday() < 5 and (day.month, day.day) not in closed


@lru_cache(maxsize=64)
def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    golden, correction = year % 19, (8 * century + 13) // 25
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    days = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * days) // 451
    month, day = divmod(moon + days - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)
