"""Ask the host for what is missing; the host answers, or time closes the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import policies as application_policies
from lucette.scheme.applications import queries as application_queries
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls
from lucette.scheme.reviews import letters, policies, rules
from lucette.scheme.reviews.models import CompletionItem, CompletionRequest
from lucette.scheme.reviews.rules import suspended_days


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one item: words, a file, or both."""

    text: str = ""
    filename: str = ""
    content: bytes = b""

    @property
    def nothing(self) -> bool:
        return not self.text.strip() and not self.content


@transaction.atomic
def ask_completion(
    *, application_id: UUID, items: Sequence[str], comment: str, by: Actor, pieces: Collection[str] = ()
) -> CompletionRequest:
    """Ask the host for named items, within the time that the call allows; the clock of the answer stops.

    `pieces`: codes of documents of the call, among the items; one that was given is to do again. Raises Forbidden, NotFound, WrongState,
    Invalid (items, comment).
    """
    application = applications.ask_completion(application_id=application_id, by=by)
    policies.check_not_barred(by, application_id)
    asked = [it for it in application_queries.pieces(application) if it.code in pieces]
    named = [it.label for it in asked] + [item.strip() for item in items if item.strip()]
    problems = {} if named else {"items": "Nommez au moins un élément à fournir."}
    if not comment.strip():
        problems["comment"] = "Expliquez ce que vous attendez."
    if problems:
        raise Invalid("review.completion", "La demande de compléments est à préciser.", problems)
    due = clock.today() + dt.timedelta(days=calls.parameter(application.call_id, "completion_days", application.rules_on or clock.today()))
    request = CompletionRequest.objects.create(application=application, comment=comment.strip(), asked_by=by.pk, due_on=due)
    for position, label in enumerate(named):
        piece = asked[position] if position < len(asked) else None
        told = {"piece_code": piece.code, "before": rules.before(piece.status_label, piece.said)} if piece else {}
        CompletionItem.objects.create(request=request, position=position, label=label, **told)
    applications.send_pieces_back(application_id=application_id, codes=[it.code for it in asked], said=comment.strip()[:500], by=by)
    journal.record(
        "review.completion_asked", subject=request, by=by, application=str(application_id), items=len(named), due_on=due.isoformat()
    )
    letters.completion_asked(application, named, comment.strip(), due)
    return request


@transaction.atomic
def complete(*, application_id: UUID, answers: Mapping[UUID, Given], by: Actor, remark: str = "") -> CompletionRequest:
    """The host answers each item of the open request, and nothing else: the instruction goes on, and the answer is due later by the days
    of suspension. `answers`: by the id of the item; a document of the call needs its file.

    Raises Forbidden, NotFound, WrongState, Invalid (`fields`: the id of each item left unanswered).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    application_policies.check_can_prepare(by)
    application.check_act("complete")
    request = CompletionRequest.objects.filter(application=application, answered_at=None, lapsed_at=None).first()
    if request is None:
        raise RuleBroken("review.no_request", "Aucune demande de compléments n’est en cours pour cette candidature.")
    items = list(request.named.order_by("position"))
    _check_each_answered(items, answers)
    for item in items:
        _answer(application, item, answers[item.pk], by)
    asked_on = request.created_at.astimezone(PARIS).date()
    applications.complete(application_id=application_id, suspended_days=suspended_days(asked_on, request.due_on, clock.today()), by=by)
    request.answer, request.answered_at = remark.strip(), clock.now()
    request.save(update_fields=["answer", "answered_at"])
    journal.record("review.completed", subject=request, by=by, application=str(application_id), items=len(items))
    return request


def _check_each_answered(items: Sequence[CompletionItem], answers: Mapping[UUID, Given]) -> None:
    problems = {}
    for item in items:
        given = answers.get(item.pk, Given())
        if item.piece_code and not given.content:
            problems[str(item.pk)] = "Joignez ce document."
        elif given.nothing:
            problems[str(item.pk)] = "Répondez par un texte, ou joignez un document."
    if problems:
        raise Invalid("review.unanswered", "Répondez à chaque élément demandé.", problems)


def _answer(application: Application, item: CompletionItem, given: Given, by: Actor) -> None:
    """Keep the answer; a document of the call takes its place in the file."""
    item.answer = given.text.strip()
    if given.content:
        try:
            item.document_id = (
                _piece(application, item.piece_code, given, by)
                if item.piece_code
                else applications.attach(application, item.label, filename=given.filename, content=given.content, by=by)
            )
        except Invalid as refusal:
            raise Invalid(refusal.code, refusal.sentence, {str(item.pk): refusal.sentence}) from refusal
    item.save(update_fields=["answer", "document_id"])


def _piece(application: Application, code: str, given: Given, by: Actor) -> UUID:
    file = applications.give_piece(application_id=application.pk, code=code, filename=given.filename, content=given.content, by=by)
    return file.document_id


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
