"""Instruct an application: take, opine, ask for additions, derogate, declare inadmissible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid, RuleBroken, WrongState
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import policies as application_policies
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls
from lucette.scheme.reviews import letters, policies, queries, rules
from lucette.scheme.reviews.enums import ANSWERS
from lucette.scheme.reviews.models import CheckAnswer, CompletionRequest, Opinion, Review
from lucette.scheme.reviews.rules import Check, comment_problem, suspended_days


@transaction.atomic
def take(*, application_id: UUID, by: Actor) -> Review:
    """Begin the instruction: eligibility is computed as of the filing and frozen; the prefecture is asked for its opinion by letter.

    A failed rule prevents nothing here. Raises Forbidden, NotFound, WrongState.
    """
    application = applications.take(application_id=application_id, by=by)
    on = application.filed_at.astimezone(PARIS).date() if application.filed_at else clock.today()
    found = queries.eligibility(
        application.call_id, application.organization, posts=application.posts_asked, on=on, taken_over=bool(application.source)
    )
    due = clock.today() + dt.timedelta(days=calls.parameter(application.call_id, "opinion_days", application.rules_on or clock.today()))
    asks = "opinion" not in application.not_taken_over
    review = Review.objects.create(
        application=application,
        instructor_id=by.pk,
        checks=[asdict(check) for check in found.checks],
        eligible=found.eligible,
        checked_at=clock.now(),
        opinion_asked_at=clock.now() if asks else None,
        opinion_due_on=due if asks else None,
    )
    journal.record(
        "review.begun",
        subject=review,
        by=by,
        application=str(application_id),
        eligible=found.eligible,
        failed=[check.rule for check in found.failed],
    )
    if asks:
        letters.opinion_asked(application, due)
    return review


@transaction.atomic
def give_opinion(*, application_id: UUID, favourable: bool, comment: str, by: Actor) -> Opinion:
    """The prefect's opinion, until the decision; it replaces the former one, which is kept.

    Raises Forbidden, NotFound (another territory), WrongState, Invalid (comment: 10 to 1,000 characters).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_opine(by)
    application.check_act("opine")
    if problem := comment_problem(comment):
        raise Invalid("opinion.comment", problem, {"comment": problem})
    replaced = Opinion.objects.filter(application=application, replaced_at=None).update(replaced_at=clock.now())
    opinion = Opinion.objects.create(
        application=application, favourable=favourable, comment=comment.strip(), given_by=by.pk, given_at=clock.now()
    )
    journal.record("application.opinion_given", subject=application, by=by, favourable=favourable, replaces=bool(replaced))
    return opinion


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
    request = CompletionRequest.objects.filter(application=application, answered_at=None).first()
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
        pk__in=CompletionRequest.objects.filter(answered_at=None, due_on__lt=on).values("application_id"),
    )
    held = list(overdue.select_for_update(of=("self",)).order_by("pk"))
    for application in held:
        applications.close_incomplete(application_id=application.pk, by=by)
    return len(held)


@transaction.atomic
def answer_check(*, application_id: UUID, rule: str, verdict: str, reason: str, by: Actor) -> Review:
    """Answer, pieces in hand, a check that was left to a person: eligibility is computed again. A former answer is kept.

    Raises Forbidden, NotFound, WrongState, RuleBroken (no such check to answer), Invalid (verdict; reason: 10 to 1,000 characters).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    application_policies.check_can_review(by)
    if not application.allows("put_on_agenda"):
        raise WrongState("review.not_under_review", "Une condition se vérifie pendant l’instruction, avant le comité.")
    review = Review.objects.filter(application=application).first()
    left = rules.open_checks(Check(**check) for check in review.checks) if review else []
    if review is None or rule not in {check.rule for check in left}:
        raise RuleBroken("review.nothing_to_check", "Cette condition n’est pas à vérifier sur cette candidature.")
    problems = {} if verdict in ANSWERS else {"verdict": "Dites si la condition est remplie."}
    if problem := comment_problem(reason):
        problems["reason"] = problem
    if problems:
        raise Invalid("review.answer_check", "Votre réponse est à préciser.", problems)
    former = CheckAnswer.objects.filter(review=review, rule=rule, replaced_at=None).update(replaced_at=clock.now())
    CheckAnswer.objects.create(review=review, rule=rule, verdict=verdict, reason=reason.strip(), answered_by=by.pk, answered_at=clock.now())
    review.eligible = rules.verdict(policies.answered_checks([review])[review.pk])
    review.save(update_fields=["eligible"])
    facts = {"rule": rule, "verdict": verdict, "eligible": review.eligible, "replaces": bool(former)}
    journal.record("review.check_answered", subject=application, by=by, reason=reason.strip(), **facts)
    return review


@transaction.atomic
def derogate(*, application_id: UUID, reason: str, by: Actor) -> Review:
    """The ANCT's director lets a file that fails a rule go before the committee.

    Raises Forbidden, NotFound, RuleBroken (nothing to derogate from), Invalid (reason).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_derogate(by)
    review = Review.objects.filter(application=application).first()
    if review is None or review.eligible is not False or application.status != ApplicationStatus.UNDER_REVIEW:
        raise RuleBroken("review.no_derogation", "Une dérogation ne porte que sur une candidature en instruction qui n’est pas éligible.")
    if not reason.strip():
        raise Invalid("review.reason", "Une dérogation demande un motif.", {"reason": "Donnez le motif."})
    review.derogation_reason, review.derogated_by, review.derogated_at = reason.strip(), by.pk, clock.now()
    review.save(update_fields=["derogation_reason", "derogated_by", "derogated_at"])
    journal.record("review.derogated", subject=review, by=by, reason=reason.strip(), application=str(application_id))
    return review


@transaction.atomic
def declare_inadmissible(*, application_id: UUID, reason: str, by: Actor) -> Application:
    """Refuse what does not meet the conditions; the letter tells the reason and the remedies.

    Raises Forbidden, NotFound, WrongState, Invalid (reason).
    """
    return applications.declare_inadmissible(application_id=application_id, reason=reason, by=by)
