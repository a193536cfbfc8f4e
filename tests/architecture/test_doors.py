"""Every act of every table of transitions is done on a page, or is listed with the reason why not; every page of an act says its words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from lucette.jobs.states import workflows
from lucette.kernel.workflow import Workflow
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import ActPage

REASONS = Path(__file__).resolve().parents[2] / "docs" / "acts-without-page.toml"


def act_pages(patterns: list[URLPattern | URLResolver] | None = None, space: str = "") -> Iterator[tuple[str, type[ActPage]]]:
    """(route, class) of every act page that has an address."""
    for it in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(it, URLResolver):
            yield from act_pages(it.url_patterns, f"{it.namespace}:" if it.namespace else space)
        elif isinstance(view := getattr(it.callback, "view_class", None), type) and issubclass(view, ActPage):
            yield f"{space}{it.name}", view


PAGES = list(act_pages())
TABLES: dict[str, Workflow] = {f"{room}.{name}": table for room, name, table in workflows()}
ACTS = {(name, act) for name, table in TABLES.items() for act in table.by_act}


def covered() -> set[tuple[str, str]]:
    names = {id(table): name for name, table in TABLES.items()}
    return {(names[id(table)], act) for _, page in PAGES for table, act in page.covers()}


def excused() -> dict[tuple[str, str], str]:
    listed = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return {(table, act): reason for table, acts in listed.items() for act, reason in acts.items()}


def test_every_act_has_its_page_or_its_reason() -> None:
    missing = ACTS - covered() - set(excused())
    assert not missing, f"give each a page (web/gate/acts.py), or a line with its reason in {REASONS.name}: {sorted(missing)}"


def test_the_list_of_acts_without_a_page_is_true() -> None:
    assert not set(excused()) - ACTS, "acts that no table has"
    assert not set(excused()) & covered(), "acts that have a page now"
    assert not [act for act, reason in excused().items() if len(reason.split()) < 4], "a reason is a sentence"


def test_the_check_sees_an_act_without_a_page() -> None:
    assert ("applications.APPLICATION", "file") in covered()
    assert ("applications.APPLICATION", "burn") not in ACTS | covered()


@pytest.mark.parametrize(("route", "page"), PAGES, ids=[route for route, _ in PAGES])
def test_an_act_page_has_its_door_its_words_and_its_address(route: str, page: type[ActPage]) -> None:
    assert page.route == route and route in DOORS and DOORS[route].signed_in
    words = page.title or page.words()
    assert words and words[0].isupper() and not words.endswith(".")
    for table, act in page.covers():
        assert act in table.by_act, f"{route} plays {act}, which {table.name} has not"
