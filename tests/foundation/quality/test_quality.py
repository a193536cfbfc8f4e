"""Passages, opinions and readings: counted by month, without anybody in them."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.foundation.quality import actions, adapters, queries
from lucette.foundation.quality.enums import Journey
from lucette.foundation.quality.models import Opinion, Passage, Reading
from lucette.foundation.quality.rules import Month, holds_personal_data, median, months_before, next_month
from lucette.kernel import clock
from lucette.kernel.errors import Invalid

MARCH = dt.date(2021, 3, 1)


def at(minute: int) -> object:
    return clock.at(dt.datetime(2021, 3, 1, 9, minute, tzinfo=clock.PARIS))


@pytest.mark.django_db
def test_the_month_says_who_finishes_in_how_long_and_how_happy() -> None:
    for minutes in (2, 4, 9, 0):
        with at(0):
            begun = actions.begin(journey=Journey.APPOINTMENT)
        if minutes:
            with at(minutes):
                assert actions.finish(passage_id=begun) and not actions.finish(passage_id=begun)
    for stars in (5, 5, 4, 4, 3):
        actions.give_opinion(journey=Journey.APPOINTMENT, stars=stars)
    (it,) = queries.months()
    assert (it.first, it.begun, it.finished, it.completion, it.seconds, it.satisfaction) == (MARCH, 4, 3, 750, 240, 84)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stars", "comment", "fields"),
    [
        (0, "", {"stars"}),
        (6, "", {"stars"}),
        (3, "x" * 501, {"comment"}),
        (3, "Appelez le 05 55 00 00 00", {"comment"}),
        (3, "a@b.fr", {"comment"}),
    ],
)
def test_an_opinion_that_cannot_be_kept_says_why(stars: int, comment: str, fields: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.give_opinion(journey=Journey.HOST, stars=stars, comment=comment)
    assert set(refusal.value.fields) == fields and not Opinion.objects.exists()


def test_nothing_kept_can_say_who() -> None:
    names = {field.name for model in (Passage, Opinion, Reading) for field in model._meta.get_fields()}
    assert names == {"id", "created_at", "journey", "finished_at", "stars", "comment", "day", "answered"}


def test_a_few_opinions_have_no_average() -> None:
    assert Month(MARCH, "host", 0, 0, None, 4, 20).satisfaction is None
    assert Month(MARCH, "host", 0, 0, None, 5, 25).satisfaction == 100
    assert Month(MARCH, "host", 0, 0, None, 0, 0).completion is None


@pytest.mark.django_db
def test_a_minute_without_an_answer_counts_as_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    for minute, up in enumerate((True, True, False, True)):
        monkeypatch.setattr(actions, "answers", lambda up=up: up)
        with at(minute):
            assert actions.watch() is up
    with at(10):
        (it,) = queries.availability()
    assert (it.answered, it.minutes) == (3, 10)


def test_a_site_that_does_not_answer_is_down(settings) -> None:
    settings.SITE_URL = "http://127.0.0.1:9"
    assert adapters.answers() is False


@pytest.mark.django_db
def test_what_is_older_than_three_years_is_forgotten() -> None:
    actions.begin(journey=Journey.HOST)
    actions.give_opinion(journey=Journey.HOST, stars=5)
    assert actions.forget_old() == 0
    with clock.at(dt.date(2024, 3, 2)):
        assert actions.forget_old() == 2


@given(st.lists(st.integers(0, 10_000)))
def test_half_take_no_longer_than_the_median(values: list[int]) -> None:
    middle = median(values)
    assert (middle is None) == (not values)
    assert middle is None or 2 * sum(it <= middle for it in values) >= len(values)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 24))
def test_months_follow_one_another(day: dt.date, count: int) -> None:
    firsts = months_before(day, count)
    assert len(set(firsts)) == count and all(next_month(before) == after for after, before in itertools.pairwise(firsts))


@pytest.mark.parametrize(("said", "personal"), [("Très bien, merci", False), ("2 fois en 10 jours", False), ("0555000000", True)])
def test_numbers_that_say_who_are_seen(said: str, personal: bool) -> None:
    assert holds_personal_data(said) is personal
