"""What people type to say where: a commune, a postcode, a former name or a whole address."""

from __future__ import annotations

import re

from lucette.foundation.territories.queries import Found, search_communes
from lucette.foundation.territories.rules import searchable

LONGEST = 80
POSTCODE = re.compile(r"\b\d{5}\b")
STREET = re.compile(r"\b(rue|avenue|boulevard|place|chemin|allee|impasse|route|quai|cours|square|faubourg|lotissement|residence|hameau)\b")


def look_up(typed: str) -> list[Found]:
    """The communes that these words may mean, best first."""
    typed = typed.strip()[:LONGEST]
    return (in_address(typed) if STREET.search(searchable(typed)) else []) or search_communes(typed)


def in_address(typed: str) -> list[Found]:
    """`12 rue des Écoles 19000 Tulle`: what follows the street; without a postcode, the last words that are a name."""
    if postcode := POSTCODE.search(typed):
        return search_communes(typed[postcode.start() :]) or search_communes(postcode.group())
    words = typed.split()
    tails = (" ".join(words[-count:]) for count in (3, 2, 1))
    return next((found for tail in tails if (found := named(search_communes(tail), tail))), [])


def named(found: list[Found], words: str) -> list[Found]:
    return [it for it in found if searchable(it.name) == searchable(words)]


def sure(found: list[Found], typed: str) -> Found | None:
    """The commune meant, when there is no doubt: a single answer, or the only one whose name was typed."""
    if len(found) == 1:
        return found[0]
    said = f" {searchable(typed)} "
    same = named(found, typed) or [it for it in found if f" {searchable(it.name)} " in said]
    return same[0] if len(same) == 1 and found[0] == same[0] else None
