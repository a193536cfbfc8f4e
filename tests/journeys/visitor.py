"""A person at her browser. She acts by what she reads: names of links, labels of fields, words of buttons. Three hands: a mouse, a
keyboard alone, and a mouse without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from playwright.sync_api import Browser, Locator, Page

from tests.browser import violations, watched

PATIENCE = 15_000  # milliseconds
FAR = 400  # presses of Tab: further is out of reach
FOCUSED = "it => it === document.activeElement"
# an outline round it, or round the whole card that its link covers
SEEN = """it => [[it, null], [it, '::before'], [it, '::after']].some(([part, pseudo]) => {
  const style = getComputedStyle(part, pseudo); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 })"""


class Mouse:
    """Clicks and types."""

    def reach(self, page: Page, it: Locator) -> None:
        """A mouse is already there."""

    def press(self, page: Page, it: Locator) -> None:
        it.click()

    def answer(self, page: Page, it: Locator, value: Any) -> None:
        kind = it.evaluate("it => it.tagName === 'SELECT' ? 'select' : it.type")
        if isinstance(value, Path):
            it.set_input_files(value)
        elif kind == "select":
            it.select_option(label=value)
        elif kind in ("radio", "checkbox"):
            it.set_checked(bool(value), force=True)
        else:
            it.fill(str(value))


class Keyboard:
    """Tab, arrows, space, enter, and letters: nothing else."""

    def reach(self, page: Page, it: Locator) -> None:
        """Tab until the element has the focus, and its focus can be seen."""
        it.wait_for(state="attached")
        self.skip_to_content(page, it)
        for _ in range(FAR):
            if it.evaluate(FOCUSED):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"out of reach by keyboard on {page.url}: {it}")

    def skip_to_content(self, page: Page, it: Locator) -> None:
        """The first stop of a page is the link that skips its head."""
        if page.evaluate("document.activeElement === document.body") and it.evaluate("it => !!it.closest('main')"):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('href') === '#contenu'"):
                page.keyboard.press("Enter")

    def press(self, page: Page, it: Locator) -> None:
        self.reach(page, it)
        assert it.evaluate(SEEN), f"the focus cannot be seen on {page.url}: {it}"
        page.keyboard.press("Enter")

    def answer(self, page: Page, it: Locator, value: Any) -> None:
        kind = it.evaluate("it => it.tagName === 'SELECT' ? 'select' : it.type")
        if kind == "radio":
            return self.choose(page, it)
        self.reach(page, it)
        if isinstance(value, Path):
            with page.expect_file_chooser() as chooser:
                page.keyboard.press("Enter")
            return chooser.value.set_files(value)
        if kind == "checkbox":
            return None if it.is_checked() == bool(value) else page.keyboard.press("Space")
        if kind == "select":
            return self.pick(page, it, str(value))
        return self.type(page, it, kind, str(value))

    def choose(self, page: Page, it: Locator) -> None:
        """The group is one stop of Tab; arrows go from one choice to the next."""
        group = page.locator(f"input[type=radio][name='{it.get_attribute('name')}']")
        for _ in range(FAR):
            if group.evaluate_all("all => all.includes(document.activeElement)"):
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _ in range(group.count()):
            if it.is_checked():
                return
            page.keyboard.press("ArrowDown")
        assert it.is_checked(), f"cannot be chosen by keyboard on {page.url}: {it}"

    def pick(self, page: Page, it: Locator, words: str) -> None:
        page.keyboard.press("Home")
        for _ in range(FAR):
            if it.evaluate("it => it.selectedOptions[0]?.label.trim()") == words:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"no choice « {words} » on {page.url}")

    def type(self, page: Page, it: Locator, kind: str, value: str) -> None:
        if kind == "date":  # part by part, in the order of this browser: its own language is English, whatever the page's
            year, month, day = value.split("-")
            page.keyboard.type(f"{month}{day}{year}")
            assert it.input_value() == value, f"{it} holds {it.input_value()}, not {value}"
            return
        if kind == "time":
            hour, minute = map(int, value.split(":"))
            page.keyboard.type(f"{(hour - 1) % 12 + 1:02d}{minute:02d}{'AM' if hour < 12 else 'PM'}")
            assert it.input_value().startswith(value), f"{it} holds {it.input_value()}, not {value}"
            return
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.type(value)


class Visitor:
    """One person, one browser of her own. `seen`: what axe says of each kind of page met is kept there (None: nobody looks)."""

    def __init__(
        self, browser: Browser, home: str, hand: Mouse | Keyboard, *, javascript: bool = True, seen: dict[str, list[str]] | None
    ) -> None:
        self.home, self.hand, self.seen = home, hand, seen
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            color_scheme="light",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.complaints = watched(self.context, home)
        self.page.on("pageerror", lambda error: self.complaints["complaints"].append(str(error)))

    awake: ClassVar[Visitor | None] = None

    def goes(self, address: str) -> Visitor:
        """Open a page. Whoever was at her browser closes hers: the design system draws without rest on every open page."""
        if Visitor.awake not in (None, self):
            Visitor.awake.page.goto("about:blank")
        Visitor.awake = self
        self.page.goto(address if address.startswith("http") else self.home + address)
        return self.looks()

    def comes_back(self) -> Visitor:
        """The same page, later."""
        self.page.reload()
        return self.looks()

    def follows(self, name: str, within: str = "") -> Visitor:
        """Open the first link so named (in the row or block that contains `within`)."""
        return self.acts_on("link", name, within)

    def presses(self, name: str, within: str = "") -> Visitor:
        return self.acts_on("button", name, within)

    def acts_on(self, role: Any, name: str, within: str) -> Visitor:
        where = self.page.locator("tr, li, article, section, form, .fr-card").filter(has_text=within).last if within else self.page
        it = where.get_by_role(role, name=re.compile(r"^\s*" + re.escape(name)))
        assert it.count(), f"no {role} « {name} » on {self.page.url}: {self.offers()}"
        self.hand.reach(self.page, it.first)
        with self.page.expect_navigation(wait_until="load"):
            self.hand.press(self.page, it.first)
        return self.looks()

    def offers(self) -> list[str]:
        """What can be pressed, followed or answered here, for whoever reads why a journey stopped."""
        main = self.page.locator("main")
        names = "all => all.map(it => (it.labels?.[0]?.innerText || it.innerText || it.name || '').trim())"
        return [it for it in main.locator("a, button, input:not([type=hidden]), select, textarea").evaluate_all(names) if it]

    def does(self, act: str, submit: str = "", answers: Mapping[str, Any] | None = None) -> Visitor:
        """Open the page of an act, answer, press its button (named as the act unless `submit` says otherwise)."""
        return self.follows(act).answers(answers or {}).presses(submit or act)

    def answers(self, answers: Mapping[str, Any]) -> Visitor:
        """Fill fields by their labels: text, words of a choice, True for a box or a radio, a Path for a file."""
        for label, value in answers.items():
            self.hand.answer(self.page, self.field(label), value)
        return self

    def field(self, label: str) -> Locator:
        found = self.page.get_by_label(re.compile(r"^\s*" + re.escape(label)))
        assert found.count(), f"no field « {label} » on {self.page.url}: {self.offers()}"
        return found.first

    def reads(self, *words: str) -> Visitor:
        """These words are on the page."""
        told = self.text()
        for it in words:
            assert it in told, f"« {it} » is not on {self.page.url}:\n{told[:3000]}"
        return self

    def text(self) -> str:
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text().replace("\u202f", " ").replace("\xa0", " "))

    def downloads(self, name: str, folder: Path) -> Path:
        """The file behind the link or button so named."""
        it = self.page.get_by_role("link", name=re.compile(re.escape(name))).or_(
            self.page.get_by_role("button", name=re.compile(re.escape(name)))
        )
        with self.page.expect_download() as download:
            self.hand.press(self.page, it.first)
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def looks(self) -> Visitor:
        """Each kind of page is looked at once: its address without ids, and whether it tells errors."""
        kind = re.sub(r"[0-9a-f-]{36}|[\w-]{40,}", "*", self.page.url.removeprefix(self.home).split("?")[0])
        kind += " (erreurs)" if self.page.locator("#erreurs").count() else ""
        if self.seen is not None and kind not in self.seen:
            self.seen[kind] = violations(self.page)
        assert self.page.locator("h1").count() == 1, self.page.url
        return self
