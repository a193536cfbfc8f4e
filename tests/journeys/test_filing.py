"""An application is filed in ten minutes, by keyboard alone; by an association, by a host without SIRET, with axe on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.applications.models import Application
from tests.browser import needs_chromium
from tests.foundation.organizations.factories import territory
from tests.journeys.filing import ASSOCIATION, PROVINCE, TOWN_HALL, Host, counts, effort, files
from tests.journeys.play import played
from tests.journeys.visitor import Keyboard, Mouse
from tests.scheme.calls.factories import CallFactory

pytestmark = [*needs_chromium, pytest.mark.journey]
TEN_MINUTES = 600


def an_open_call(**told: Any) -> None:
    with acting(SYSTEM):
        territory("98818", "Nouméa", "988", "988", "209888181")
        CallFactory(open=True, **told)


def filed() -> Application:
    with acting(SYSTEM):
        it: Application = Application.objects.select_related("organization").get()
        assert it.status == "filed"
        return it


def test_a_town_hall_files_in_ten_minutes_by_keyboard_alone(
    chromium: Browser, live_server: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with played(chromium, live_server.url, tmp_path, Keyboard(), seen=None) as play:
        play.at(2021, 6, 1)
        an_open_call(title="Accueillir des conseillers numériques")
        mayor = play.visitors["mayor"] = counts(play.somebody())
        files(play, TOWN_HALL, mayor)
        spent = effort(mayor)
        with capsys.disabled():
            print(f"\n{spent}")
        assert spent["pages"] >= 12 and spent["keys"] > 200, "it counts"
        assert spent["seconds"] <= TEN_MINUTES
        assert filed().organization.name == TOWN_HALL.knows and not play.complaints()


@pytest.mark.parametrize(("host", "call"), [(ASSOCIATION, {"ami_2": True, "rules": "ami_2"}), (PROVINCE, {})], ids=["call_2", "ridet"])
def test_a_host_that_no_register_knows_files_too(
    chromium: Browser, live_server: Any, tmp_path: Path, host: Host, call: dict[str, Any]
) -> None:
    with played(chromium, live_server.url, tmp_path, Mouse(), seen={}) as play:
        play.at(2021, 6, 1)
        an_open_call(**call)
        visitor = play.visitors["host"] = play.somebody()
        files(play, host, visitor)
        assert filed().organization.name == host.described["Le nom de la structure"]
        assert not play.complaints() and play.seen and not {kind: told for kind, told in play.seen.items() if told}
