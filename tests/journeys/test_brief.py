"""The whole brief played in a browser by its people, each act on its page: with a mouse, with a keyboard alone, without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import needs_chromium
from tests.journeys.brief import CHAPTERS
from tests.journeys.play import played
from tests.journeys.visitor import Keyboard, Mouse

pytestmark = needs_chromium

WAYS = {"mouse": (Mouse(), True, True), "keyboard": (Keyboard(), True, False), "no_javascript": (Mouse(), False, False)}
LONG = [pytest.param(way, marks=pytest.mark.journey) for way in WAYS]  # minutes each: `make journeys`


@pytest.mark.parametrize("way", LONG)
def test_the_brief_is_played_in_the_browser_from_the_endowment_to_the_report(
    chromium: Browser, live_server: Any, tmp_path: Path, way: str
) -> None:
    hand, javascript, looks = WAYS[way]
    with played(chromium, live_server.url, tmp_path, hand, javascript=javascript, seen={} if looks else None) as play:
        for chapter in CHAPTERS:
            chapter(play)
        assert not play.complaints()
        assert play.seen is None or len(play.seen) >= 60, "axe looked at each kind of page"
        assert not {kind: told for kind, told in (play.seen or {}).items() if told}
