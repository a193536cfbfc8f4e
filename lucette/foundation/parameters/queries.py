"""What a number is worth on a date."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, Subquery
from django.db.models.functions import Coalesce, JSONObject

from lucette.foundation.parameters.models import ParameterDecision
from lucette.foundation.parameters.rules import Described, Value, in_force

SHIPPED = Path(__file__).parent / "reference" / "parameters.toml"


@dataclass(frozen=True, slots=True)
class Shown:
    """A parameter as its page tells it: what it is worth on a date, and every value, oldest first."""

    it: Described
    now: Value | None
    values: tuple[Value, ...]


@cache
def known() -> Mapping[str, Described]:
    """Code → the parameters that the house knows, with their shipped values (`reference/parameters.toml`)."""
    file = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["parameter"]
    return {
        it["code"]: Described(
            it["code"],
            it["label"],
            it["unit"],
            it["owner"],
            it["least"],
            it["most"],
            tuple(Value(value["since"], value["value"], value["source"]) for value in it["values"]),
        )
        for it in file
    }


def value(code: str, on: dt.date) -> int:
    """What the parameter is worth on that date, in its unit. Raises KeyError for an unknown code, LookupError before its first value."""
    return values([code], on)[code]


def values(codes: Iterable[str], on: dt.date) -> dict[str, int]:
    """The same for several, in one question to the base."""
    wanted = {code: known()[code] for code in codes}
    decided = _decided(wanted)
    found = {code: in_force([*it.shipped, *decided[code]], on) for code, it in wanted.items()}
    if absent := sorted(code for code, it in found.items() if it is None):
        raise LookupError(f"no value of {absent} on {on}")
    return {code: it.value for code, it in found.items() if it}


def value_within(code: str, on: dt.date) -> Expression:
    """The same as `value`, as an expression: for rows that are read anyway, without a question more. Raises as `value`."""
    shipped = in_force(known()[code].shipped, on)
    if shipped is None:
        raise LookupError(f"no value of {code} on {on}")
    decided = ParameterDecision.objects.filter(code=code, since__lte=on, since__gte=shipped.since).order_by("-since", "-created_at", "-id")
    return Coalesce(Subquery(decided.values("value")[:1]), shipped.value)


def decided_within(code: str) -> ArraySubquery:
    """What was decided of a parameter, to be read with rows that are read anyway; `over_time` reads it."""
    decided = ParameterDecision.objects.filter(code=code).order_by("created_at", "id")
    return ArraySubquery(decided.values(told=JSONObject(since="since", value="value", reason="reason")))


def over_time(code: str, decided: Iterable[Mapping[str, Any]]) -> Callable[[dt.date], int]:
    """What the parameter is worth on any date, when what was decided of it is read already. Raises as `value`."""
    told = [*known()[code].shipped, *(Value(dt.date.fromisoformat(it["since"]), it["value"], it["reason"]) for it in decided)]

    def on(day: dt.date) -> int:
        found = in_force(told, day)
        if found is None:
            raise LookupError(f"no value of {code} on {day}")
        return found.value

    return on


def every(on: dt.date) -> list[Shown]:
    """Every parameter, in the order of the shipped file."""
    decided = _decided(known())
    return [_shown(it, decided[it.code], on) for it in known().values()]


def one(code: str, on: dt.date) -> Shown | None:
    """One parameter, None when the code is not known."""
    it = known().get(code)
    return _shown(it, _decided([code])[code], on) if it else None


def _shown(it: Described, decided: Iterable[Value], on: dt.date) -> Shown:
    told = [*it.shipped, *decided]
    return Shown(it, in_force(told, on), tuple(sorted(told, key=lambda value: value.since)))


def _decided(codes: Iterable[str]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {code: [] for code in codes}
    for it in ParameterDecision.objects.filter(code__in=found).order_by("created_at", "id"):
        found[it.code].append(Value(it.since, it.value, it.reason))
    return found
