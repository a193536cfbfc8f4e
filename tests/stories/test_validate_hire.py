from __future__ import annotations

import contextvars
import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lucette.foundation.journal.models import Entry
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Forbidden, WrongState
from lucette.scheme.calls.enums import CallStatus
from lucette.scheme.calls.models import Call
from lucette.scheme.fund.models import Endowment
from lucette.scheme.recruitment import actions
from lucette.scheme.recruitment.enums import EndReason, HireStatus
from lucette.scheme.recruitment.models import Hire
from lucette.stories.validate_hire import validate_hire
from tests.scheme.recruitment.factories import CERTIFIER, INSTRUCTOR, REQUESTER, HireFactory, posts
from tests.states import count_rows

pytestmark = pytest.mark.django_db


def declared(count: int, quota: int) -> list[Hire]:
    """So many contracts to validate, on an endowment of `quota` posts."""
    made = posts(count)
    Endowment.objects.filter(pk=made[0].endowment_id).update(posts=quota)
    return [HireFactory(post=it, declared=True) for it in made]


def call_of(hire: Hire) -> Call:
    return Call.objects.get(pk=hire.post.award.application.call_id)


def closings(hire: Hire) -> int:
    return Entry.objects.about(call_of(hire)).filter(act="call.closed").count()


def test_the_intake_closes_with_the_last_post_and_not_before():
    first, last = declared(2, quota=2)
    validate_hire(hire_id=first.pk, by=CERTIFIER)
    assert call_of(first).status == CallStatus.OPEN
    hire = validate_hire(hire_id=last.pk, by=REQUESTER)
    closed = call_of(last)
    assert (hire.status, closed.status) == (HireStatus.VALIDATED, CallStatus.CLOSED)
    assert closed.closing_reason == "L’objectif est atteint : 2 conseillers recrutés."


def test_a_vacancy_reopens_nothing_and_the_next_filling_closes_nothing_twice():
    [hire] = declared(1, quota=1)
    validate_hire(hire_id=hire.pk, by=CERTIFIER)
    later = dt.date(2021, 6, 30)
    with clock.at(later):
        actions.record_end(hire_id=hire.pk, ended_on=later, reason=EndReason.RESIGNATION, by=CERTIFIER)
        assert call_of(hire).status == CallStatus.CLOSED
        again = HireFactory(post=hire.post, declared=True, starts_on=dt.date(2021, 7, 1))
        validate_hire(hire_id=again.pk, by=CERTIFIER)
    assert closings(hire) == 1


def test_refusals_close_nothing_and_write_nothing():
    [hire] = declared(1, quota=1)
    rows = count_rows()
    with pytest.raises(Forbidden):
        validate_hire(hire_id=hire.pk, by=INSTRUCTOR)
    assert (count_rows(), call_of(hire).status) == (rows, CallStatus.OPEN)
    validate_hire(hire_id=hire.pk, by=CERTIFIER)
    rows = count_rows()
    with pytest.raises(WrongState):
        validate_hire(hire_id=hire.pk, by=CERTIFIER)
    assert count_rows() == rows


@pytest.mark.django_db(transaction=True)
def test_of_the_last_two_validations_made_together_one_closes_the_intake():
    with acting(SYSTEM):
        hires = declared(2, quota=2)

    def validate(hire):
        try:
            with acting(CERTIFIER):
                validate_hire(hire_id=hire.pk, by=CERTIFIER)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for answer in [threads.submit(contextvars.copy_context().run, validate, hire) for hire in hires]:
            answer.result()
    with acting(SYSTEM):
        assert call_of(hires[0]).status == CallStatus.CLOSED
        assert closings(hires[0]) == 1
