"""The host contests a decision; the ANCT answers (reviews names who answers, and keeps what was said)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.applications import letters, policies
from lucette.scheme.applications.actions.course import needed_reason
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.rules import RECOURSE_MONTHS, answer_due
from lucette.scheme.calls import queries as calls


@transaction.atomic
def appeal(*, application_id: UUID, by: Actor) -> Application:
    """Contest the decision within two months: the answer is due two months later, a receipt leaves (reviews.appeal).

    Raises Forbidden, NotFound, WrongState (too late, or another application is under way, too).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_file(by, application.organization_id, clock.today())
    application.check_act("appeal")
    policies.check_may_be_contested(application, clock.today())
    due = answer_due(clock.today(), RECOURSE_MONTHS)
    application.move_to(S.UNDER_APPEAL, act="appeal", on=clock.now(), by=by, answer_due_on=due)
    journal.record("application.appeal", subject=application, by=by, number=application.number, answer_due_on=due.isoformat())
    letters.appeal_receipt(application, due)
    return application


@transaction.atomic
def uphold_appeal(*, application_id: UUID, reason: str, by: Actor) -> Application:
    """The decision is withdrawn: the instruction goes on, with the time of a new answer (reviews.decide_appeal).

    Raises Forbidden, NotFound, WrongState, Invalid (reason).
    """
    application, reason = _answered(application_id, "uphold_appeal", reason, by)
    months = calls.silence(application.call_id, application.organization.legal_category, application.rules_on or clock.today()).months
    anew = {"decided_at": None, "decision_code": "", "decision_reason": "", "answer_due_on": answer_due(clock.today(), months)}
    application.move_to(S.UNDER_REVIEW, act="uphold_appeal", on=clock.now(), by=by, **anew)
    journal.record("application.uphold_appeal", subject=application, by=by, reason=reason, number=application.number)
    letters.appeal_upheld(application, reason)
    return application


@transaction.atomic
def reject_appeal(*, application_id: UUID, reason: str, by: Actor) -> Application:
    """The decision stands: only the court is left (reviews.decide_appeal). Raises Forbidden, NotFound, WrongState, Invalid (reason)."""
    application, reason = _answered(application_id, "reject_appeal", reason, by)
    decided = {"decided_at": clock.now(), "decision_reason": reason}
    application.move_to(S.REFUSED_FINAL, act="reject_appeal", on=clock.now(), by=by, **decided)
    journal.record("application.reject_appeal", subject=application, by=by, reason=reason, number=application.number)
    letters.appeal_rejected(application)
    return application


def _answered(application_id: UUID, act: str, reason: str, by: Actor) -> tuple[Application, str]:
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_review(by)
    application.check_act(act)
    return application, needed_reason(reason)
