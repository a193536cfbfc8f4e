"""Take a file, answer its checks, derogate, declare it inadmissible."""

from __future__ import annotations

import datetime as dt
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
from lucette.scheme.applications.enums import ApplicationStatus, InadmissibleCode
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls
from lucette.scheme.reviews import letters, policies, queries, rules
from lucette.scheme.reviews.actions.interests import find_interests
from lucette.scheme.reviews.enums import ANSWERS
from lucette.scheme.reviews.models import CheckAnswer, Review
from lucette.scheme.reviews.rules import Check, comment_problem


@transaction.atomic
def take(*, application_id: UUID, by: Actor) -> Review:
    """Begin the instruction: eligibility is computed as of the filing and frozen; the prefecture is asked for its opinion by letter.

    A failed rule prevents nothing here. What ties people to the file is found first: somebody tied to it does not take it. Raises Forbidden
    (role, interest), NotFound, WrongState.
    """
    application = applications.take(application_id=application_id, by=by)
    if not application.source:  # what is taken over was followed elsewhere
        find_interests(applications=[application], by=by)
    policies.check_not_barred(by, application_id)
    on = application.filed_at.astimezone(PARIS).date() if application.filed_at else clock.today()
    found = queries.eligibility(
        application.call_id,
        application.organization,
        posts=application.posts_asked,
        post_kind=application.post_kind,
        on=on,
        taken_over=bool(application.source),
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
def answer_check(*, application_id: UUID, rule: str, verdict: str, reason: str, by: Actor) -> Review:
    """Answer, pieces in hand, a check that was left to a person: eligibility is computed again. A former answer is kept.

    Raises Forbidden, NotFound, WrongState, RuleBroken (no such check to answer), Invalid (verdict; reason: 10 to 1,000 characters).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    application_policies.check_can_review(by)
    policies.check_not_barred(by, application_id)
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
    policies.check_not_barred(by, application_id)
    review = _derogable(application)
    if not reason.strip():
        raise Invalid("review.reason", "Une dérogation demande un motif.", {"reason": "Donnez le motif."})
    review.derogation_reason, review.derogated_by, review.derogated_at = reason.strip(), by.pk, clock.now()
    review.save(update_fields=["derogation_reason", "derogated_by", "derogated_at"])
    journal.record("review.derogated", subject=review, by=by, reason=reason.strip(), application=str(application_id))
    return review


@transaction.atomic
def refuse_derogation(*, application_id: UUID, reason: str, by: Actor) -> Application:
    """The ANCT's director does not let a file that fails a rule go on: it is not admissible, for this reason. Raises as `derogate`."""
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_derogate(by)
    policies.check_not_barred(by, application_id)
    _derogable(application)
    if not reason.strip():
        raise Invalid("review.reason", "Ce refus demande un motif.", {"reason": "Donnez le motif."})
    return applications.declare_inadmissible(
        application_id=application_id, code=InadmissibleCode.NO_DEROGATION, reason=reason.strip(), by=by
    )


def _derogable(application: Application) -> Review:
    """The instruction of a file that fails a rule. Raises RuleBroken."""
    review = Review.objects.filter(application=application).first()
    if review is None or review.eligible is not False or application.status != ApplicationStatus.UNDER_REVIEW:
        raise RuleBroken("review.no_derogation", "Une dérogation ne porte que sur une candidature en instruction qui n’est pas éligible.")
    return review


@transaction.atomic
def declare_inadmissible(*, application_id: UUID, reason: str, by: Actor, code: str = InadmissibleCode.OTHER) -> Application:
    """Refuse what does not meet the conditions; the letter tells the reason and the remedies.

    Raises Forbidden (role, interest), NotFound, WrongState, Invalid (code, reason).
    """
    application = applications.declare_inadmissible(application_id=application_id, code=code, reason=reason, by=by)
    policies.check_not_barred(by, application_id)
    return application
