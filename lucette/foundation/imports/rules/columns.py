"""What a kind of import asks for, and which column of the file answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from lucette.foundation.imports.rules.values import plain
from lucette.kernel.actor import Actor

NO_COLUMN = -1
LONGEST_ANSWER = 1000  # characters of one cell


@dataclass(frozen=True, slots=True)
class Column:
    """`name` in the code, `label` in the template; `also`: other headings under which people keep it; `example` of a cell."""

    name: str
    label: str
    required: bool = False
    also: Sequence[str] = ()
    example: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, by its number there: `values` by name of column, "" when nothing is written."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a target says of some lines. `problems`: line → (name of a column, sentence); `counts`: what would happen → how many."""

    problems: Mapping[int, Sequence[tuple[str, str]]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What a line became: the object, and what it was before when it was known (None: it is new)."""

    number: int
    made: UUID
    before: dict[str, Any] | None = None


class Target(Protocol):
    """What the lines of a kind of import become. `roles`: who may bring them. `words`: (« activité », « activités »)."""

    code: str
    title: str
    words: tuple[str, str]
    roles: frozenset[str]
    columns: Sequence[Column]

    def examples(self) -> Sequence[Mapping[str, str]]:
        """Lines of the template, by name of column."""

    def check(self, lines: Sequence[Line], by: Actor) -> Trial:
        """What would be refused, and what would happen; changes nothing."""

    def write(self, lines: Sequence[Line], by: Actor) -> list[Written]:
        """Take them all; raises a refusal and then takes none. Called in one transaction."""

    def take_back(self, written: Sequence[Written], by: Actor) -> None:
        """As before the import. Raises RuleBroken when something depends on it."""


def guessed(columns: Sequence[Column], headers: Sequence[str]) -> dict[str, int]:
    """The column of the file that answers each, by its heading; NO_COLUMN when none does. A column answers once."""
    free = {number: plain(header) for number, header in enumerate(headers) if header.strip()}
    found = dict.fromkeys((column.name for column in columns), NO_COLUMN)
    for same in (str.__eq__, str.startswith, str.__contains__):
        for column in columns:
            names = [plain(it) for it in (column.label, column.name, *column.also)]
            if found[column.name] == NO_COLUMN:
                number = next((n for n, header in free.items() if any(same(header, name) for name in names)), NO_COLUMN)
                found[column.name] = number
                free.pop(number, None)
    return found


def matching_problems(columns: Sequence[Column], matching: Mapping[str, int], width: int) -> dict[str, str]:
    """What is wrong in a choice of columns, by name."""
    problems = {}
    taken: dict[int, str] = {}
    for column in columns:
        number = matching.get(column.name, NO_COLUMN)
        if column.required and number == NO_COLUMN:
            problems[column.name] = "Choisissez la colonne : cette information est nécessaire."
        elif number != NO_COLUMN and not 0 <= number < width:
            problems[column.name] = "Cette colonne n’est pas dans le fichier."
        elif number != NO_COLUMN and number in taken:
            problems[column.name] = f"Cette colonne sert déjà pour « {taken[number]} »."
        taken.setdefault(number, column.label)
    return problems


def lines_told(columns: Sequence[Column], matching: Mapping[str, int], cells: Iterable[tuple[int, Sequence[str]]]) -> list[Line]:
    """The lines of the file, in the words of the target."""
    numbers = {column.name: matching.get(column.name, NO_COLUMN) for column in columns}
    return [Line(number, {name: value(row, at) for name, at in numbers.items()}) for number, row in cells]


def value(row: Sequence[str], at: int) -> str:
    return row[at].strip() if 0 <= at < len(row) else ""


def missing(columns: Sequence[Column], line: Line) -> list[tuple[str, str]]:
    """Required cells left empty, and cells too long to be an answer."""
    empty = [(it.name, "Cette case est vide.") for it in columns if it.required and not line.values.get(it.name)]
    long = [(it.name, "Ce texte est trop long.") for it in columns if len(line.values.get(it.name, "")) > LONGEST_ANSWER]
    return empty + long
