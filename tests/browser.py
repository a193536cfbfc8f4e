"""The real browser of the tests, and what it has to say of a page."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = Path(os.environ.get("LUCETTE_CHROMIUM", "/usr/bin/chromium"))
QUIET = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.target.join(' '))]))"
# the design system changes its menu two frames after the width
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))"
# a phone at night and a desk by day; LUCETTE_EVERY_LOOK: each width, light and dark (`make journeys`)
WIDTHS, SCHEMES = (320, 1280), ("light", "dark")
LOOKS = ((320, "dark"), (1280, "light"))
EVERY_LOOK = (*LOOKS, (320, "light"), (1280, "dark"))

needs_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is absent: {CHROMIUM}"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Playwright keeps an event loop in this thread; Django would refuse its synchronous queries there."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def watched(page: Page | BrowserContext, home: str) -> dict[str, list[Any]]:
    """What the browser complains about (its policy first), and whom it asks besides us."""
    seen: dict[str, list[Any]] = {"complaints": [], "elsewhere": []}
    page.on("console", lambda said: said.type == "error" and not expected(said.text) and seen["complaints"].append(said.text))
    page.on("request", lambda request: request.url.startswith((home, "data:")) or seen["elsewhere"].append(request.url))
    return seen


def expected(complaint: str) -> bool:
    """A page not found and a form to correct are answers, and no fault of the page."""
    return "status of 404" in complaint or "status of 422" in complaint


def violations(page: Page, looks: Sequence[tuple[int, str]] = ()) -> list[str]:
    """What axe and a ruler find on this page, in each look (width in pixels, scheme). The page comes back as it was."""
    found, before = [], page.viewport_size
    page.evaluate(AXE)
    for width, scheme in looks or (EVERY_LOOK if os.environ.get("LUCETTE_EVERY_LOOK") else LOOKS):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.locator(f"html[data-fr-theme='{scheme}']").wait_for(state="attached")
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SETTLED)
        found += [f"{rule} at {width} px, {scheme}: {', '.join(where)}" for rule, where in page.evaluate(RULES)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"scrolls sideways at {width} px")
    page.set_viewport_size(before or {"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    return found
