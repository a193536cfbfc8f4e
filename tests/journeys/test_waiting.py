"""A post that returns goes to the first of the waiting list, with axe on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import needs_chromium
from tests.journeys.play import played
from tests.journeys.visitor import Mouse
from tests.journeys.waiting import (
    GIVES_BACK,
    WAITS,
    a_session_that_left_two_waiting,
    an_agreement_in_force,
    it_has_its_posts,
    posts_return,
    the_first_in_line_is_studied,
)

pytestmark = [*needs_chromium, pytest.mark.journey]


def test_the_waiting_list_moves_up_when_a_post_returns(chromium: Browser, live_server: Any, tmp_path: Path) -> None:
    with played(chromium, live_server.url, tmp_path, Mouse(), seen={}) as play:
        play.at(2021, 3, 5)
        hosts = a_session_that_left_two_waiting(play)
        posts_return(play, hosts[GIVES_BACK], an_agreement_in_force(play))
        the_first_in_line_is_studied(play)
        it_has_its_posts(play, hosts[WAITS])
        assert not play.complaints() and play.seen and not {kind: told for kind, told in play.seen.items() if told}
