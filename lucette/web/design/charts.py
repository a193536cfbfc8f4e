"""Charts drawn by the server: plain values, measured here, drawn in SVG by `parts/`. Each says its figures in words and in a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.web.design.elements import Cell, Column, Table, percent

HEIGHT, HEAD = 160, 20  # of the plot and of what is written over it, in pixels
DASHES = ("", "6 4", "2 3")  # a second and third line are told apart without colour


def written(value: int, unit: str, money: bool) -> str:
    """`3 postes`, `50 000,00 €`, or the bare number."""
    return str(Money(value)) if money else french.plural(value, unit) if unit else french.number(value)


def compact(value: int, money: bool) -> str:
    """What fits over a column: `840`, `12,4 k`, `3,1 M` (euros without their cents)."""
    amount = value // 100 if money else value
    for size, letter in ((1_000_000, "M"), (10_000, "k")):
        if abs(amount) >= size:
            tenths = round(amount * 10 / (1000 if letter == "k" else size))
            return f"{tenths // 10},{tenths % 10}\u00a0{letter}"
    return french.number(amount)


def place(part: int, whole: int) -> str:
    """Where it stands, as SVG reads it: `12.3%`."""
    tenths = 1000 * part // whole
    return f"{tenths // 10}.{tenths % 10}%"


def month_of(day: dt.date) -> str:
    return f"{french.MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a bar chart, link to the list it counts."""

    label: str
    value: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    label: str
    text: str
    width: str  # on 1,000
    percent: str
    url: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars: a table whose one column is drawn. `money`: values are cents; else they count `unit`. `share`: with percentages."""

    caption: str
    bars: Sequence[Bar]
    unit: str = ""
    money: bool = False
    share: bool = False
    head: str = "Libellé"
    empty: str = "Aucun chiffre pour le moment."

    @property
    def drawn(self) -> list[DrawnBar]:
        longest = max((bar.value for bar in self.bars), default=0) or 1
        total = sum(bar.value for bar in self.bars)
        return [
            DrawnBar(
                bar.label,
                written(bar.value, self.unit, self.money),
                str(max(4 if bar.value > 0 else 0, 1000 * bar.value // longest)),  # what is not nothing is seen
                percent(bar.value, total) if self.share else "",
                bar.url,
            )
            for bar in self.bars
        ]


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value a month, in the order of the months of its chart."""

    label: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Tick:
    """A month under the plot: its initial, and the year when it begins one."""

    at: str
    letter: str
    year: str


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    left: str
    width: str
    middle: str
    top: str
    foot: str
    height: str
    label: str
    text: str
    month: str
    anchor: str
    key: bool  # its label stays on a phone: the highest and the last


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """`points` on a plot of 1,000 by HEIGHT."""

    label: str
    points: str
    dash: str
    tone: int
    last: str


@dataclass(frozen=True, slots=True)
class Months:
    """What a chart over months shares: its months, its words, its table."""

    caption: str
    months: Sequence[dt.date]
    series: Sequence[Series]
    unit: str = ""
    money: bool = False
    empty: str = "Aucun chiffre pour le moment."

    def __post_init__(self) -> None:
        if any(len(line.values) != len(self.months) for line in self.series):
            raise ValueError("A value a month, no more, no less.")

    @property
    def highest(self) -> int:
        return max((value for line in self.series for value in line.values), default=0)

    @property
    def sentence(self) -> str:
        """The picture in words: from when to when, the highest, the last."""
        if not self.months or not self.highest:
            return ""
        return " ".join(self.told(line) for line in self.series)

    def told(self, line: Series) -> str:
        peak = max(range(len(self.months)), key=lambda n: line.values[n])
        name = f"{line.label} : " if len(self.series) > 1 else ""
        high, last = (written(line.values[n], self.unit, self.money) for n in (peak, -1))
        if high == last:
            return f"{name}{last} en {month_of(self.months[-1])}, le plus haut."
        return f"{name}{high} au plus haut, en {month_of(self.months[peak])} ; {last} en {month_of(self.months[-1])}."

    @property
    def table(self) -> Table:
        heads = ["Mois", *(Column(line.label, number=True) for line in self.series)]
        rows = [
            [month_of(month).capitalize(), *(Cell(written(line.values[n], "", self.money)) for line in self.series)]
            for n, month in enumerate(self.months)
        ]
        return Table(self.caption, heads, rows)

    @property
    def ticks(self) -> list[Tick]:
        every = 1 + (len(self.months) - 1) // 14
        return [
            Tick(
                place(2 * n + 1, 2 * len(self.months)),
                french.MONTHS[month.month - 1][0].upper() if n % every == 0 else "",
                str(month.year) if month.month == 1 or (n == 0 and month.month < 10) else "",
            )
            for n, month in enumerate(self.months)
        ]

    def up(self, value: int) -> int:
        """How high it stands, in pixels."""
        return max(0, HEIGHT * value // (self.highest or 1))


@dataclass(frozen=True, slots=True)
class Columns(Months):
    """A column a month, one series, each labelled where there is room."""

    @property
    def drawn(self) -> list[DrawnColumn]:
        (line,), count = self.series, len(self.months)
        peak = max(range(count), key=lambda n: line.values[n], default=0)
        return [
            DrawnColumn(
                left=place(8 * n + 1, 8 * count),
                width=place(6, 8 * count),
                middle=place(2 * n + 1, 2 * count) if n < count - 1 or count <= 14 else "100%",
                top=str(HEIGHT - self.up(line.values[n]) + HEAD),
                foot=str(HEIGHT - self.up(line.values[n]) + HEAD - 6),
                height=str(self.up(line.values[n])),
                label=compact(line.values[n], self.money) if count <= 14 or n in (peak, count - 1) else "",
                text=written(line.values[n], self.unit, self.money),
                month=month_of(month),
                anchor="end" if n == count - 1 and count > 14 else "middle",
                key=n == peak or (n == count - 1 and n - peak > count // 6),
            )
            for n, month in enumerate(self.months)
        ]


@dataclass(frozen=True, slots=True)
class Lines(Months):
    """One to three lines, told apart by their dashes too, each named with its last value."""

    def __post_init__(self) -> None:
        Months.__post_init__(self)
        if len(self.series) > len(DASHES):
            raise ValueError("More than three lines cannot be read.")

    @property
    def drawn(self) -> list[DrawnLine]:
        return [self.line(line, DASHES[n], (3, 5, 6)[n]) for n, line in enumerate(self.series)]

    def line(self, line: Series, dash: str, tone: int) -> DrawnLine:
        count = len(self.months) or 1
        points = [(1000 * (2 * n + 1) // (2 * count), HEIGHT - self.up(value)) for n, value in enumerate(line.values)]
        return DrawnLine(
            label=line.label,
            points=" ".join(f"{x},{y}" for x, y in points),
            dash=dash,
            tone=tone,
            last=written(line.values[-1], self.unit, self.money) if line.values else "",
        )
