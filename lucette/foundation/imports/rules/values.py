"""A cell as people write it: a date, a duration, a number, a choice. Raises Invalid with the sentence to show."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from lucette.kernel.errors import Invalid
from lucette.kernel.french import MONTHS, enumeration, folded

NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:[ t].*)?")
ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ t].*)?")
WRITTEN = re.compile(r"(?:[a-z]+\.? )?(\d{1,2})(?:er)?[ \-]([a-z]+)\.?[ \-](\d{4}|\d{2})")
SERIAL = re.compile(r"([2-6]\d{4})(?:[.,]\d+)?")  # days since 30 December 1899, as spreadsheets count
FIRST_DAY = dt.date(1899, 12, 30)
HOURS = re.compile(r"(\d{1,2}) ?(?:h|:|heures?) ?(\d{1,2})?(?: ?(?:mn|min|minutes?))?(?::\d{2})?")
MINUTES = re.compile(r"(\d{1,4})(?:[.,]0+)? ?(?:'|m|mn|min|mins|minutes?)?")
DECIMAL_HOURS = re.compile(r"(\d{1,2})[.,](\d{1,2}) ?(?:h|heures?)")
NUMBER = re.compile(r"(\d{1,6})(?:[.,]0+)?")
SHORT_MONTHS = {folded(name)[:length]: n for n, name in enumerate(MONTHS, 1) for length in (3, 4, 5) if folded(name)[:length] != "jui"}


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Without accents, capitals nor doubled spaces; the words of a list come back at each line."""
    return re.sub(r"\s+", " ", folded(text)).strip()


def day(text: str) -> dt.date:
    """`12/03/2021`, `12.3.21`, `2021-03-12`, `vendredi 12 mars 2021`, `1er mars 2021`, the number of a spreadsheet."""
    said = plain(text)
    try:
        if found := NUMERIC.fullmatch(said):
            return dt.date(year(found[3]), int(found[2]), int(found[1]))
        if found := ISO.fullmatch(said):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := WRITTEN.fullmatch(said):
            return dt.date(year(found[3]), month(found[2]), int(found[1]))
        if found := SERIAL.fullmatch(said):
            return FIRST_DAY + dt.timedelta(days=int(found[1]))
    except (ValueError, KeyError, OverflowError):
        pass
    raise unreadable(f"« {short(text)} » n’est pas une date. Écrivez par exemple 12/03/2021.")


def year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def month(word: str) -> int:
    """`mars`, `févr`, `juil`. Raises KeyError."""
    names = [folded(name) for name in MONTHS]
    return names.index(word) + 1 if word in names else SHORT_MONTHS[word[:5] if word[:5] in SHORT_MONTHS else word[:4]]


def minutes(text: str) -> int:
    """`45`, `45 min`, `1h`, `1 h 30`, `01:30:00`, `1,5 h`."""
    said = plain(text)
    if found := MINUTES.fullmatch(said):
        return int(found[1])
    if found := DECIMAL_HOURS.fullmatch(said):
        return round(60 * float(f"{found[1]}.{found[2]}"))
    if (found := HOURS.fullmatch(said)) and int(found[2] or 0) < 60:
        return 60 * int(found[1]) + int(found[2] or 0)
    raise unreadable(f"« {short(text)} » n’est pas une durée. Écrivez par exemple 45 min ou 1 h 30.")


def count(text: str) -> int:
    """`12`, `12,0`."""
    if found := NUMBER.fullmatch(plain(text).replace(" ", "")):
        return int(found[1])
    raise unreadable(f"« {short(text)} » n’est pas un nombre entier. Écrivez par exemple 12.")


def one_of(text: str, words: Mapping[str, str]) -> str:
    """The code of the choice written; `words`: what may be written → code."""
    known = {plain(word): code for word, code in words.items()}
    if plain(text) in known:
        return known[plain(text)]
    raise unreadable(f"« {short(text)} » n’est pas dans la liste. Écrivez {choices(words)}.")


def several_of(text: str, words: Mapping[str, str]) -> list[str]:
    """Choices written with `;`, `,`, `|` or a new line between them, each once."""
    known = {plain(word): code for word, code in words.items()}
    if plain(text) in known:
        return [known[plain(text)]]
    said = [part for part in re.split(r"[;,|\n]", text) if part.strip()]
    return list(dict.fromkeys(one_of(part, words) for part in said))


def choices(words: Mapping[str, str]) -> str:
    """The first words of each choice, six at most."""
    first: dict[str, str] = {}
    for word, code in words.items():
        first.setdefault(code, word)
    named = [f"« {word} »" for word in list(first.values())[:6]]
    return enumeration(named).replace(" et « ", " ou « ") if len(first) <= 6 else f"par exemple {', '.join(named[:3])}"


def short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def unreadable(sentence: str) -> Invalid:
    return Invalid("cell.unreadable", sentence)
