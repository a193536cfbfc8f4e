"""What a session of the committee answers: to one application, or to the four hundred of its agenda in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound
from lucette.scheme.applications import letters, policies
from lucette.scheme.applications.actions.course import needed_reason
from lucette.scheme.applications.actions.silence import take_back_silence
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.queries import RecruitBy


@dataclass(frozen=True, slots=True)
class Answer:
    """`act`: award (with `posts`), refuse, defer (with a `reason`) or wait (with a `rank`). `correction`: why the decision `corrected` is
    replaced, when a rectifying session answers."""

    application_id: UUID
    act: str
    posts: int = 0
    reason: str = ""
    rank: int = 0
    correction: str = ""
    corrected: str = ""


@transaction.atomic
def answer(*, answers: Sequence[Answer], by: Actor) -> list[Application]:
    """Give each application its answer, all or none; each letter leaves. Returns them in this order.

    Raises Forbidden, NotFound, WrongState, Invalid (posts, reason, rank).
    """
    found = answered(answers, by)
    together: dict[tuple[str, int, str, int], list[Application]] = {}
    for it in answers:
        application = found[it.application_id]
        application.check_act(it.act)
        together.setdefault((it.act, *checked(it, application.posts_asked)), []).append(application)
    for (act, posts, reason, rank), applications in together.items():
        _move(act, applications, posts, reason, rank, by)
    told = [found[it.application_id] for it in answers]
    _record(answers, found, by)
    letters.answered([(it.act, application) for it, application in zip(answers, told, strict=True)], RecruitBy(clock.today()).of)
    return told


def answered(answers: Sequence[Answer], by: Actor) -> dict[UUID, Application]:
    """The applications, held. Raises Forbidden, NotFound."""
    held = Application.objects.visible_to(by).select_for_update(of=("self",)).filter(pk__in=[it.application_id for it in answers])
    found = {it.pk: it for it in held.order_by("pk")}
    if len(found) < len(answers):
        raise NotFound
    policies.check_can_decide(by)
    return found


def checked(it: Answer, asked: int) -> tuple[int, str, int]:
    """Posts, reason, rank as they will be kept. Raises Invalid naming the field."""
    if it.act == "award" and it.posts < 1:
        raise Invalid("application.posts", "Une attribution porte sur un poste au moins.", {"posts": "Donnez un nombre d’au moins 1."})
    if it.act == "wait" and it.rank < 1:
        raise Invalid("application.rank", "Le rang en liste d’attente commence à 1.", {"rank": "Donnez un rang d’au moins 1."})
    motivated = it.act in ("refuse", "defer") or (it.act == "award" and it.posts < asked)
    return it.posts, needed_reason(it.reason) if motivated else it.reason.strip(), it.rank


def _move(act: str, applications: Sequence[Application], posts: int, reason: str, rank: int, by: Actor) -> None:
    now = clock.now()
    changes: dict[str, dict[str, Any]] = {
        "award": {"posts_granted": posts, "decided_at": now, "decision_reason": reason},
        "refuse": {"decided_at": now, "decision_reason": reason},
        "defer": {"decision_reason": reason},
        "wait": {"waiting_rank": rank},
    }
    (target,) = APPLICATION.by_act[act].targets
    Application.move_together(applications, target, act=act, on=now, by=by, **changes[act])
    if act == "award":
        take_back_silence(applications)


def _record(answers: Iterable[Answer], found: dict[UUID, Application], by: Actor) -> None:
    acts: dict[tuple[str, str], list[tuple[Application, dict[str, Any]]]] = {}
    for it in answers:
        application = found[it.application_id]
        facts = {"award": {"posts": it.posts}, "wait": {"rank": it.rank}}.get(it.act, {})
        acts.setdefault((it.act, it.reason.strip()), []).append((application, {"number": application.number, **facts}))
    for (act, reason), subjects in acts.items():
        journal.record_many(f"application.{act}", subjects=subjects, by=by, reason=reason)


def award(*, application_id: UUID, posts: int, reason: str, by: Actor) -> Application:
    """The session awards `posts` (an integer of its own, at least 1); fewer than asked needs a reason. The award letter leaves.

    Raises as `answer`.
    """
    [application] = answer(answers=[Answer(application_id, "award", posts, reason)], by=by)
    return application


def refuse(*, application_id: UUID, reason: str, by: Actor) -> Application:
    """The session refuses, with its reason; the letter tells how to contest. Raises as `answer`."""
    [application] = answer(answers=[Answer(application_id, "refuse", reason=reason)], by=by)
    return application


def defer(*, application_id: UUID, reason: str, by: Actor) -> Application:
    """The session asks for more study: back to instruction. Raises as `answer`."""
    [application] = answer(answers=[Answer(application_id, "defer", reason=reason)], by=by)
    return application


def wait(*, application_id: UUID, rank: int, by: Actor) -> Application:
    """The session puts the file on the waiting list, at this rank (from 1). Raises as `answer`."""
    [application] = answer(answers=[Answer(application_id, "wait", rank=rank)], by=by)
    return application
