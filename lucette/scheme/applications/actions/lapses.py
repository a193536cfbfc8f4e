"""An award is withdrawn after an adversarial exchange: announced, answered, then withdrawn or kept."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid, RuleBroken, WrongState
from lucette.kernel.french import date
from lucette.scheme.applications import letters, policies
from lucette.scheme.applications.actions.course import needed_reason
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.enums import LapseGround
from lucette.scheme.applications.models import Application, LapseNotice
from lucette.scheme.applications.queries import RecruitBy


@transaction.atomic
def announce_lapse(*, application_id: UUID, ground: str, reason: str, by: Actor) -> LapseNotice:
    """Tell the host that its award may be withdrawn, and why; it has the days of the parameter to answer.

    Raises Forbidden, NotFound, WrongState (announced already, too), RuleBroken (time to recruit not over), Invalid (ground, reason).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_review(by)
    application.check_act("announce_lapse")
    reason = needed_reason(reason)
    if ground not in LapseGround.values:
        raise Invalid("application.ground", "Dites pourquoi l’attribution serait retirée.", {"ground": "Choisissez un motif."})
    if LapseNotice.objects.filter(application=application, closed_at=None).exists():
        raise WrongState("application.lapse_announced", "Le retrait est déjà engagé : la structure a été invitée à répondre.")
    last = RecruitBy((application.decided_at or clock.now()).astimezone(PARIS).date()).of(application)
    if ground == LapseGround.LATE and last >= clock.today():
        raise RuleBroken("application.lapse_early", f"La structure a jusqu’au {date(last)} pour recruter.")
    due_on = clock.today() + dt.timedelta(days=parameters.value("applications.lapse_days", clock.today()))
    notice = LapseNotice.objects.create(application=application, ground=ground, reason=reason, announced_by=by.pk, due_on=due_on)
    _record("announce_lapse", application, by, reason=reason, due_on=due_on.isoformat())
    letters.lapse_announced(application, reason, due_on)
    return notice


@transaction.atomic
def answer_lapse(*, application_id: UUID, answer: str, by: Actor) -> LapseNotice:
    """The host gives its observations, once. Raises Forbidden, NotFound, WrongState (nothing to answer, too), Invalid (answer)."""
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_file(by, application.organization_id, clock.today())
    application.check_act("answer_lapse")
    notice = _open(application)
    if notice.answered_at:
        raise WrongState("application.lapse_answered", "Vos observations sont déjà envoyées.")
    if not answer.strip():
        raise Invalid("application.lapse_answer", "Écrivez vos observations.", {"answer": "Écrivez vos observations."})
    notice.answer, notice.answered_by, notice.answered_at = answer.strip(), by.pk, clock.now()
    notice.save(update_fields=["answer", "answered_by", "answered_at"])
    _record("answer_lapse", application, by)
    return notice


@transaction.atomic
def drop_lapse(*, application_id: UUID, reason: str, by: Actor) -> Application:
    """The award is kept; the host is told why. Raises Forbidden, NotFound, WrongState (nothing announced, too), Invalid (reason)."""
    application, reason = _decided(application_id, "drop_lapse", reason, by)
    _record("drop_lapse", application, by, reason=reason)
    letters.lapse_dropped(application, reason)
    return application


@transaction.atomic
def lapse(*, application_id: UUID, reason: str, by: Actor) -> Application:
    """The award is withdrawn, once the host has answered or its time is over; the story stories.lapse_award gives posts and money back.

    Raises Forbidden, NotFound, WrongState (nothing announced, too), RuleBroken (the host may still answer), Invalid (reason).
    """
    application, reason = _decided(application_id, "lapse", reason, by)
    application.move_to(S.LAPSED, act="lapse", on=clock.now(), by=by, decided_at=clock.now(), decision_reason=reason)
    _record("lapse", application, by, reason=reason, posts=application.posts_granted)
    letters.lapsed(application)
    return application


def _decided(application_id: UUID, act: str, reason: str, by: Actor) -> tuple[Application, str]:
    """The application, held, and the reason; its notice is closed."""
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_review(by)
    application.check_act(act)
    notice, reason = _open(application), needed_reason(reason)
    if act == "lapse" and notice.answered_at is None and notice.due_on >= clock.today():
        raise RuleBroken("application.lapse_waits", f"La structure peut répondre jusqu’au {date(notice.due_on)}.")
    notice.closed_at = clock.now()
    notice.save(update_fields=["closed_at"])
    return application, reason


def _open(application: Application) -> LapseNotice:
    found = LapseNotice.objects.filter(application=application, closed_at=None).first()
    if found is None:
        raise WrongState("application.no_lapse", "Aucun retrait n’est engagé pour cette attribution.")
    return found


def _record(act: str, application: Application, by: Actor, reason: str = "", **facts: Any) -> None:
    journal.record(f"application.{act}", subject=application, by=by, reason=reason, number=application.number, **facts)
