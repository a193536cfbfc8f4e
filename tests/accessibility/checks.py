"""What a machine can see of the criteria of the RGAA 4.1.2, beyond axe: each finding is written under the number of its criterion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.accessibility.valid import invalid
from tests.browser import AXE, SCHEMES, SETTLED

HERE = Path(__file__).resolve().parent


def script(name: str) -> str:
    """A question to the page: what is `seen` in it, which `shades` it has, what its styles `bring`, what text is `cut`, where the keyboard
    has `focused`."""
    return (HERE / f"{name}.js").read_text("utf-8")


# rule of axe → criterion
OF_AXE = {
    "1.1": "image-alt input-image-alt svg-img-alt role-img-alt area-alt object-alt",
    "2.1": "frame-title frame-title-unique",
    "3.2": "color-contrast color-contrast-enhanced",
    "5.7": "td-headers-attr th-has-data-cells scope-attr-valid",
    "6.2": "link-name",
    "7.1": "aria-allowed-attr aria-allowed-role aria-required-attr aria-required-children aria-required-parent aria-roles"
    " aria-valid-attr"
    " aria-valid-attr-value aria-command-name aria-toggle-field-name"
    " aria-input-field-name aria-tooltip-name aria-dialog-name nested-interactive",
    "8.2": "duplicate-id duplicate-id-aria duplicate-id-active",
    "8.3": "html-has-lang",
    "8.4": "html-lang-valid html-xml-lang-mismatch valid-lang",
    "8.5": "document-title",
    "9.1": "heading-order empty-heading page-has-heading-one",
    "9.2": "landmark-one-main region landmark-no-duplicate-main landmark-unique landmark-banner-is-top-level landmark-main-is-top-level",
    "9.3": "list listitem definition-list dlitem",
    "10.4": "meta-viewport",
    "10.8": "aria-hidden-focus aria-hidden-body",
    "11.1": "label select-name aria-meter-name aria-progressbar-name form-field-multiple-labels",
    "11.9": "button-name input-button-name summary-name",
    "11.13": "autocomplete-valid",
    "12.7": "bypass skip-link",
    "12.8": "tabindex",
    "12.10": "accesskeys",
    "13.1": "meta-refresh",
    "13.8": "blink marquee",
    "13.9": "css-orientation-lock",
}
CRITERION = {rule: number for number, rules in OF_AXE.items() for rule in rules.split()}
ASK_AXE = "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.target.join(' '))]))"

SEEN, SHADES, BROUGHT = script("seen"), script("shades"), script("brought")
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
CUT = script("cut")
SPACED = (
    "* { line-height: 1.5em !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    " p { margin-bottom: 2em !important; }"
)
FOCUSED = script("focused")
MOST_STOPS = 400

Finding = tuple[str, str]


def by_axe(page: Page) -> Iterator[Finding]:
    """In both themes, at the width of a desk and of a phone. A rule of no criterion is a good practice, and told as such."""
    page.evaluate(AXE)
    for scheme in SCHEMES:
        themed(page, scheme)
        for rule, where in page.evaluate(ASK_AXE):
            yield CRITERION.get(rule, "bonne pratique"), f"axe {rule} ({scheme}) : {', '.join(where)[:200]}"
    page.emulate_media(color_scheme="light")


def by_shades(page: Page, scheme: str) -> Iterator[Finding]:
    """Boxes, marks, rings and charts against what is around them."""
    themed(page, scheme)
    page.keyboard.press("Shift")  # whoever uses the keyboard is shown the focus
    yield from ((number, f"{what} ({scheme})") for number, what in page.evaluate(SHADES))


def themed(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.locator(f"html[data-fr-theme='{scheme}']").wait_for(state="attached")
    page.evaluate(SETTLED)


def by_reading(page: Page) -> Iterator[Finding]:
    yield from (tuple(it) for it in [*page.evaluate(SEEN), *page.evaluate(BROUGHT)])


def by_code(page: Page) -> Iterator[Finding]:
    """As it was sent, and as its scripts made it."""
    sent = page.request.get(page.url).text()
    yield from (("8.2", it) for it in [*invalid(sent), *invalid(page.content(), whole=False)])


def by_sizing(page: Page) -> Iterator[Finding]:
    """The page twice as large, a width of 320 pixels, more space between letters, words and lines."""
    page.set_viewport_size({"width": 640, "height": 450})  # a desk of 1280 pixels, twice as near
    page.evaluate(SETTLED)
    if page.evaluate(SIDEWAYS):
        yield "10.4", "défile de côté à 200 %"
    yield from (("10.4", f"texte coupé à 200 % : {it}") for it in page.evaluate(CUT))
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(SETTLED)
    if page.evaluate(SIDEWAYS):
        yield "10.11", "défile de côté à 320 pixels"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }",
        SPACED,
    )
    page.evaluate(SETTLED)
    if page.evaluate(SIDEWAYS):
        yield "10.12", "défile de côté quand le texte est espacé"
    yield from (("10.12", f"texte coupé quand il est espacé : {it}") for it in page.evaluate(CUT))
    page.evaluate("document.adoptedStyleSheets = []")


def by_keyboard(page: Page) -> Iterator[Finding]:
    """The first stop skips to the content; each stop is seen, in the order of the page; the last one leads out."""
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    before, seen, first = -1, 0, -1
    while seen < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (seen and stop["at"] == first):
            break
        if not seen:
            first = stop["at"]
            if 'href="#contenu"' not in stop["what"]:
                yield "12.7", f"le premier arrêt ne mène pas au contenu : {stop['what']}"
        if not stop["visible"]:
            yield "10.7", f"prise de focus invisible : {stop['what']}"
        if stop["at"] < before:
            yield "12.8", f"retour en arrière : {stop['what']}"
        before, seen = stop["at"], seen + 1
    if seen >= MOST_STOPS:
        yield "12.9", "le clavier ne sort pas de la page"
    if not seen:
        yield "7.3", "rien ne s’atteint au clavier"


def findings(page: Page) -> list[Finding]:
    shades = [it for scheme in reversed(SCHEMES) for it in by_shades(page, scheme)]  # the light theme last, as the others find it
    return sorted({*by_code(page), *by_axe(page), *shades, *by_reading(page), *by_sizing(page), *by_keyboard(page)})


def title(page: Page) -> str:
    return re.sub(r"\s+", " ", page.title())
