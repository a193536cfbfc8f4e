"""An agreement ends before its term, or stops for a while: its posts, its payments and what was paid too much follow at once."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.agreements.queries import amendments as changes
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as payment_queries
from lucette.scheme.payments.enums import HoldGround, RecoveryGround
from lucette.scheme.posts import queries as posts
from lucette.stories.end_posts import Ending, effects_of, end_with, live_posts


def effects(agreement_id: UUID, ended_on: dt.date, by: Actor) -> dict[str, Any]:
    """What a termination on that day would do, post by post, on what is stored today. Writes nothing.

    Raises NotFound, RuleBroken (a payment is under way).
    """
    return effects_of(payment_queries.cuts(agreement_id, live_posts(agreement_id), ended_on, by))


def foreseen(agreement_id: UUID, ended_on: dt.date, by: Actor) -> tuple[dict[str, Any], list[str]]:
    """The same, and the numbers of the posts whose contract must end first."""
    live = live_posts(agreement_id)
    return effects_of(payment_queries.cuts(agreement_id, live, ended_on, by)), posts.held(live)


def terminate_agreement(*, notice_id: UUID, ended_on: dt.date, by: Actor) -> Agreement:
    """Terminate, cut the instalments, end the posts (16), ask back what was not earned (19): all or nothing.

    Raises NotFound, Forbidden, WrongState, RuleBroken (host not heard, a contract live, a payment under way).
    """
    agreement_id = changes.notice(notice_id, by).agreement_id
    told = effects(agreement_id, ended_on, by)
    content = agreements.ends.termination_paper(notice_id=notice_id, ended_on=ended_on, effects=told, by=by)
    with transaction.atomic():
        agreement = agreements.ends.terminate(notice_id=notice_id, ended_on=ended_on, content=content, effects=told, by=by)
        explanation = (
            f"La convention {agreement.number} a pris fin avant son terme : vous gardez ce que chaque poste a gagné, mois par mois."
        )
        end_with(agreement, live_posts(agreement_id), Ending(f"ending:{agreement_id}:1", GROUND, explanation, ended_on), told, by)
    return agreement


GROUND = RecoveryGround.TERMINATION


@transaction.atomic
def suspend_agreement(*, agreement_id: UUID, reason: str, by: Actor) -> Agreement:
    """Suspend, and hold every payment that no order pays. Raises as agreements.ends.suspend."""
    agreement = agreements.ends.suspend(agreement_id=agreement_id, reason=reason, by=by)
    payments.hold_agreement(agreement_id=agreement_id, ground=HoldGround.SUSPENDED, reason=reason, by=by)
    return agreement


@transaction.atomic
def resume_agreement(*, agreement_id: UUID, by: Actor) -> Agreement:
    """Payments go on where they were. Raises as agreements.ends.resume."""
    agreement = agreements.ends.resume(agreement_id=agreement_id, by=by)
    payments.resume_agreement(agreement_id=agreement_id, ground=HoldGround.SUSPENDED, by=by)
    return agreement
