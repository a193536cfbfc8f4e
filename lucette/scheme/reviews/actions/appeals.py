"""The host contests a decision; another person answers."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid, NotFound
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import policies as application_policies
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import policies
from lucette.scheme.reviews.enums import AppealOutcome
from lucette.scheme.reviews.models import Appeal, Review
from lucette.scheme.reviews.rules import comment_problem

ATTACHED = "Document à l’appui du recours"


@transaction.atomic
def appeal(*, application_id: UUID, grounds: str, by: Actor, filename: str = "", content: bytes = b"") -> Appeal:
    """Contest the decision, within two months, with one document at most. Raises as applications.appeal, and Invalid (grounds, file)."""
    before = Application.objects.visible_to(by).lock(application_id)
    application_policies.check_can_file(by, before.organization_id, clock.today())
    before.check_act("appeal")
    if problem := comment_problem(grounds, 4_000):
        raise Invalid("appeal.grounds", problem, {"grounds": problem})
    application = applications.appeal(application_id=application_id, by=by)
    document_id = applications.attach(application, ATTACHED, filename=filename, content=content, by=by) if content else None
    instructor = Review.objects.filter(application=application).values_list("instructor_id", flat=True).first()
    found = Appeal.objects.create(
        application=application,
        against=before.status,
        against_reason=before.decision_reason,
        decided_on=(before.decided_at or clock.now()).astimezone(PARIS).date(),
        instructor_id=instructor,
        contested_id=before.status_by,
        grounds=grounds.strip(),
        document_id=document_id,
        made_by=by.pk,
        due_on=application.answer_due_on or clock.today(),
    )
    journal.record("appeal.made", subject=found, by=by, application=str(application_id), against=found.against)
    return found


@transaction.atomic
def decide_appeal(*, application_id: UUID, outcome: str, reason: str, by: Actor) -> Appeal:
    """Uphold (back to the instruction) or reject (for good), with the reason. Another natural person than those who instructed and decided.

    Raises Forbidden, NotFound, WrongState, Invalid (outcome, reason).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    application_policies.check_can_review(by)
    application.check_act("uphold_appeal")
    found = Appeal.objects.filter(application=application, outcome="").first()
    if found is None:
        raise NotFound
    policies.check_another(by, found)
    policies.check_not_barred(by, application_id)
    problems = {} if outcome in AppealOutcome.values else {"outcome": "Dites si le recours est admis."}
    if problem := comment_problem(reason):
        problems["reason"] = problem
    if problems:
        raise Invalid("appeal.answer", "Votre réponse est à préciser.", problems)
    act = applications.uphold_appeal if outcome == AppealOutcome.UPHELD else applications.reject_appeal
    act(application_id=application_id, reason=reason, by=by)
    found.outcome, found.reason, found.answered_by, found.answered_at = outcome, reason.strip(), by.pk, clock.now()
    found.save(update_fields=["outcome", "reason", "answered_by", "answered_at"])
    journal.record("appeal.decided", subject=found, by=by, application=str(application_id), outcome=outcome)
    return found
