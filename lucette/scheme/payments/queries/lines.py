"""Instalment lines one by one: those that wait aside, what may be done about each, the overrides to answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from lucette.foundation.accounts.queries import accounts_of, names
from lucette.foundation.territories.models import Folded
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.payments.enums import LineStatus, OverrideStatus
from lucette.scheme.payments.models import ConditionOverride, InstalmentLine
from lucette.scheme.payments.queries.eligibility import lacking_only_their_condition

ASKED = "override"  # lines whose override waits for a second person
LINE_SORTS: dict[str, Any] = {
    "structure": Folded("instalment__agreement__organization__name"),
    "echeance": F("instalment__due_on"),
    "depuis": Coalesce("status_since", "created_at"),
    "montant": F("cents"),
}


@dataclass(frozen=True, slots=True)
class LineRow:
    """One post's share of one instalment, as lists show it; `why`: what holds it, or cancelled it."""

    pk: UUID
    agreement_id: UUID
    agreement_number: str
    host: str
    number: int
    post_number: str
    due_on: dt.date
    amount: Money
    status: str
    status_label: str
    ground: str
    why: str
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """An override: who asked, why, who answered."""

    pk: UUID
    status: str
    status_label: str
    motive: str
    asked_by: str
    asked_at: dt.datetime
    answered_by: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LinePage:
    """Everything on a line. `reduced_from`: its amount before; `overridable`: two persons may have it paid without its condition;
    `line`: the row itself, to read its history with."""

    row: LineRow
    condition: str
    reduced_from: Money | None
    order_id: UUID | None
    overridable: bool
    overrides: tuple[OverrideRow, ...]
    asked: OverrideCard | None
    line: InstalmentLine

    @property
    def pk(self) -> UUID:
        return self.row.pk

    @property
    def status(self) -> str:
        return self.row.status


@dataclass(frozen=True, slots=True)
class OverrideCard:
    """An override to answer, with its line; `own`: this natural person asked for it, another one answers."""

    pk: UUID
    status: str
    row: OverrideRow
    line: LineRow
    own: bool


def _seen(by: Actor) -> QuerySet[InstalmentLine]:
    return InstalmentLine.objects.visible_to(by).select_related("instalment__agreement__organization", "post")


def lines_page(
    by: Actor, statuses: Sequence[str] = (), agreement_id: UUID | None = None, after: str = "", limit: int = 50, sort: str = ""
) -> tuple[list[LineRow], str]:
    """Lines in these statuses (or ASKED: those whose override waits), of one agreement when given; and the id of the next ones."""
    asked = ConditionOverride.objects.filter(line=OuterRef("pk"), status=OverrideStatus.ASKED)
    found: Any = _seen(by)
    if agreement_id:
        found = found.filter(instalment__agreement_id=agreement_id)
    if ASKED in statuses:
        found = found.filter(Exists(asked), status__in=[LineStatus.PLANNED, LineStatus.HELD])
    elif statuses:
        found = found.filter(status__in=statuses)
    rows, following = found.page(after, limit, sort, LINE_SORTS)
    return [row_of_line(it) for it in rows], following


def line_counts(by: Actor, agreement_id: UUID | None = None) -> dict[str, int]:
    """How many lines are in each status, and how many overrides wait (ASKED); one query."""
    lines = InstalmentLine.objects.visible_to(by)
    lines = lines.filter(instalment__agreement_id=agreement_id) if agreement_id else lines
    asked = Exists(ConditionOverride.objects.filter(line=OuterRef("pk"), status=OverrideStatus.ASKED))
    rows = lines.annotate(asked=asked).order_by("status").values_list("status", "asked").annotate(count=Count("pk"))
    counts: dict[str, int] = {ASKED: 0}
    for status, waits, count in rows:
        counts[status] = counts.get(status, 0) + count
        counts[ASKED] += count if waits and status in (LineStatus.PLANNED, LineStatus.HELD) else 0
    return counts


def line_page(line_id: UUID, by: Actor) -> LinePage:
    """One line with its overrides, oldest first. Raises NotFound."""
    line: Any = _seen(by).filter(pk=line_id).first()
    if line is None:
        raise NotFound
    told = list(line.overrides.order_by("created_at", "pk"))
    known = names({pk for it in told for pk in (it.asked_by, it.answered_by) if pk}) if told else {}
    rows = tuple(_override_row(it, known) for it in told)
    waiting = next((it for it in told if it.status == OverrideStatus.ASKED), None)
    return LinePage(
        row_of_line(line),
        line.instalment.get_condition_display(),
        Money(line.reduced_from_cents) if line.reduced_from_cents else None,
        line.order_id,
        lacking_only_their_condition(InstalmentLine.objects.filter(pk=line.pk), clock.today()).exists(),
        rows,
        _card(waiting, line, known, by) if waiting else None,
        line,
    )


def override_card(override_id: UUID, by: Actor) -> OverrideCard:
    """An override, for the page where it is answered. Raises NotFound."""
    it = ConditionOverride.objects.filter(pk=override_id, line__in=InstalmentLine.objects.visible_to(by)).first()
    if it is None:
        raise NotFound
    line = _seen(by).known(it.line_id)  # type: ignore[attr-defined]
    return _card(it, line, names([it.asked_by]), by)


def _card(it: ConditionOverride, line: InstalmentLine, known: dict[UUID, str], by: Actor) -> OverrideCard:
    own = it.asked_by == by.pk or it.asked_by in set(accounts_of(by.pk))
    return OverrideCard(it.pk, it.status, _override_row(it, known), row_of_line(line), own)


def _override_row(it: ConditionOverride, known: dict[UUID, str]) -> OverrideRow:
    answered = known.get(it.answered_by, "") if it.answered_by else ""
    label = OverrideStatus(it.status).label
    return OverrideRow(it.pk, it.status, label, it.motive, known.get(it.asked_by, ""), it.created_at, answered, it.answered_at)


def row_of_line(line: InstalmentLine) -> LineRow:
    """`line` with its instalment, agreement, organization and post already read."""
    agreement = line.instalment.agreement
    return LineRow(
        line.pk,
        agreement.pk,
        agreement.number,
        agreement.organization.name,
        line.instalment.number,
        line.post.number,
        line.instalment.due_on,
        Money(line.cents),
        line.status,
        LineStatus(line.status).label,
        line.held_for,
        line.reason if line.status in (LineStatus.HELD, LineStatus.CANCELLED) else "",
        line.status_since or line.created_at,
    )
