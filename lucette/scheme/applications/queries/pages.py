"""Where one application stands, what comes next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.journal.models import Entry
from lucette.foundation.journal.queries import history
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, LapseNotice
from lucette.scheme.applications.queries.days import day
from lucette.scheme.applications.queries.partners import SHARED, sharing
from lucette.scheme.applications.rules import (
    BALLS,
    Dates,
    Next,
    Step,
    next_step,
    timeline,
)
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.policies import takes_applications
from lucette.scheme.calls.rules import add_months

PARTS = ("call", "organization__commune__department", "organization__commune__region", "organization__commune__intercommunality")
DECISIONS = ("award", "refuse", "declare_inadmissible", "close_incomplete", "reject_appeal", "rectify")
ENTRIES = {
    "application.opened": "open",
    "application.filed": "file",
    "application.put_on_agenda": "put_on_agenda",
    "application.agree": "agree",
    **{f"application.{act}": "decide" for act in DECISIONS},
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One application as a page shows it. `acts`: those its status allows (who may do them is the policies' affair).

    `entries`: its journal, oldest first. `sharing`: who receives the adviser and how much of the time, "" when the post is not shared.
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
    sharing: str


def application(application_id: UUID, by: Actor) -> Detail:
    """One application with its timeline and its next step. Raises NotFound."""
    it = Application.objects.visible_to(by).select_related(*PARTS).annotate(shared=SHARED).known(application_id)
    entries = history(it)
    awarded = it.status in (S.AWARDED, S.AGREED) and not it.renews
    by_when = RecruitBy(day(it.decided_at) or clock.today()).of(it) if awarded else None
    dates = Dates(
        it.answer_due_on,
        day(it.decided_at),
        by_when,
        it.posts_granted,
        it.waiting_rank,
        takes_applications(it.call, clock.today()),
        it.call.closes_on,
        it.implicit_on,
        it.renews_number,
    )
    step = next_step(it.status, dates)
    return Detail(
        it,
        it.call.title,
        it.organization.name,
        it.get_status_display(),
        step,
        BALLS[step.ball],
        timeline(it.status, _done(entries), day(it.status_since), dates),
        [t.act for t in it.WORKFLOW.acts_from(it.status)],
        by_when,
        entries,
        sharing(it),
    )


def bare(application_id: UUID, by: Actor) -> Application:
    """One application without its story. Raises NotFound."""
    return Application.objects.visible_to(by).select_related(*PARTS).annotate(shared=SHARED).known(application_id)


def _done(entries: list[Entry]) -> dict[str, dt.date]:
    """The day of the latest act that ended each step of the road."""
    return {ENTRIES[entry.act]: entry.at.astimezone(PARIS).date() for entry in entries if entry.act in ENTRIES}


class RecruitBy:
    """The last day to recruit after an award of that day (parameter of the day of filing, longer for additional posts); each read once."""

    def __init__(self, awarded_on: dt.date) -> None:
        self.awarded_on = awarded_on
        self.known: dict[tuple[UUID, str, dt.date], dt.date] = {}

    def of(self, it: Application) -> dt.date:
        """Raises RuleBroken when the call does not say."""
        code = "months_to_recruit_additional" if it.additional else "months_to_recruit"
        key = (it.call_id, code, it.rules_on or self.awarded_on)
        if key not in self.known:
            self.known[key] = add_months(self.awarded_on, calls.parameter(*key))
        return self.known[key]


def open_lapse(application_id: UUID) -> LapseNotice | None:
    """The withdrawal of its award that is announced and not decided."""
    return LapseNotice.objects.filter(application_id=application_id, closed_at=None).first()
