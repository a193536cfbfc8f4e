"""Silence rejects: a fact that the night records, and that an award takes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.applications import letters, policies
from lucette.scheme.applications.enums import SILENT, ReminderKind
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, Reminder
from lucette.scheme.applications.rules import recruit_reminder
from lucette.scheme.calls import queries as calls

ON_APPEAL = "Code de justice administrative, art. R. 421-2"
# the time of its answer is over, and silence was not recorded since
UNTOLD = Q(implicit_on=None) | Q(implicit_on__lte=F("answer_due_on"))


@transaction.atomic
def record_silence(*, application_id: UUID, by: Actor) -> Application:
    """The time to answer is over: the application is rejected by silence, under the text that holds for this host. Its course goes on.

    Raises Forbidden, NotFound, WrongState, RuleBroken (the time is not over, or it is recorded already).
    """
    application = Application.objects.visible_to(by).select_related("organization").lock(application_id)
    policies.check_can_watch(by)
    application.check_act("record_silence")
    due = application.answer_due_on
    if due is None or due >= clock.today() or (application.implicit_on and application.implicit_on > due):
        raise RuleBroken("application.not_silent", "Le délai de réponse n’est pas passé, ou le silence est déjà constaté.")
    on = application.rules_on or clock.today()
    basis = ON_APPEAL
    if application.status != S.UNDER_APPEAL:
        basis = calls.silence(application.call_id, application.organization.legal_category, on).source
    application.implicit_on, application.implicit_basis, application.implicit_reversed_at = due + dt.timedelta(days=1), basis, None
    application.save(update_fields=["implicit_on", "implicit_basis", "implicit_reversed_at"])
    journal.record("application.record_silence", subject=application, by=by, number=application.number, basis=basis)
    return application


@transaction.atomic
def record_silences(*, on: dt.date, by: Actor) -> int:
    """The same for every application whose time is over on that day. Time does it (`by=SYSTEM`). Returns how many. Raises Forbidden."""
    policies.check_can_watch(by)
    late = Application.objects.visible_to(by).filter(UNTOLD, status__in=SILENT, answer_due_on__lt=on)
    found = list(late.order_by("pk").values_list("pk", flat=True))
    for pk in found:
        record_silence(application_id=pk, by=by)
    return len(found)


def take_back_silence(applications: Collection[Application]) -> None:
    """An award says the contrary of a rejection by silence: it is taken back."""
    silent = [it for it in applications if it.implicit_on]
    if silent:
        Application.objects.filter(pk__in=[it.pk for it in silent]).update(implicit_reversed_at=clock.now())


def remember_told(applications: Iterable[tuple[Application, dt.date]], kind: ReminderKind) -> None:
    """A letter left about this date of these applications."""
    told = [Reminder(application=it, kind=kind, due_on=due_on) for it, due_on in applications]
    Reminder.objects.bulk_create(told)


@transaction.atomic
def remind_to_recruit(*, application_id: UUID, recruit_by: dt.date, posts: int, by: Actor) -> bool:
    """Write to a host that has still `posts` to fill, a month then a week before its last day, once each (stories.remind_recruit).

    Says whether a letter left. Raises Forbidden, NotFound.
    """
    policies.check_can_watch(by)
    application = Application.objects.visible_to(by).lock(application_id)
    kind = recruit_reminder(recruit_by, clock.today())
    if kind is None or Reminder.objects.filter(application=application, kind=kind, due_on=recruit_by).exists():
        return False
    letters.recruit_reminded(application, recruit_by, posts)
    remember_told([(application, recruit_by)], kind)
    return True
