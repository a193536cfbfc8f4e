"""An agreement ends before its term and what was paid too much comes back, in the browser, with axe on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import queries as payments
from lucette.scheme.posts import queries as posts
from tests.browser import needs_chromium
from tests.journeys.ending import CHAPTERS, TODAY, an_agreement_paid
from tests.journeys.play import played
from tests.journeys.visitor import Keyboard, Mouse

pytestmark = [*needs_chromium, pytest.mark.journey]


@pytest.mark.parametrize("hand", [Mouse(), Keyboard()], ids=["mouse", "keyboard"])
def test_a_termination_with_an_over_payment_is_played_to_the_order_to_pay_back(
    chromium: Browser, live_server: Any, tmp_path: Path, settings: Any, hand: Mouse | Keyboard
) -> None:
    settings.STATE_DIR = tmp_path
    with played(chromium, live_server.url, tmp_path, hand, seen={} if isinstance(hand, Mouse) else None) as play:
        it = an_agreement_paid(play)
        for chapter in CHAPTERS:
            chapter(play, it)
        with acting(SYSTEM), clock.at(TODAY):
            assert not [check for check in fund.verify(it.endowment_id, extra=[payments.checks, posts.checks]) if not check.ok]
        assert not play.complaints()
        assert play.seen is None or not {kind: told for kind, told in play.seen.items() if told}
