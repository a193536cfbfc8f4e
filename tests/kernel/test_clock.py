"""One clock, in Paris, that tests and the demonstration move."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.kernel import clock


def test_a_date_means_nine_in_the_morning_in_paris() -> None:
    with clock.at(dt.date(2021, 7, 14)):
        assert clock.now().isoformat() == "2021-07-14T09:00:00+02:00"
        assert clock.today() == dt.date(2021, 7, 14)


def test_the_clock_comes_back_after_the_block() -> None:
    before = clock.now()
    with clock.at(dt.date(2030, 1, 1)), clock.at(dt.date(2031, 1, 1)):
        assert clock.today().year == 2031
    assert clock.now() == before


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2021-12-31T22:59:59+00:00", dt.date(2021, 12, 31)),
        ("2021-12-31T23:00:00+00:00", dt.date(2022, 1, 1)),
        ("2021-03-28T00:59:59+00:00", dt.date(2021, 3, 28)),
        ("2021-10-31T22:59:59+00:00", dt.date(2021, 10, 31)),
        ("2024-02-28T23:30:00+00:00", dt.date(2024, 2, 29)),
    ],
)
def test_the_day_is_the_day_in_paris(instant: str, day: dt.date) -> None:
    with clock.at(dt.datetime.fromisoformat(instant)):
        assert clock.today() == day
