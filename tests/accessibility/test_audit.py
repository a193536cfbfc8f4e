"""The audit says what the pages are: what a machine sees again must not contradict it, and its rate is counted anew."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from typing import Any

import pytest
from playwright.sync_api import Browser

from lucette.web.design.accessibility import FOLDER, LAST_AUDIT, NUMBERS, THEMES, Audit, latest
from tests.accessibility.checks import by_shades, findings, title
from tests.accessibility.sample import opened, staged
from tests.browser import chromium, needs_chromium

__all__ = ["chromium"]

# a page out of three at each change (a form with its errors and two spaces among them); all of them by `make journeys`
THIRD, ALL = pytest.param(slice(2, None, 3), id="one-in-three"), pytest.param(slice(None), id="all", marks=pytest.mark.journey)


@pytest.fixture
def audit() -> Audit:
    assert LAST_AUDIT
    return LAST_AUDIT


def test_the_106_criteria_of_13_themes_are_answered_once(audit: Audit) -> None:
    assert len(NUMBERS) == sum(THEMES.values()) == 106 and len(THEMES) == 13
    assert [it.number for it in audit.criteria] == list(NUMBERS)
    assert len(audit.pages) == 25 and len({(it.address, it.role, it.invalid) for it in audit.pages}) == 25


def test_the_rate_is_recounted_from_the_file(audit: Audit) -> None:
    """Apart from the code that shows it: those met, among all but those that do not apply; not tested is not met."""
    told = tomllib.loads(sorted(FOLDER.glob("audit-*.toml"))[-1].read_text("utf-8"))["criterion"]
    results = Counter(it["result"] for it in told)
    assert (audit.met, audit.applicable) == (results["C"], results["C"] + results["NC"] + results["NT"])
    assert audit.percent == int(100 * results["C"] / (106 - results["NA"]))


def test_what_is_not_met_and_not_tested_says_why(audit: Audit) -> None:
    assert all(len(it.note.split()) >= 3 for it in [*audit.not_met, *audit.untested])


def test_without_a_file_there_is_no_audit(tmp_path: Any) -> None:
    assert latest(tmp_path) is None


def test_the_sample_reads_the_pages_that_the_law_names(audit: Audit) -> None:
    """Home, contact, legal notice, accessibility, site map, help, sign-in; pages of a whole journey; pages behind a sign-in."""
    read = {it.address for it in audit.pages}
    assert {"/", "/contact/", "/mentions-legales/", "/accessibilite/", "/plan-du-site/", "/aide/", "/connexion/"} <= read
    assert sum(bool(it.role) for it in audit.pages) >= 5 and any(it.invalid for it in audit.pages)


class TestInTheBrowser:
    pytestmark = needs_chromium

    @pytest.mark.parametrize("among", [THIRD, ALL])
    def test_no_page_of_the_sample_contradicts_the_audit(self, chromium: Browser, live_server: Any, audit: Audit, among: slice) -> None:
        it, objects = staged()
        found: dict[str, list[str]] = defaultdict(list)
        titles: dict[str, str] = {}
        for sample in audit.pages[among]:
            page = opened(chromium, live_server.url, sample, it, objects)
            if (said := title(page)) in titles:
                found["8.6"].append(f"même titre : {sample.name}, {titles[said]}")
            titles[said] = sample.name
            for number, what in findings(page):
                found[number].append(f"{sample.name} : {what}")
            page.context.close()
        known = {one.number for one in audit.not_met}
        lies = {number: told for number, told in sorted(found.items()) if number not in known}
        assert not lies, "\n".join(f"{number} {line}" for number, told in lies.items() for line in told)
        whole = among == slice(None)
        healed = [one.number for one in audit.not_met if whole and one.how == "machine" and one.number not in found]
        assert not healed, f"these criteria are met now: say it in the audit: {healed}"

    def test_every_component_of_the_gallery_is_told_from_its_ground(self, chromium: Browser, live_server: Any) -> None:
        """Those that no page of the sample shows too: charts in parts, boxes, gauges."""
        page = chromium.new_page()
        page.goto(f"{live_server.url}/design/")
        assert page.locator(".lu-stack__bar rect").count() > 5
        assert page.locator(".lu-gauge__bar").count() > 1 and page.locator("main input[type=checkbox]").count() > 1
        found = {*by_shades(page, "light"), *by_shades(page, "dark")}
        page.close()
        assert found == set()
