"""What is typed is kept for its author; a form is taken once."""

from __future__ import annotations

import contextvars
import datetime as dt
import threading
import uuid

import pytest

from lucette.foundation.drafts import actions, queries
from lucette.foundation.drafts.models import Draft
from lucette.foundation.drafts.rules import KEPT_DAYS, MOST_CHARACTERS
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY, SYSTEM, Actor, Scope

SECRETARY = Actor(uuid.uuid4(), "host_secretary", Scope("organization", str(uuid.uuid4())), "Anne Martin")
OTHER = Actor(uuid.uuid4(), "host_secretary", Scope("organization", str(uuid.uuid4())), "Paul Durand")
HERE = "/structure/candidatures/"


@pytest.mark.django_db
class TestKeep:
    def test_the_latest_entry_replaces_the_one_before_and_is_its_author_s_alone(self) -> None:
        actions.keep(address=HERE, typed={"posts": ["2"]}, by=SECRETARY)
        assert actions.keep(address=HERE, typed={"posts": ["3"], "days": ["1", "2"]}, by=SECRETARY) == clock.now()
        kept = queries.kept(SECRETARY, HERE)
        assert kept and kept.fields == {"posts": ["3"], "days": ["1", "2"]}
        assert queries.kept(OTHER, HERE) is None and not queries.entries(OTHER)
        assert len(queries.entries(SECRETARY)) == 1

    def test_tokens_secrets_nothing_too_much_and_nobody_are_not_kept(self) -> None:
        typed = {"csrfmiddlewaretoken": ["x"], "once": ["y"], "iban": ["FR76"], "holder": ["Mairie"]}
        actions.keep(address=HERE, typed=typed, by=SECRETARY, not_kept=["iban"])
        assert Draft.objects.get().fields == {"holder": ["Mairie"]}
        assert actions.keep(address="/a/", typed={"text": ["x" * (MOST_CHARACTERS + 1)]}, by=SECRETARY) is None
        assert actions.keep(address="/b/", typed={"text": [""]}, by=SECRETARY) is None
        assert actions.keep(address="/c/", typed={"text": ["x"]}, by=NOBODY) is None
        assert Draft.objects.count() == 1

    def test_once_sent_it_is_forgotten_and_what_nobody_came_back_to_goes_after_thirty_days(self) -> None:
        actions.keep(address=HERE, typed={"posts": ["2"]}, by=SECRETARY)
        assert actions.forget(address=HERE, by=OTHER) == 0
        assert actions.forget(address=HERE, by=SECRETARY) == 1
        actions.keep(address=HERE, typed={"posts": ["2"]}, by=SECRETARY)
        actions.take_once(token=uuid.uuid4(), by=SECRETARY)
        assert actions.forget_old() == 0
        with clock.at(clock.today() + dt.timedelta(days=KEPT_DAYS + 1)):
            assert actions.forget_old() == 2


@pytest.mark.django_db
def test_a_form_is_taken_once() -> None:
    token = uuid.uuid4()
    assert [actions.take_once(token=token, by=SECRETARY) for _ in range(3)] == [True, False, False]


@pytest.mark.django_db(transaction=True)
def test_of_eight_senders_of_the_same_form_at_the_same_time_one_is_the_first() -> None:
    token, answers = uuid.uuid4(), []
    together = threading.Barrier(8)

    def send() -> None:
        together.wait()
        with acting(SYSTEM):
            answers.append(actions.take_once(token=token, by=SYSTEM))

    threads = [threading.Thread(target=contextvars.copy_context().run, args=[send]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 7 + [True]
