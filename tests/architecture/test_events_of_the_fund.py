"""Each of the 32 events of the fund is played on a page, or says why none plays it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from lucette.web.gate.access import DOORS
from tests.architecture.test_doors import act_pages

EVENTS = tomllib.loads(Path("docs/events-of-the-fund.toml").read_text())


def test_none_of_the_32_events_is_forgotten() -> None:
    assert [*map(int, EVENTS)] == [*range(1, 33)]


@pytest.mark.parametrize("number", EVENTS)
def test_an_event_has_a_page_that_exists_or_a_reason(number: str) -> None:
    it, known = EVENTS[number], {route for route, _ in act_pages()}
    assert it["event"] and bool(it.get("pages")) != bool(it.get("reason"))
    for route in it.get("pages", ()):
        assert route in known and route in DOORS, route
