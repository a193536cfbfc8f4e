"""What a rectifying session of the committee answers instead of an earlier decision: the old one stands until this one is signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.applications import letters
from lucette.scheme.applications.actions.answers import Answer, answered, checked
from lucette.scheme.applications.actions.silence import take_back_silence
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, LapseNotice
from lucette.scheme.applications.queries import RecruitBy

TARGETS = {"award": S.AWARDED, "refuse": S.REFUSED, "wait": S.WAITING_LIST}


@transaction.atomic
def rectify(*, answers: Sequence[Answer], by: Actor) -> list[Application]:
    """Each application takes its new answer, all or none; a letter tells what it replaces, why, and how to contest. Returns them in this
    order.

    Raises Forbidden, NotFound, WrongState (agreement signed, or nothing to correct), Invalid (posts, reason, rank).
    """
    found = answered(answers, by)
    for it in answers:
        _rectify(found[it.application_id], it, by)
    told = [found[it.application_id] for it in answers]
    without = [it.pk for it in told if it.status != S.AWARDED]
    LapseNotice.objects.filter(application__in=without, closed_at=None).update(closed_at=clock.now())  # there is nothing left to withdraw
    letters.rectified(list(zip(answers, told, strict=True)), RecruitBy(clock.today()).of)
    return told


def _rectify(application: Application, it: Answer, by: Actor) -> None:
    posts, reason, rank = checked(it, application.posts_asked)
    changes: dict[str, dict[str, Any]] = {
        "award": {"posts_granted": posts, "decided_at": clock.now(), "decision_reason": reason, "waiting_rank": None},
        "refuse": {"posts_granted": 0, "decided_at": clock.now(), "decision_reason": reason, "waiting_rank": None},
        "wait": {"posts_granted": 0, "decided_at": None, "decision_reason": reason, "waiting_rank": rank},
    }
    application.move_to(TARGETS[it.act], act="rectify", on=clock.now(), by=by, **changes[it.act])
    if it.act == "award":
        take_back_silence([application])
    facts = {"number": application.number, "answer": it.act, "posts": posts, "rank": rank, "instead_of": it.corrected}
    journal.record("application.rectify", subject=application, by=by, reason=it.correction, **facts)
