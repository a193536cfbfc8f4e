"""Are two structures one, entered twice? A name says what it is (« mairie », « CCAS », « association ») and who it is: both are compared.

Pure. The edge is set by the labelled sample of tests/foundation/organizations/test_resemblance.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from lucette.kernel.french import folded

# what a name says it is; the longest words first. A kind of ONE_A_COMMUNE exists once in a commune.
KINDS = {
    "social": ("centre communal d action sociale", "centre intercommunal d action sociale", "ccas", "cias"),
    "group": (
        "communaute de communes", "communaute d agglomeration", "communaute urbaine", "comcom", "com com",
        "agglomeration", "agglo", "metropole", "epci", "cdc", "cc", "ca", "cu",
    ),
    "department": ("conseil departemental", "conseil general", "departement"),
    "region": ("conseil regional", "region"),
    "syndicate": ("syndicat intercommunal", "syndicat mixte", "syndicat", "sivom", "sivu"),
    "pays": ("pole d equilibre territorial et rural", "petr"),
    "commune": ("hotel de ville", "municipalite", "commune", "mairie", "ville", "cne"),
    "library": ("mediatheque", "bibliotheque"),
    "mission": ("mission locale",),
    "centre": ("centre socioculturel", "centre socio culturel", "centre social"),
    "association": ("association loi 1901", "association", "assoc", "asso", "ass"),
}  # fmt: skip
ONE_A_COMMUNE = frozenset({"commune", "social"})
FREE = frozenset({"", "association"})  # an association often leaves the word out
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur", "intercom": "intercommunale"}
EMPTY = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur", "sous"])
LINKS = ("de", "du", "des", "la", "le", "les", "sur", "aux")
FIRST_NAMES = frozenset({"marie"})  # one letter from « mairie »
AT_LARGE = frozenset({"group", "department", "region", "syndicate", "pays", "mission"})  # one name in a département
SAME_BODY, SAME_COMMUNE, ELSEWHERE = 0.50, 0.80, 0.90
OWN_WORDS = 3  # so many words of its own make a name that is not met twice in a département
SHORTEST = 4  # letters of a word in which a slip is forgiven
PHRASES = sorted(((phrase, kind) for kind, phrases in KINDS.items() for phrase in phrases), key=lambda it: -len(it[0]))


class Likeness(Enum):
    """Why a person is warned."""

    SAME_SIREN = "same_siren"
    SAME_BODY = "same_body"
    CLOSE_NAME = "close_name"


@dataclass(frozen=True, slots=True)
class Named:
    """A structure as one compares it. `siren`: nine digits, "" when there is none."""

    name: str
    commune: str
    siren: str = ""


def likeness(one: Named, other: Named) -> Likeness | None:
    """Why these two may be one structure; None when nothing says so."""
    if one.siren and one.siren == other.siren:
        return Likeness.SAME_SIREN
    (kind, core), (other_kind, other_core) = parts(one.name), parts(other.name)
    same_place = one.commune == other.commune
    if kind == other_kind and kind in ONE_A_COMMUNE:
        return Likeness.SAME_BODY if same_place and nearness(core, other_core) >= SAME_BODY else None
    if not compatible(kind, other_kind, same_place) or digits(core) != digits(other_core) or not core or not other_core:
        return None
    if not same_place and kind not in AT_LARGE and min(len(core), len(other_core)) < OWN_WORDS:
        return None
    needed = SAME_COMMUNE if same_place else ELSEWHERE
    return Likeness.CLOSE_NAME if nearness(core, other_core) >= needed else None


def compatible(kind: str, other: str, same_place: bool) -> bool:
    """May these two words name one structure? A town may be written without « commune de »."""
    return kind == other or {kind, other} <= FREE or (same_place and {kind, other} == {"", "commune"})


def parts(name: str) -> tuple[str, tuple[str, ...]]:
    """What it is, and the words that are its own: (« commune », (« saint », « martin »))."""
    words = [ABBREVIATIONS.get(word, word) for word in re.findall(r"[a-z0-9]+", folded(name))]
    kind, own = named(words, 0) or named(words, 1) or ("", words)
    return kind, own_words(own)


def named(words: list[str], slips: int) -> tuple[str, list[str]] | None:
    """The kind that these words say, with at most so many slips of the finger in a long word, and the words left."""
    for phrase, kind in PHRASES:
        length = len(phrase.split())
        if slips and len(phrase) < SHORTEST:
            continue
        for start in range(len(words) - length + 1):
            said = " ".join(words[start : start + length])
            if said == phrase or (slips and said not in FIRST_NAMES and distance(said, phrase, slips) <= slips):
                return kind, words[:start] + words[start + length :]
    return None


def own_words(words: list[str]) -> tuple[str, ...]:
    """Without « de », « la »… nor what a slip makes of them, as long as something is left."""
    said = [word for word in words if word not in EMPTY]
    sure = [word for word in said if not (len(word) <= 3 and word.isalpha() and any(distance(word, it, 1) <= 1 for it in LINKS))]
    return tuple(sure or said)


def core_of(name: str) -> str:
    """Its own words, to look for it: « saint martin »."""
    return " ".join(parts(name)[1])


def digits(core: tuple[str, ...]) -> list[str]:
    """« École 1 » is not « École 2 »."""
    return sorted(word for word in core if word.isdecimal())


def nearness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """From 0 to 1: one minus the share of letters to change, whatever the order of the words."""
    return max(ratio(" ".join(one), " ".join(other)), ratio(" ".join(sorted(one)), " ".join(sorted(other))))


def ratio(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    return 1 - distance(one, other, longest) / longest if longest else 1.0


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, remove, change or swap with the next (optimal string alignment); `most` + 1 when it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, previous, row = row, before, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
