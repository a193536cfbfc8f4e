"""What a picture of a page shows: targets large enough for a thumb; and the picture itself, when a folder is named."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

# what a thumb must hit, in the content, at the width of a phone: 44 pixels
SMALL = """() => [...document.querySelectorAll('main .fr-btn, main .lu-chip__label, main .fr-tag, main input.fr-input, main select')]
  .filter(it => it.offsetParent && it.getBoundingClientRect().height < 43.5)
  .map(it => `too small: ${it.getBoundingClientRect().height} px, ${it.outerHTML.slice(0, 100)}`)"""


def small_targets(page: Page) -> list[str]:
    found: list[str] = page.evaluate(SMALL)
    return found


def photograph(page: Page, address: str) -> None:
    """Keep this page as a phone and a desk show it, in the folder LUCETTE_PICTURES."""
    folder = os.environ.get("LUCETTE_PICTURES")
    if not folder:
        return
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(folder) / f"{address.strip('/').replace('/', '_') or 'accueil'}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 375, "height": 812})
