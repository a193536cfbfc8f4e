"""Before a date: those who instruct are told that silence will reject, hosts that their additions are awaited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import holders
from lucette.foundation.parameters import queries as parameters
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import policies
from lucette.scheme.applications.enums import SILENT, ReminderKind
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, Reminder
from lucette.scheme.reviews import letters
from lucette.scheme.reviews.models import CompletionRequest, Review
from lucette.scheme.reviews.rules import completion_reminder

SOON = {ReminderKind.ANSWER_LAST: "applications.last_alert_days", ReminderKind.ANSWER_SOON: "applications.alert_days"}


@transaction.atomic
def alert(*, on: dt.date, by: Actor) -> int:
    """Write to those who instruct about the applications that silence rejects soon, twice at most for each. Returns how many applications.

    Raises Forbidden.
    """
    policies.check_can_watch(by)
    days, told = parameters.values(SOON.values(), on), 0
    for kind, code in SOON.items():
        told_of = Reminder.objects.filter(application=OuterRef("pk"), kind=kind, due_on=OuterRef("answer_due_on"))
        near = Application.objects.visible_to(by).filter(
            status__in=SILENT, answer_due_on__gte=on, answer_due_on__lte=on + dt.timedelta(days=days[code])
        )
        found = list(near.exclude(Exists(told_of)).order_by(F("answer_due_on"), "number").select_for_update(of=("self",)))
        _tell(found)
        applications.remember_told([(it, it.answer_due_on or on) for it in found], kind)
        told += len(found)
    return told


@transaction.atomic
def remind_completion(*, on: dt.date, by: Actor) -> int:
    """Write to the hosts whose answer is awaited, at half time and three days before the end, once each. Returns how many.

    Raises Forbidden.
    """
    policies.check_can_watch(by)
    waiting = CompletionRequest.objects.filter(answered_at=None, lapsed_at=None, due_on__gte=on, application__status=S.INCOMPLETE)
    told = 0
    for request in waiting.select_related("application").order_by("pk"):
        it = request.application
        kind = completion_reminder(request.created_at.astimezone(PARIS).date(), request.due_on, on)
        if kind is None or Reminder.objects.filter(application=it, kind=kind, due_on=request.due_on).exists():
            continue
        letters.completion_reminded(it, [item.label for item in request.named.order_by("position")], request.due_on)
        applications.remember_told([(it, request.due_on)], kind)
        told += 1
    return told


def _tell(found: Sequence[Application]) -> None:
    """Each instructor reads about hers; what nobody instructs is for all of them."""
    people = holders(RoleName.INSTRUCTOR)
    known = {it.person_id for it in people}
    hers = dict(Review.objects.filter(application__in=found).values_list("application", "instructor_id"))
    for person in people:
        files = [it for it in found if _reader(hers.get(it.pk), known) in (None, person.person_id)]
        if files:
            letters.answers_due(files, person)


def _reader(instructor: UUID | None, known: set[UUID]) -> UUID | None:
    return instructor if instructor in known else None
