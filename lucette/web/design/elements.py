"""What pages are made of: plain values that a view fills and a template draws. No model, no HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from lucette.kernel import clock, french
from lucette.kernel.money import Money
from lucette.web.design.parts import SearchBox


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the reader: a sentence, one button, a deadline."""

    sentence: str
    action: str
    url: str
    due: dt.date | None = None

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < clock.today()


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure, link to the list it counts; `value` is already written in French."""

    value: str
    label: str
    url: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a summary list."""

    label: str
    value: Any
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a journey: `state` is done, now or next; `who` has the ball; `on`: done, or expected, that day."""

    label: str
    state: str
    who: str = ""
    on: dt.date | None = None

    @property
    def words(self) -> str:
        day = french.date(self.on) if self.on else ""
        match self.state:
            case "done":
                return f"Fait le {day}" if day else "Fait"
            case "now":
                return f"En cours, attendu pour le {day}" if day else "En cours"
        return f"À venir, vers le {day}" if day else "À venir"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of history or news."""

    on: dt.date
    sentence: str
    who: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to download; `detail` like « PDF – 61 ko »."""

    name: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A link that narrows a list."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


WIDE = 6  # columns


class Column(NamedTuple):
    """`url`: sorts the list by this column; `sort`: "ascending" or "descending" when it is sorted so."""

    label: str
    number: bool = False
    url: str = ""
    sort: str = ""


class Cell(NamedTuple):
    """Text; a link when it has a `url`, a badge when it has a `tone`, a box to tick (its value) when it has a `choice`."""

    text: Any
    url: str = ""
    tone: str = ""
    choice: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Becomes cards on a phone. A column is a label or a Column, a cell plain text or a Cell; `empty` says what will come, and when."""

    caption: str
    columns: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    empty: str = "Rien pour le moment."
    total: Sequence[Any] = ()
    caption_hidden: bool = False

    @property
    def wide(self) -> bool:
        """Wide enough to slide sideways: the keyboard must reach it."""
        return len(self.columns) > WIDE

    @property
    def heads(self) -> list[Column]:
        return [column if isinstance(column, Column) else Column(column) for column in self.columns]

    @property
    def sortable(self) -> bool:
        return any(column.url for column in self.heads)

    @property
    def cells(self) -> Iterator[list[tuple[Column, Cell]]]:
        return (self.paired(row) for row in self.rows)

    @property
    def total_cells(self) -> list[tuple[Column, Cell]]:
        return self.paired(self.total)

    def paired(self, row: Sequence[Any]) -> list[tuple[Column, Cell]]:
        return [(column, cell if isinstance(cell, Cell) else Cell(cell)) for column, cell in zip(self.heads, row, strict=True)]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a stacked bar: `tone` 1 to 7 (static/design/lucette.css), `amount` in cents or posts."""

    label: str
    amount: int
    tone: int
    url: str = ""
    text: str = ""
    x: int = 0
    width: int = 0
    percent: str = ""

    @property
    def left(self) -> str:
        """Where it begins, as SVG reads it: `12.3%`."""
        return f"{self.x // 10}.{self.x % 10}%"

    @property
    def breadth(self) -> str:
        return f"{self.width // 10}.{self.width % 10}%"

    @property
    def room(self) -> str:
        """How much can be written inside it: everywhere, only on a wide screen, or nothing."""
        return "wide" if self.width >= 260 else "middling" if self.width >= 110 else ""


@dataclass(frozen=True, slots=True)
class StackedBar:
    """The signature picture: one bar, directly labelled, its parts under it. `money`: amounts are cents; else they count `unit`."""

    caption: str
    segments: Sequence[Segment]
    money: bool = True
    unit: str = "poste"

    @property
    def total(self) -> int:
        return sum(segment.amount for segment in self.segments)

    @property
    def total_text(self) -> str:
        return self.written(self.total)

    @property
    def drawn(self) -> list[Segment]:
        """Segments with their place on a width of 1,000: edges are rounded, so that widths always add up."""
        drawn, before, whole = [], 0, self.total or 1
        for segment in self.segments:
            left, right = 1000 * before // whole, 1000 * (before + segment.amount) // whole
            drawn.append(
                replace(segment, x=left, width=right - left, text=self.written(segment.amount), percent=percent(segment.amount, whole))
            )
            before += segment.amount
        return drawn

    def written(self, amount: int) -> str:
        return str(Money(amount)) if self.money else french.plural(amount, self.unit)


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard: what waits for the reader (seven at most, most urgent first), her objects, figures, news."""

    tasks: Sequence[Task] = ()
    tables: Sequence[Table] = ()
    figures: Sequence[Figure] = ()
    news: Sequence[Event] = ()
    nothing_to_do: str = "Rien n’attend de vous aujourd’hui."

    def __post_init__(self) -> None:
        ordered = sorted(self.tasks, key=lambda task: task.due or dt.date.max)
        object.__setattr__(self, "tasks", ordered[:7])


@dataclass(frozen=True, slots=True)
class Act:
    """A button of an object page: an act open to the reader now. `danger`: it cannot be undone."""

    label: str
    url: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """An object page, the same for every object. `mine`: the next step is the reader's. `acts`: what she may do; the first, when the
    next step is hers, is the main one. `action`: the main link of a page whose reader has no act."""

    status: str
    status_label: str
    number: str = ""
    next_step: str = ""
    mine: bool = False
    action: str = ""
    action_url: str = ""
    acts: Sequence[Act] = ()
    facts: Sequence[Fact] = ()
    facts_title: str = "L’essentiel"
    steps: Sequence[Step] = ()
    tables: Sequence[Table] = ()
    documents: Sequence[Document] = ()
    history: Sequence[Event] = ()

    @property
    def buttons(self) -> list[tuple[Act, str]]:
        """Each act with its DSFR class: one main button at most."""
        shown = [Act(self.action, self.action_url), *self.acts] if self.action else list(self.acts)
        main = 0 if (self.action or self.mine) and shown and not shown[0].danger else -1
        return [(act, "" if n == main else "fr-btn--tertiary" if act.danger else "fr-btn--secondary") for n, act in enumerate(shown)]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page: a search, filters as links, a count in words, one table, its pages, the export of what is shown."""

    table: Table
    count_sentence: str
    filters: Sequence[Filter] = field(default_factory=tuple)
    next_url: str = ""
    exports: Sequence[Document] = ()
    previous_url: str = ""
    search: SearchBox | None = None


def percent(part: int, whole: int) -> str:
    """`12,5 %`; rounded half up in whole numbers; a part that is not nothing is never written 0."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else 0
    if part and not tenths:
        return "< 0,1\u00a0%"
    return f"{tenths // 10},{tenths % 10}\u00a0%"
