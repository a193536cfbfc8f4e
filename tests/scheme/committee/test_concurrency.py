"""Two hundred sessions close at the same time for the last hundred posts, then for the last euros: never one too many (trust A02)."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from django.db import connection

from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import RuleBroken
from lucette.scheme.committee import actions, queries
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.fund import queries as fund
from tests.scheme.committee.factories import DIRECTOR, INSTRUCTOR, UNIT, ApplicationFactory, CallFactory, SessionFactory, endowment

CLOSINGS, ROOM, HANDS = 200, 100, 16
RUNS = int(os.environ.get("LUCETTE_RUNS", "1"))  # of each kind: `make campaigns` asks for fifty in all


def close(session: Session) -> str:
    """What one director is answered: "" or the French sentence."""
    try:
        with acting(SYSTEM):
            actions.close(session_id=session.pk, capacity="directrice générale", by=DIRECTOR)
    except RuleBroken as refusal:
        return refusal.sentence
    finally:
        connection.close()
    return ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", range((RUNS + 1) // 2))
@pytest.mark.parametrize(("posts", "grants"), [(ROOM, CLOSINGS * UNIT), (CLOSINGS, ROOM * UNIT + UNIT - 1)], ids=["posts", "money"])
def test_exactly_a_hundred_of_two_hundred_closings_are_granted(posts: int, grants: int, run: int) -> None:
    with acting(SYSTEM):
        of = endowment(posts, grants)
        call = CallFactory(endowment=of)
        sessions = SessionFactory.create_batch(CLOSINGS, endowment=of, signed=True)
        AgendaLine.objects.bulk_create(
            AgendaLine(session=it, position=1, decision="granted", posts=1, decided_by=INSTRUCTOR.pk, application=application)
            for it, application in zip(
                sessions, ApplicationFactory.create_batch(CLOSINGS, call=call, posts_asked=1, on_agenda=True), strict=True
            )
        )
    with ThreadPoolExecutor(HANDS) as hands:
        answers = [it.result() for it in [hands.submit(copy_context().run, close, session) for session in sessions]]
    refusals = [answer for answer in answers if answer]
    assert len(refusals) == CLOSINGS - ROOM
    assert all(" il manque " in it or "Il ne reste pas assez" in it for it in refusals), set(refusals)
    with acting(SYSTEM):
        position = fund.position(of.pk)
        assert (position.posts.reserved, position.reserved) == (ROOM, ROOM * UNIT)
        assert Award.objects.filter(endowment=of).count() == ROOM
        assert Session.objects.filter(endowment=of, status="closed").count() == ROOM
        assert all(check.ok for check in [*fund.verify(of.pk), *queries.checks(of.pk)])
