"""A host renews its agreement and keeps its adviser, in the browser, with axe on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.committee import queries as committee
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import queries as payments
from lucette.scheme.posts import queries as posts
from tests.browser import needs_chromium
from tests.journeys.play import played
from tests.journeys.renewing import CHAPTERS, SIGNED, an_agreement_with_its_adviser
from tests.journeys.visitor import Mouse

pytestmark = [*needs_chromium, pytest.mark.journey]


def test_a_host_asks_once_is_heard_signs_and_keeps_its_adviser(chromium: Browser, live_server: Any, tmp_path: Path, settings: Any) -> None:
    settings.STATE_DIR = tmp_path
    with played(chromium, live_server.url, tmp_path, Mouse(), seen={}) as play:
        it = an_agreement_with_its_adviser(play)
        for chapter in CHAPTERS:
            chapter(play, it)
        with acting(SYSTEM), clock.at(SIGNED):
            checks = fund.verify(it.endowment_id, extra=[committee.checks, payments.checks, posts.checks])
            assert [check for check in checks if not check.ok] == []
        assert not play.complaints() and play.seen and not {kind: told for kind, told in play.seen.items() if told}
