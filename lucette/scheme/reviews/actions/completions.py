"""Ask the host for what is missing; the host answers, or time closes the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import policies as application_policies
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls
from lucette.scheme.reviews import letters
from lucette.scheme.reviews.models import CompletionRequest
from lucette.scheme.reviews.rules import suspended_days


@transaction.atomic
def ask_completion(*, application_id: UUID, items: Sequence[str], comment: str, by: Actor) -> CompletionRequest:
    """Ask the host for named items, within the time that the call allows; the clock of the answer stops.

    Raises Forbidden, NotFound, WrongState, Invalid (items, comment).
    """
    application = applications.ask_completion(application_id=application_id, by=by)
    named = [item.strip() for item in items if item.strip()]
    problems = {} if named else {"items": "Nommez au moins un élément à fournir."}
    if not comment.strip():
        problems["comment"] = "Expliquez ce que vous attendez."
    if problems:
        raise Invalid("review.completion", "La demande de compléments est à préciser.", problems)
    due = clock.today() + dt.timedelta(days=calls.parameter(application.call_id, "completion_days", application.rules_on or clock.today()))
    request = CompletionRequest.objects.create(application=application, items=named, comment=comment.strip(), asked_by=by.pk, due_on=due)
    journal.record(
        "review.completion_asked", subject=request, by=by, application=str(application_id), items=len(named), due_on=due.isoformat()
    )
    letters.completion_asked(application, named, comment.strip(), due)
    return request


@transaction.atomic
def complete(*, application_id: UUID, answer: str, by: Actor) -> CompletionRequest:
    """The host answers the open request: the instruction goes on, and the answer is due later by the days of suspension.

    Raises Forbidden, NotFound, WrongState, Invalid (answer).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    application_policies.check_can_prepare(by)
    application.check_act("complete")
    if not answer.strip():
        raise Invalid("review.answer", "Donnez votre réponse à la demande de compléments.", {"answer": "Donnez votre réponse."})
    request = CompletionRequest.objects.filter(application=application, answered_at=None, lapsed_at=None).first()
    if request is None:
        raise RuleBroken("review.no_request", "Aucune demande de compléments n’est en cours pour cette candidature.")
    asked_on = request.created_at.astimezone(PARIS).date()
    applications.complete(application_id=application_id, suspended_days=suspended_days(asked_on, request.due_on, clock.today()), by=by)
    request.answer, request.answered_at = answer.strip(), clock.now()
    request.save(update_fields=["answer", "answered_at"])
    journal.record("review.completed", subject=request, by=by, application=str(application_id))
    return request


@transaction.atomic
def lapse(*, on: dt.date, by: Actor) -> int:
    """Close, once the time allowed is over, the applications that were not completed. Time does it (`by=SYSTEM`). Returns how many.

    Raises Forbidden.
    """
    application_policies.check_can_review(by, system=True)
    overdue = Application.objects.visible_to(by).filter(
        status=ApplicationStatus.INCOMPLETE,
        pk__in=CompletionRequest.objects.filter(answered_at=None, lapsed_at=None, due_on__lt=on).values("application_id"),
    )
    held = list(overdue.select_for_update(of=("self",)).order_by("pk"))
    for application in held:
        applications.close_incomplete(application_id=application.pk, by=by)
    CompletionRequest.objects.filter(application__in=held, answered_at=None, lapsed_at=None).update(lapsed_at=clock.now())
    return len(held)
