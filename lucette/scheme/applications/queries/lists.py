"""Which applications, in which order, how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypedDict, Unpack
from uuid import UUID

from django.db.models import Count, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from lucette.foundation.territories.models import Folded
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.records import is_uuid
from lucette.scheme.applications.enums import CONTESTED, LIVE, SILENT
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, LapseNotice
from lucette.scheme.applications.queries.days import day
from lucette.scheme.applications.rules import recourse_until
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.rules import coordinates

PAGE = 50
LAST_DAY = Value(dt.date(9999, 12, 31))  # what has no date comes last
LAST_MOMENT = Value(dt.datetime(9999, 12, 31, tzinfo=dt.UTC))
TO_ANSWER = LapseNotice.objects.filter(application=OuterRef("pk"), closed_at=None, answered_at=None)
SORTS: dict[str, Any] = {
    "structure": Folded("organization__name"),
    "reponse": Coalesce("answer_due_on", LAST_DAY),
    "postes": F("posts_asked"),
    "depot": Coalesce("filed_at", LAST_MOMENT),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One application in a list."""

    id: UUID
    number: str
    organization_id: UUID
    organization: str
    department_code: str
    posts_asked: int
    posts_granted: int
    additional: bool
    status: str
    status_label: str
    filed_on: dt.date | None
    answer_due_on: dt.date | None
    late: bool
    handed_over: bool = False
    contest_by: dt.date | None = None  # the last day to contest a decision
    silent_since: dt.date | None = None  # rejected by silence, and nothing said since
    post: str = ""  # the kind of post asked for, "" for advisers
    lapse_by: dt.date | None = None  # its award may be withdrawn: the host answers before that day
    renewal: bool = False


class Page(NamedTuple):
    """A page of a list; `after` (empty: no more) asks for the next one."""

    rows: list[Row]
    after: str


class Filters(TypedDict, total=False):
    """What narrows a list of applications; those `hidden` are left out of it, it keeps to those `among` when
    given, to those that ask for a coordinator with `coordinators`."""

    statuses: Sequence[str]
    call_id: UUID | None
    organization_id: UUID | None
    department: str
    search: str
    hidden: Collection[UUID]
    among: Collection[UUID] | None
    coordinators: bool


def applications(by: Actor, *, sort: str = "", after: str = "", limit: int = PAGE, **filters: Unpack[Filters]) -> Page:
    """Applications in the actor's scope, narrowed by the filters given. `after`: id of the last row already shown.

    `sort`: a word of SORTS, the other way round after a « - »; else newest first.
    """
    rows = _narrowed(by, **filters).select_related("organization")
    rows = rows.annotate(
        lapse_by=Subquery(TO_ANSWER.values("due_on")[:1]),
        sorted_by=SORTS[sort.lstrip("-")] if sort.lstrip("-") in SORTS else F("created_at"),
    )
    backwards = sort.startswith("-") if sort.lstrip("-") in SORTS else True
    if after and is_uuid(after) and (last := rows.filter(pk=after).first()):
        way = "lt" if backwards else "gt"
        further = {f"sorted_by__{way}": last.sorted_by}
        rows = rows.filter(Q(**further) | Q(sorted_by=last.sorted_by, **{f"pk__{way}": last.pk}))
    found = list(rows.order_by("-sorted_by" if backwards else "sorted_by", "-pk" if backwards else "pk")[: limit + 1])
    shown, today = found[:limit], clock.today()
    return Page([_row(it, today) for it in shown], str(shown[-1].pk) if len(found) > limit else "")


def urgent(by: Actor, statuses: Sequence[str], limit: int, hidden: Collection[UUID] = ()) -> list[Row]:
    """The applications in these statuses whose answer is expected first, without those `hidden`."""
    rows = Application.objects.visible_to(by).filter(status__in=list(statuses)).exclude(pk__in=hidden).select_related("organization")
    today = clock.today()
    return [_row(it, today) for it in rows.order_by(F("answer_due_on").asc(nulls_last=True), "created_at", "pk")[:limit]]


def awaited(by: Actor, hidden: Collection[UUID] = ()) -> tuple[dict[str, int], dict[str, dt.date | None]]:
    """By status: how many applications, and the first day on which an answer is expected; those that have none are absent."""
    rows = Application.objects.visible_to(by).exclude(pk__in=hidden).values_list("status")
    found = list(rows.annotate(count=Count("pk"), first=Min("answer_due_on")).order_by("status"))
    return {status: count for status, count, _ in found}, {status: first for status, _, first in found}


def count(by: Actor, **filters: Unpack[Filters]) -> int:
    """How many applications the same filters keep."""
    return _narrowed(by, **filters).count()


def numbers(ids: Collection[UUID], by: Actor) -> dict[UUID, str]:
    """Their numbers, by id, of those that this person sees."""
    return dict(Application.objects.visible_to(by).filter(pk__in=ids).values_list("pk", "number"))


def _narrowed(
    by: Actor,
    *,
    statuses: Sequence[str] = (),
    call_id: UUID | None = None,
    organization_id: UUID | None = None,
    department: str = "",
    search: str = "",
    hidden: Collection[UUID] = (),
    among: Collection[UUID] | None = None,
    coordinators: bool = False,
) -> Any:
    rows = Application.objects.visible_to(by).exclude(pk__in=hidden)
    rows = rows if among is None else rows.filter(pk__in=among)
    rows = rows.exclude(post_kind=PostKind.ADVISER) if coordinators else rows
    narrow = {"call_id": call_id, "organization_id": organization_id, "department_code": department, "status__in": list(statuses)}
    rows = rows.filter(**{name: value for name, value in narrow.items() if value})
    if words := search.strip():
        rows = rows.annotate(folded_name=Folded("organization__name")).filter(
            Q(number__iexact=words) | Q(folded_name__contains=Folded(Value(words))) | Q(organization__siret=words.replace(" ", ""))
        )
    return rows


def _row(it: Application, today: dt.date) -> Row:
    waits, decided_on = it.status in (S.FILED, S.UNDER_REVIEW, S.ON_AGENDA, S.UNDER_APPEAL), day(it.decided_at)
    contest_by = recourse_until(decided_on) if decided_on and it.status in CONTESTED else None
    return Row(
        it.pk,
        it.number,
        it.organization_id,
        it.organization.name,
        it.department_code,
        it.posts_asked,
        it.posts_granted,
        it.additional,
        it.status,
        it.get_status_display(),
        day(it.filed_at),
        it.answer_due_on,
        bool(waits and it.answer_due_on and it.answer_due_on < today),
        it.status == S.DRAFT and it.handed_over_at is not None,
        contest_by if contest_by and contest_by >= today else None,
        it.implicit_on if it.status in SILENT else None,
        it.get_post_kind_display() if coordinates(it.post_kind) else "",
        getattr(it, "lapse_by", None) if it.status == S.AWARDED else None,
        it.renews is not None,
    )


def counts_by_status(by: Actor, *call_ids: UUID, hidden: Collection[UUID] = ()) -> dict[str, int]:
    """How many applications of the actor's scope (of these calls, when given; without the `hidden` ones) are in each status; those with
    none are absent."""
    rows = Application.objects.visible_to(by).exclude(pk__in=hidden)
    rows = rows.filter(call_id__in=call_ids) if call_ids else rows
    return dict(rows.values_list("status").annotate(count=Count("pk")).order_by("status"))


def renewals(by: Actor) -> list[UUID]:
    """The applications in the actor's scope that renew an agreement, once filed."""
    return list(Application.objects.visible_to(by).filter(renews__isnull=False).exclude(status=S.DRAFT).values_list("pk", flat=True))


def renewals_of(agreement_ids: Collection[UUID]) -> dict[UUID, Application]:
    """Agreement → the live application that renews it; those that nobody asked to renew are absent."""
    return {it.renews: it for it in Application.objects.filter(renews__in=agreement_ids, status__in=LIVE) if it.renews}


def answers(by: Actor, organization_id: UUID) -> list[Application]:
    """The applications of a host that are live (neither ended nor given up), with their call: what it may still ask for."""
    seen = Application.objects.visible_to(by).filter(organization_id=organization_id, status__in=LIVE)
    return list(seen.select_related("call").in_order())


@dataclass(frozen=True, slots=True)
class Placed:
    """A live application and where its host is; `latitude` is None when the commune has no point."""

    id: UUID
    number: str
    host: str
    commune: str
    status: str
    status_label: str
    asked: int
    granted: int | None
    latitude: float | None
    longitude: float | None


def on_the_map(by: Actor) -> list[Placed]:
    """The live applications of the actor's scope, filed at least, by commune; one question to the base."""
    seen = Application.objects.visible_to(by).filter(status__in=LIVE).exclude(status=S.DRAFT)
    found = seen.select_related("organization__commune").order_by(Folded("organization__commune__name"), "number")
    return [
        Placed(
            it.pk,
            it.number,
            it.organization.name,
            it.organization.commune.name,
            it.status,
            it.get_status_display(),
            it.posts_asked,
            it.posts_granted,
            it.organization.commune.latitude,
            it.organization.commune.longitude,
        )
        for it in found
    ]
