"""Files of activities as people send them, from a seed: right ones in every format, and fifty ways to be wrong."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from tests.foundation.imports.files import ods, text, xlsx

HEADERS = ["Date", "Durée", "Thèmes", "Lieu", "Nature", "Participants", "Déjà accompagnés"]
FIRST = dt.date(2021, 1, 5)
THEMES = ("courriels", "sécurité", "smartphone ; santé", "démarches en ligne", "Emploi et formation", "AUTRE")
WRITTEN = "||  |?|n/a|hier|31/02/2021|-1|9999999999|=1+1|😀|\u202egnp.exe|'; DROP TABLE|0|1e9|Jean Martin"
DIRT = ("x" * 3000, *WRITTEN.split("|"))


def rows(chance: random.Random, count: int) -> list[list[Any]]:
    """Right lines."""
    return [right(chance) for _ in range(count)]


def right(chance: random.Random) -> list[Any]:
    several = chance.random() < 0.3
    people = chance.randint(2, 12) if several else 1
    return [
        FIRST + dt.timedelta(days=chance.randint(0, 50)),
        chance.choice(["30", "45 min", "1h", "1 h 30", "01:15"]),
        chance.choice(THEMES),
        chance.choice(["à distance", "Téléphone", "à domicile", "autre lieu"]),
        "atelier collectif" if several else chance.choice(["individuel", ""]),
        str(people),
        str(chance.randint(0, people)),
    ]


def whole(chance: random.Random) -> bytes:
    """A right file, in any format."""
    lines = [HEADERS, *rows(chance, chance.randint(1, 30))]
    mark, encoding = chance.choice(";,\t|"), chance.choice(["utf-8", "utf-16", "cp1252"])
    return chance.choice([ods, xlsx, lambda it: text(it, mark, encoding)])(lines)


def dirty(chance: random.Random) -> bytes:
    """One of the ways in which a file comes wrong."""
    lines: list[Sequence[Any]] = [HEADERS, *rows(chance, chance.randint(1, 30))]
    return chance.choice(WAYS)(chance, lines)


def wrong_cells(chance: random.Random, lines: list[Any]) -> bytes:
    for _ in range(chance.randint(1, 10)):
        line = chance.randrange(1, len(lines))
        lines[line] = [chance.choice(DIRT) if chance.random() < 0.3 else cell for cell in lines[line]]
    return chance.choice([ods, xlsx, text])([[*map(printable, row)] for row in lines])


def printable(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


def ragged(chance: random.Random, lines: list[Any]) -> bytes:
    return text([row[: chance.randint(0, len(row))] + ["", "de trop"] * chance.randint(0, 3) for row in lines])


def shuffled(chance: random.Random, lines: list[Any]) -> bytes:
    order = chance.sample(range(len(HEADERS)), len(HEADERS))
    total = chance.choice([[], [[], ["Total", "", "42"]]])
    return text(
        [["Titre du classeur"], [], *([row[n] for n in order] for row in lines), *total], encoding=chance.choice(["cp850", "utf-16"])
    )


def untidy(chance: random.Random, lines: list[Any]) -> bytes:
    """Right for who reads it well: columns of her own, empty lines, spaces, capitals."""
    told = [[*map(spaced, row), f"note {n}", "", "x"] if chance.random() < 0.9 else [*map(spaced, row)] for n, row in enumerate(lines)]
    return chance.choice([ods, xlsx, text])([["Mon suivi"], *(it for row in told for it in (row, [], []))])


def spaced(value: Any) -> Any:
    return f"  {value.upper()} " if isinstance(value, str) and value not in HEADERS else value


def cut(chance: random.Random, lines: list[Any]) -> bytes:
    content = chance.choice([ods, xlsx])(lines)
    return content[: chance.randint(1, len(content) - 1)]


def flipped(chance: random.Random, lines: list[Any]) -> bytes:
    content = bytearray(chance.choice([ods, xlsx, text])(lines))
    for _ in range(chance.randint(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def quoted(chance: random.Random, lines: list[Any]) -> bytes:
    content = text(lines).decode()
    at = chance.randrange(len(content))
    return (content[:at] + '"' + content[at:]).encode(chance.choice(["utf-8", "cp1252", "mac_roman"]), errors="replace")


def noise(chance: random.Random, lines: list[Any]) -> bytes:
    return chance.randbytes(chance.randint(0, 3000))


def page(chance: random.Random, lines: list[Any]) -> bytes:
    return b"<html><table>" + text(lines) + b"</table></html>"


def other_headings(chance: random.Random, lines: list[Any]) -> bytes:
    return text([[chance.choice(["Date", "Date", "Durée", "", "Qui", "Thème"]) for _ in HEADERS], *lines[1:]])


def of_the_future(chance: random.Random, lines: list[Any]) -> bytes:
    return xlsx([lines[0], *([row[0] + dt.timedelta(days=chance.choice([0, 400, -4000])), *row[1:]] for row in lines[1:])])


def numbers(chance: random.Random, lines: list[Any]) -> bytes:
    return ods([lines[0], *([row[0], chance.choice([30, 0.5, 1e300, -1]), *row[2:5], chance.choice([1, 2.5, 3]), 0] for row in lines[1:])])


WAYS = (wrong_cells, untidy, ragged, shuffled, cut, flipped, quoted, noise, page, other_headings, of_the_future, numbers)
