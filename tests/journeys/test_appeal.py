"""A refused host that appeals, in the browser, with axe on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import needs_chromium
from tests.journeys.appeal import CHAPTERS
from tests.journeys.brief import calls_open, endowment_is_notified
from tests.journeys.play import played
from tests.journeys.visitor import Mouse

pytestmark = [*needs_chromium, pytest.mark.journey]


def test_a_refused_host_contests_is_heard_by_another_person_and_receives_its_posts(
    chromium: Browser, live_server: Any, tmp_path: Path
) -> None:
    with played(chromium, live_server.url, tmp_path, Mouse(), seen={}) as play:
        for chapter in (endowment_is_notified, calls_open, *CHAPTERS):
            chapter(play)
        assert not play.complaints() and play.seen and not {kind: told for kind, told in play.seen.items() if told}
