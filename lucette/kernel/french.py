"""French text: plurals, dates, delays, lists, sorting."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence

from lucette.kernel.clock import PARIS

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]


def plural(count: int, singular: str, many: str | None = None) -> str:
    """`0 poste`, `1 poste`, `2 postes`: French is singular below two. `many` when the plural is irregular."""
    return f"{number(count)} {word(count, singular, many)}"


def word(count: int, singular: str, many: str | None = None) -> str:
    """The word alone, for a count shown apart."""
    return singular if abs(count) < 2 else many or f"{singular}s"


def number(count: int) -> str:
    """`12 345` with narrow no-break spaces."""
    return f"{count:,}".replace(",", "\u202f").replace("-", "−")


def date(day: dt.date) -> str:
    """`12 mars 2026`, `1ᵉʳ mars 2026`."""
    return f"{'1ᵉʳ' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def moment(at: dt.datetime) -> str:
    """`12 mars 2026 à 9 h 05`, in Paris."""
    local = at.astimezone(PARIS)
    return f"{date(local.date())} à {local.hour} h {local.minute:02d}"


def delay(day: dt.date, today: dt.date) -> str:
    """`aujourd’hui`, `demain`, `dans 3 jours`, `hier`, `il y a 3 jours`."""
    days = (day - today).days
    near = {0: "aujourd’hui", 1: "demain", -1: "hier"}
    if days in near:
        return near[days]
    return f"dans {plural(days, 'jour')}" if days > 0 else f"il y a {plural(-days, 'jour')}"


def enumeration(words: Sequence[str]) -> str:
    """`a`, `a et b`, `a, b et c`."""
    return " et ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def of(name: str) -> str:
    """`de Paris`, `d’Ille-et-Vilaine`."""
    return f"d’{name}" if folded(name)[:1] in {*"aeiouyh"} else f"de {name}"


def folded(text: str) -> str:
    """Lower case without accents, for search and sorting (PostgreSQL's twin: `french_folded(text)`)."""
    expanded = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    return "".join(c for c in unicodedata.normalize("NFKD", expanded) if not unicodedata.combining(c)).lower()


def phone(digits: str) -> str:
    """`01 99 00 00 01`: ten digits two by two; another number as it is."""
    return "\u00a0".join(digits[n : n + 2] for n in range(0, 10, 2)) if len(digits) == 10 and digits.isdecimal() else digits


def duration(minutes: int) -> str:
    """`45 min`, `1 h`, `1 h 30`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{number(hours)}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")


def parted(code: str, size: int = 4) -> str:
    """`ABCD-EFGH`: a long code, as it is read out."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))
