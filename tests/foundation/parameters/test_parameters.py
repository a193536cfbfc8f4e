"""A number has its dates: decided from a day on, the past is never changed."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from lucette.foundation.parameters import actions, queries
from lucette.foundation.parameters.enums import Owner
from lucette.foundation.parameters.models import ParameterDecision
from lucette.foundation.parameters.rules import Value, in_force
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound

DELEGATE = Actor(uuid.uuid4(), "caisse_delegate", Scope(), "Claire Roux")
DIRECTOR = Actor(uuid.uuid4(), "agency_director", Scope(), "Jean Petit")
CODE = "payments.inquiry_days"


def test_the_latest_value_begun_holds_and_the_one_told_last_wins_on_the_same_day() -> None:
    first, second, again = Value(dt.date(2021, 1, 1), 3, ""), Value(dt.date(2022, 1, 1), 5, ""), Value(dt.date(2022, 1, 1), 6, "")
    assert in_force([first, second, again], dt.date(2020, 12, 31)) is None
    assert in_force([second, first], dt.date(2021, 12, 31)) == first
    assert in_force([first, second, again], dt.date(2022, 1, 1)) == again


def test_every_shipped_value_has_words_a_source_an_owner_and_stays_in_its_bounds() -> None:
    for it in queries.known().values():
        assert it.label and it.unit and it.owner in Owner.values and it.shipped
        assert all(it.least <= value.value <= it.most and value.source for value in it.shipped)


@pytest.mark.django_db
class TestDecide:
    def test_a_value_decided_holds_from_its_day_on_and_not_before(self) -> None:
        today = clock.today()
        before = queries.value(CODE, today)
        actions.decide(code=CODE, value=before + 2, since=today + dt.timedelta(days=1), reason="Circulaire", by=DELEGATE)
        assert queries.value(CODE, today) == before
        assert queries.value(CODE, today + dt.timedelta(days=1)) == before + 2
        shown = queries.one(CODE, today)
        assert shown and shown.now and shown.now.value == before and [it.value for it in shown.values] == [before, before + 2]
        assert next(it for it in queries.every(today) if it.it.code == CODE) == shown

    def test_who_does_not_decide_is_refused_and_nothing_is_written(self) -> None:
        with pytest.raises(Forbidden):
            actions.decide(code=CODE, value=4, since=clock.today(), reason="Circulaire", by=DIRECTOR)
        with pytest.raises(NotFound):
            actions.decide(code="unknown", value=4, since=clock.today(), reason="Circulaire", by=DELEGATE)
        assert not ParameterDecision.objects.exists()

    def test_the_past_a_value_out_of_bounds_and_no_reason_are_refused_field_by_field(self) -> None:
        with pytest.raises(Invalid) as refusal:
            actions.decide(code=CODE, value=0, since=clock.today() - dt.timedelta(days=1), reason=" ", by=DELEGATE)
        assert set(refusal.value.fields) == {"value", "since", "reason"}
        assert not ParameterDecision.objects.exists()

    def test_a_decision_is_never_changed_nor_removed(self) -> None:
        actions.decide(code=CODE, value=4, since=clock.today(), reason="Circulaire", by=DELEGATE)
        for statement in ("UPDATE parameters_parameterdecision SET value = 9", "DELETE FROM parameters_parameterdecision"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.django_db
def test_before_its_first_value_and_for_an_unknown_code_nothing_is_guessed() -> None:
    with pytest.raises(LookupError):
        queries.value(CODE, dt.date(1999, 1, 1))
    with pytest.raises(KeyError):
        queries.value("unknown", clock.today())
