"""The course of a filed application: acts that the rooms below (reviews, committee) and the stories call."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.scheme.applications import letters, policies
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.enums import InadmissibleCode
from lucette.scheme.applications.models import Application


def _moved(
    it: Application, target: S, act: str, by: Actor, reason: str = "", facts: dict[str, Any] | None = None, **changes: Any
) -> Application:
    it.move_to(target, act=act, on=clock.now(), by=by, **changes)
    journal.record(f"application.{act}", subject=it, by=by, reason=reason, number=it.number, **(facts or {}))
    return it


def _held(application_id: UUID, by: Actor) -> Application:
    return Application.objects.visible_to(by).lock(application_id)


@transaction.atomic
def take(*, application_id: UUID, by: Actor) -> Application:
    """Begin the instruction (reviews.take). Raises Forbidden, NotFound, WrongState."""
    application = _held(application_id, by)
    policies.check_can_review(by)
    return _moved(application, S.UNDER_REVIEW, "take", by)


@transaction.atomic
def ask_completion(*, application_id: UUID, by: Actor) -> Application:
    """Wait for the host's additions (reviews.ask_completion). Raises Forbidden, NotFound, WrongState."""
    application = _held(application_id, by)
    policies.check_can_review(by)
    return _moved(application, S.INCOMPLETE, "ask_completion", by)


@transaction.atomic
def complete(*, application_id: UUID, suspended_days: int, by: Actor) -> Application:
    """The host has answered: the instruction goes on, and the answer is due later by the days the clock was suspended.

    Raises Forbidden, NotFound, WrongState.
    """
    application = _held(application_id, by)
    policies.check_can_prepare(by)
    application.check_act("complete")
    due = application.answer_due_on and application.answer_due_on + dt.timedelta(days=suspended_days)
    return _moved(application, S.UNDER_REVIEW, "complete", by, facts={"suspended_days": suspended_days}, answer_due_on=due)


@transaction.atomic
def close_incomplete(*, application_id: UUID, by: Actor) -> Application:
    """Give up an application that was not completed in time; the clock may do it. Raises Forbidden, NotFound, WrongState."""
    application = _held(application_id, by)
    policies.check_can_review(by, system=True)
    _moved(application, S.CLOSED_INCOMPLETE, "close_incomplete", by, decided_at=clock.now())
    letters.closed_incomplete(application)
    return application


@transaction.atomic
def declare_inadmissible(*, application_id: UUID, reason: str, by: Actor, code: str = InadmissibleCode.OTHER) -> Application:
    """Refuse what does not meet the conditions of the call; a letter tells why and how to contest. `code`: the ground; the reason adds to
    it, and stands alone for OTHER.

    Raises Forbidden, NotFound, WrongState, Invalid (code, reason).
    """
    application = _held(application_id, by)
    policies.check_can_review(by)
    application.check_act("declare_inadmissible")
    if code not in InadmissibleCode.values:
        raise Invalid("application.code", "Choisissez le motif de l’irrecevabilité.", {"code": "Choisissez un motif."})
    reason = needed_reason(reason) if code == InadmissibleCode.OTHER else grounds(InadmissibleCode(code), reason)
    decided = {"decided_at": clock.now(), "decision_code": code, "decision_reason": reason}
    _moved(application, S.INADMISSIBLE, "declare_inadmissible", by, reason, {"code": code}, **decided)
    letters.inadmissible(application)
    return application


def grounds(code: InadmissibleCode, comment: str) -> str:
    """The words of the code, then what is added to them."""
    told = code.label
    return " ".join(filter(None, [f"{told[:1].upper()}{told[1:]}.", comment.strip()]))


@transaction.atomic
def put_on_agenda(*, application_id: UUID, by: Actor) -> Application:
    """Put the file on the agenda of a session (committee.add_to_agenda). Raises Forbidden, NotFound, WrongState."""
    application = _held(application_id, by)
    policies.check_can_review(by)
    return _moved(application, S.ON_AGENDA, "put_on_agenda", by, waiting_rank=None)


@transaction.atomic
def take_off_agenda(*, application_id: UUID, rank: int | None, by: Actor) -> Application:
    """Take the file off the agenda of a session (committee.take_off): back to the waiting list at its `rank`, else to the instruction.

    Raises Forbidden, NotFound, WrongState.
    """
    application = _held(application_id, by)
    policies.check_can_review(by)
    target = S.WAITING_LIST if rank else S.UNDER_REVIEW
    return _moved(application, target, "take_off_agenda", by, waiting_rank=rank)


@transaction.atomic
def agree(*, application_id: UUID, by: Actor) -> Application:
    """The agreement is signed (stories.sign_agreement). Raises Forbidden, NotFound, WrongState."""
    application = _held(application_id, by)
    policies.check_can_agree(by)
    return _moved(application, S.AGREED, "agree", by)


@transaction.atomic
def pass_on(*, application_id: UUID, organization_id: UUID, by: Actor) -> Application:
    """Another host took the agreement over (stories.amend_agreement): it reads the file from now on. Raises Forbidden, NotFound."""
    application = _held(application_id, by)
    policies.check_can_agree(by)
    application.heir_id = organization_id
    application.save(update_fields=["heir"])
    journal.record("application.passed_on", subject=application, by=by, number=application.number, organization=str(organization_id))
    return application


def needed_reason(typed: str) -> str:
    reason = typed.strip()
    if not reason:
        raise Invalid("application.reason", "Cette décision demande un motif, qui figure dans la lettre.", {"reason": "Donnez le motif."})
    return reason
