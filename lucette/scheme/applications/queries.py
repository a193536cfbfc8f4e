"""Which applications, where each stands, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, F, Min, Q, Value
from django.db.models.functions import Coalesce

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import Holder, holders
from lucette.foundation.journal.models import Entry
from lucette.foundation.journal.queries import history
from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.rules import clean_ridet, clean_siret
from lucette.foundation.territories.models import Folded
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid
from lucette.kernel.records import is_uuid
from lucette.scheme.applications.enums import LIVE, PieceStatus
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, Piece
from lucette.scheme.applications.rules import BALLS, LACKING, Dates, Filing, Next, Step, missing, next_step, timeline
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import Needed
from lucette.scheme.calls.policies import takes_applications
from lucette.scheme.calls.rules import add_months

PAGE = 50
PARTS = ("call", "organization__commune__department", "organization__commune__region", "organization__commune__intercommunality")
LAST_DAY = Value(dt.date(9999, 12, 31))  # what has no date comes last
LAST_MOMENT = Value(dt.datetime(9999, 12, 31, tzinfo=dt.UTC))
SORTS: dict[str, Any] = {
    "structure": Folded("organization__name"),
    "reponse": Coalesce("answer_due_on", LAST_DAY),
    "postes": F("posts_asked"),
    "depot": Coalesce("filed_at", LAST_MOMENT),
}
DECISIONS = ("award", "refuse", "declare_inadmissible", "close_incomplete")
ENTRIES = {
    "application.opened": "open",
    "application.filed": "file",
    "application.put_on_agenda": "put_on_agenda",
    "application.agree": "agree",
    **{f"application.{act}": "decide" for act in DECISIONS},
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


class Page(NamedTuple):
    """A page of a list; `after` (empty: no more) asks for the next one."""

    rows: list[Row]
    after: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One application as a page shows it. `acts`: those its status allows (who may do them is the policies' affair).

    `entries`: its journal, oldest first.
    """

    application: Application
    call_title: str
    organization: str
    status_label: str
    next: Next
    ball: str
    timeline: list[Step]
    acts: list[str]
    recruit_by: dt.date | None
    entries: list[Entry]


class Filters(TypedDict, total=False):
    """What narrows a list of applications; those `hidden` are left out of it, it keeps to those `among` when given."""

    statuses: Sequence[str]
    call_id: UUID | None
    organization_id: UUID | None
    department: str
    search: str
    hidden: Collection[UUID]
    among: Collection[UUID] | None


def applications(by: Actor, *, sort: str = "", after: str = "", limit: int = PAGE, **filters: Unpack[Filters]) -> Page:
    """Applications in the actor's scope, narrowed by the filters given. `after`: id of the last row already shown.

    `sort`: a word of SORTS, the other way round after a « - »; else newest first.
    """
    rows = _narrowed(by, **filters).select_related("organization")
    rows = rows.annotate(sorted_by=SORTS[sort.lstrip("-")] if sort.lstrip("-") in SORTS else F("created_at"))
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


def soonest(by: Actor, statuses: Sequence[str], hidden: Collection[UUID] = ()) -> dict[str, dt.date | None]:
    """For each of these statuses that has applications, the first day on which an answer is expected."""
    rows = Application.objects.visible_to(by).filter(status__in=list(statuses)).exclude(pk__in=hidden)
    return dict(rows.values_list("status").annotate(first=Min("answer_due_on")).order_by("status"))


def count(by: Actor, **filters: Unpack[Filters]) -> int:
    """How many applications the same filters keep."""
    return _narrowed(by, **filters).count()


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
) -> Any:
    rows = Application.objects.visible_to(by).exclude(pk__in=hidden)
    rows = rows if among is None else rows.filter(pk__in=among)
    narrow = {"call_id": call_id, "organization_id": organization_id, "department_code": department, "status__in": list(statuses)}
    rows = rows.filter(**{name: value for name, value in narrow.items() if value})
    if words := search.strip():
        rows = rows.annotate(folded_name=Folded("organization__name")).filter(
            Q(number__iexact=words) | Q(folded_name__contains=Folded(Value(words))) | Q(organization__siret=words.replace(" ", ""))
        )
    return rows


def _row(it: Application, today: dt.date) -> Row:
    waits = it.status in (S.FILED, S.UNDER_REVIEW, S.ON_AGENDA)
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
        _day(it.filed_at),
        it.answer_due_on,
        bool(waits and it.answer_due_on and it.answer_due_on < today),
        it.status == S.DRAFT and it.handed_over_at is not None,
    )


def counts_by_status(by: Actor, *call_ids: UUID, hidden: Collection[UUID] = ()) -> dict[str, int]:
    """How many applications of the actor's scope (of these calls, when given; without the `hidden` ones) are in each status; those with
    none are absent."""
    rows = Application.objects.visible_to(by).exclude(pk__in=hidden)
    rows = rows.filter(call_id__in=call_ids) if call_ids else rows
    return dict(rows.values_list("status").annotate(count=Count("pk")).order_by("status"))


def application(application_id: UUID, by: Actor) -> Detail:
    """One application with its timeline and its next step. Raises NotFound."""
    it = Application.objects.visible_to(by).select_related(*PARTS).known(application_id)
    entries = history(it)
    awarded = it.status in (S.AWARDED, S.AGREED)
    by_when = recruit_by(it, _day(it.decided_at) or clock.today()) if awarded else None
    dates = Dates(
        it.answer_due_on,
        _day(it.decided_at),
        by_when,
        it.posts_granted,
        it.waiting_rank,
        takes_applications(it.call, clock.today()),
        it.call.closes_on,
    )
    step = next_step(it.status, dates)
    return Detail(
        it,
        it.call.title,
        it.organization.name,
        it.get_status_display(),
        step,
        BALLS[step.ball],
        timeline(it.status, _done(entries), _day(it.status_since), dates),
        [t.act for t in it.WORKFLOW.acts_from(it.status)],
        by_when,
        entries,
    )


def bare(application_id: UUID, by: Actor) -> Application:
    """One application without its story. Raises NotFound."""
    return Application.objects.visible_to(by).select_related(*PARTS).known(application_id)


def _done(entries: list[Entry]) -> dict[str, dt.date]:
    """The day of the latest act that ended each step of the road."""
    return {ENTRIES[entry.act]: entry.at.astimezone(PARIS).date() for entry in entries if entry.act in ENTRIES}


def _day(instant: dt.datetime | None) -> dt.date | None:
    return instant.astimezone(PARIS).date() if instant else None


def recruit_by(it: Application, awarded_on: dt.date) -> dt.date:
    """The last day to recruit after an award made on that day (parameter of the day of filing, longer for additional posts)."""
    code = "months_to_recruit_additional" if it.additional else "months_to_recruit"
    return add_months(awarded_on, calls.parameter(it.call_id, code, it.rules_on or awarded_on))


def problems(it: Application, excused: Collection[str] = (), shown: Sequence[PieceShown] | None = None) -> dict[str, str]:
    """Every field of this application that stands in the way of filing today, with its French sentence. `excused`: codes of
    rules.LACKING that its source lacks. `shown`: its documents, when they are read already. Raises RuleBroken (the call lacks its
    ceiling of posts)."""
    asked = [] if "pieces" in excused else pieces(it) if shown is None else shown
    today = clock.today()
    found = missing(
        Filing(
            contact_name=it.contact_name,
            contact_email=it.contact_email,
            email_valid=_valid(validate_email, it.contact_email),
            contact_phone=it.contact_phone,
            motivation=it.motivation,
            publics=it.publics,
            places_planned=it.places_planned,
            posts_asked=it.posts_asked,
            post_ceiling=calls.parameter(it.call_id, "post_ceiling", today),
            start_on=it.start_on,
            commitments_accepted=it.commitments_accepted,
            identifier_valid=_valid(clean_siret, it.organization.siret)
            if it.organization.siret
            else _valid(clean_ridet, it.organization.ridet),
            today=today,
            pieces_missing=[piece.label for piece in asked if piece.missing_for(Needed.FILING)],
        )
    )
    return {field: sentence for field, sentence in found.items() if LACKING.get(field) not in excused}


@dataclass(frozen=True, slots=True)
class PieceShown:
    """A document that the call asks of this host, and what was given. `document_id`: None as long as nothing is."""

    code: str
    label: str
    help: str
    needed_for: str
    source: str
    status: str = ""
    status_label: str = ""
    said: str = ""
    document_id: UUID | None = None
    given_on: dt.date | None = None

    def missing_for(self, needed: str) -> bool:
        """Is it needed for this, and not given, or refused?"""
        return self.needed_for == needed and self.status in ("", PieceStatus.REFUSED)


def pieces(it: Application) -> list[PieceShown]:
    """The documents that the call asks of this host, those of the filing first, each with the one in force."""
    given = {piece.code: piece for piece in Piece.objects.filter(application=it, replaced_at=None)}
    return [
        PieceShown(asked.code, asked.label, asked.help, asked.needed_for, asked.source, *_given(given.get(asked.code)))
        for asked in calls.required_pieces(it.call_id, it.organization.legal_category)
    ]


def _given(piece: Piece | None) -> tuple[str, str, str, UUID | None, dt.date | None]:
    if piece is None:
        return "", "", "", None, None
    return piece.status, piece.get_status_display(), piece.said, piece.document_id, _day(piece.created_at)


def _valid(check: Callable[[str], Any], value: str | None) -> bool:
    try:
        check(value or "")
    except (ValidationError, Invalid):
        return False
    return True


def filers(organization_id: UUID) -> list[Holder]:
    """Who may file for an organization today: who represents it, and the secretaries who hold her delegation. Each once."""
    scope, today = Scope("organization", str(organization_id)), clock.today()
    delegates = {it.person_id for it in organizations.signatories(organization_id, today)}
    secretaries = holders(RoleName.HOST_SECRETARY, scope) if delegates else []
    found = [*holders(RoleName.HOST_REPRESENTATIVE, scope), *(it for it in secretaries if it.person_id in delegates)]
    return list({it.person_id: it for it in found}.values())


def answers(by: Actor, organization_id: UUID) -> list[Application]:
    """The applications of a host that are live (neither ended nor given up), with their call: what it may still ask for."""
    seen = Application.objects.visible_to(by).filter(organization_id=organization_id, status__in=LIVE)
    return list(seen.select_related("call").in_order())
