"""A measure, and how it is taken: ours and the plain way in turn, the median of each."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table. Times in milliseconds; `equal`: both ways gave the same answer."""

    operation: str
    size: int
    ours_ms: float
    plain_ms: float
    equal: bool
    note: str

    @property
    def ratio(self) -> float:
        """How many times faster than the plain way."""
        return self.plain_ms / self.ours_ms

    def row(self) -> dict[str, Any]:
        return asdict(self) | {"ours_ms": round(self.ours_ms, 3), "plain_ms": round(self.plain_ms, 3), "ratio": round(self.ratio, 2)}


def timed(act: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> tuple[float, Any]:
    """Milliseconds, and what the act gave."""
    start = clock()
    given = act()
    return (clock() - start) * 1000, given


def in_turn(
    ours: Callable[[], Any], plain: Callable[[], Any], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> tuple[float, float]:
    """Median milliseconds of each, taken one after the other so that the noise of the machine falls on both.

    `clock`: `time.process_time` for a computation that waits for nobody; others then cannot slow one of the two.
    """
    times = [(timed(ours, clock)[0], timed(plain, clock)[0]) for _ in range(rounds)]
    return statistics.median(t for t, _ in times), statistics.median(t for _, t in times)


def table(measures: list[Measure]) -> str:
    """The measures as a Markdown table."""
    lines = ["| opération | la nôtre | façon ordinaire | rapport | égalité | taille |", "|---|---:|---:|---:|---|---:|"]
    for it in measures:
        equal = "oui" if it.equal else "NON"
        lines.append(f"| {it.operation} | {it.ours_ms:.2f} ms | {it.plain_ms:.2f} ms | × {it.ratio:.1f} | {equal} | {it.size} |")
    return "\n".join(lines)
