"""One clock, in Paris, that tests and the demonstration move."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM


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


@pytest.mark.django_db
def test_what_the_database_gives_back_is_in_paris_time() -> None:
    """Half past midnight in Paris is the day before in UTC: a page that says the day must say the day people lived."""
    with clock.at(dt.datetime(2021, 7, 1, 0, 30, tzinfo=clock.PARIS)), acting(SYSTEM):
        host = Organization.objects.create(siret="21190272200019", name="Tulle", employer="public", commune_id="19272")
        host.refresh_from_db()
        assert (host.created_at.date(), host.created_at.hour) == (dt.date(2021, 7, 1), 0)
