"""The rules of a call as pages show them: in force, and to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from lucette.foundation.organizations.enums import Employer
from lucette.foundation.territories.enums import Zone
from lucette.kernel.french import number, plural
from lucette.kernel.money import Money
from lucette.scheme.calls.enums import Condition, PostKind
from lucette.scheme.calls.models import (
    GrantScale,
    Parameter,
)
from lucette.scheme.calls.queries.rules import with_sums
from lucette.scheme.calls.rules import RAISED, ScaleLine, Sum, coordinates


@dataclass(frozen=True, slots=True)
class ComingRule:
    """A rule that changes on `from_on`: its label, its new value in French, the decision."""

    label: str
    value: str
    from_on: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class RulesShown:
    """The scale (mainland first) and the numbers (by code) in force on a day, and what changes after it, the soonest first."""

    scale: list[ScaleLine]
    parameters: list[Parameter]
    coming: list[ComingRule]


def rules_shown(call_id: UUID, on: dt.date) -> RulesShown:
    """Two questions, for a page that shows them all."""
    lasting = {"call_id": call_id, "validity__overlap": DateRange(on, None)}
    scales = list(with_sums().filter(**lasting))
    numbers = list(Parameter.objects.filter(**lasting).order_by("code"))
    coming = [ComingRule(p.label, f"{number(p.value)} {p.unit}", p.validity.lower, p.source) for p in numbers if on not in p.validity]
    coming += [ComingRule(_zone(row), _grant(row), row.validity.lower, row.source) for row in scales if on not in row.validity]
    return RulesShown(
        _lines(row for row in scales if on in row.validity),
        [it for it in numbers if on in it.validity],
        sorted(coming, key=lambda it: (it.from_on, it.label)),
    )


def _zone(row: GrantScale) -> str:
    return f"Subvention par poste, {Zone(row.zone).label}{RAISED * row.bonus}{_kind(row)}"


def _kind(row: GrantScale) -> str:
    return f", poste de {PostKind(row.post_kind).label}" if coordinates(row.post_kind) else ""


def _grant(row: GrantScale) -> str:
    return f"{Money(row.cents)} pour {plural(row.months, 'mois', 'mois')}"


def scale_lines(call_id: UUID, on: dt.date) -> list[ScaleLine]:
    """The scale in force on that day, mainland first."""
    return _lines(with_sums().filter(call_id=call_id, validity__contains=on))


def _lines(found: Iterable[Any]) -> list[ScaleLine]:
    rows = {(row.post_kind, row.zone, row.bonus): row for row in found}
    cases = product(PostKind, Zone, (False, True))
    return [_line(rows[case]) for case in cases if case in rows]


def _line(row: Any) -> ScaleLine:
    case = f"{Employer(row.employer).label.capitalize()}, {Zone(row.zone).label}{RAISED * row.bonus}{_kind(row)}"
    sums = tuple(Sum(it["number"], Money(it["cents"]), it["months_after"], str(Condition(it["condition"]).label)) for it in row.sums)
    return ScaleLine(row.zone, case, Money(row.cents), row.months, row.source, row.bonus, row.post_kind, sums)
