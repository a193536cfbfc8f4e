"""`{% load lucette %}`: every component of the house, and French text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

from lucette.kernel import clock, french
from lucette.kernel.clock import PARIS
from lucette.kernel.money import Money
from lucette.web.design import states
from lucette.web.design.charts import Bars, Columns, Lines
from lucette.web.design.elements import Document, Event, Fact, Figure, Filter, StackedBar, Step, Table, Task
from lucette.web.design.parts import Effect, Progress, SearchBox

register = template.Library()
PUNCTUATION = re.compile(r" (?=[:;?!»])|(?<=«) ")
TOGETHER = re.compile(rf"\b([A-Z]+-\d{{4}}-\d+|\d{{1,2}}(?:ᵉʳ)? (?:{'|'.join(french.MONTHS)}) \d{{4}})\b")


def day(moment: dt.date) -> dt.date:
    """The date in Paris of an instant; a date stays itself."""
    return moment.astimezone(PARIS).date() if isinstance(moment, dt.datetime) else moment


def written(amount: int, unit: str = "", money: bool = False) -> str:
    """Cents, posts or bare numbers, as the page shows them."""
    return str(wide(str(Money(amount)) if money else french.plural(amount, unit) if unit else french.number(amount)))


@register.filter
def wide(text: Any) -> Any:
    """Thousands parted by a whole no-break space: in the font of the design system the narrow one hardly shows."""
    return text.replace("\u202f", "\u00a0") if isinstance(text, str) else text


@register.filter
def bound(text: Any) -> Any:
    """Text where no line begins with a colon, or ends with an opening guillemet."""
    return PUNCTUATION.sub("\u00a0", text) if isinstance(text, str) else text


@register.filter
def together(text: Any) -> Any:
    """Text whose numbers of files (`C-2021-00042`) and dates (`12 mars 2026`) are not cut by the end of a line."""
    if not isinstance(text, str):
        return text
    pieces = TOGETHER.split(text)
    return format_html_join("", "{}{}", ((piece, kept(pieces[n + 1 : n + 2])) for n, piece in enumerate(pieces) if n % 2 == 0))


def kept(words: list[str]) -> str:
    return format_html('<span class="lu-together">{}</span>', words[0]) if words else ""


@register.filter
def money(cents: int | None) -> str:
    """Cents → `50 000,00 €`; nothing for None."""
    return "" if cents is None else written(cents, money=True)


@register.filter
def number(count: int | None) -> str:
    return "" if count is None else written(count)


@register.filter
def plural(count: int, words: str) -> str:
    """`{{ 2|plural:"poste" }}` → 2 postes; `{{ n|plural:"cheval chevaux" }}` for irregular ones."""
    singular, _, many = words.partition(" ")
    return str(wide(french.plural(count, singular, many or None)))


@register.filter
def french_date(moment: dt.date | None) -> str:
    """`12 mars 2026`."""
    return french.date(day(moment)) if moment else ""


@register.filter
def french_time(moment: dt.datetime | None) -> str:
    """`12 mars 2026 à 14 h 05`."""
    return french.moment(moment) if moment else ""


@register.filter
def delay(moment: dt.date | None) -> str:
    """`dans 3 jours`."""
    return french.delay(day(moment), clock.today()) if moment else ""


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.inclusion_tag("design/parts/state.html")
def state(status: str, label: str = "", small: bool = False) -> dict[str, Any]:
    """`{% state object.status object.get_status_display %}`."""
    return {"tone": states.tone(status), "label": label or getattr(status, "label", status), "small": small}


@register.inclusion_tag("design/parts/next_step.html")
def next_step(sentence: str, mine: bool = False) -> dict[str, Any]:
    """`{% next_step "la préfecture de la Corrèze rend son avis avant le 12 mars" %}`; `mine`: it is the reader's turn."""
    return {"sentence": sentence, "mine": mine, "label": "À vous :" if mine else "Prochaine étape :"}


@register.inclusion_tag("design/parts/timeline.html")
def timeline(steps: Sequence[Step]) -> dict[str, Any]:
    return {"steps": steps}


@register.inclusion_tag("design/parts/summary.html")
def summary(facts: Sequence[Fact]) -> dict[str, Any]:
    return {"facts": facts}


@register.inclusion_tag("design/parts/figures.html")
def figures(figures: Sequence[Figure]) -> dict[str, Any]:
    return {"figures": figures}


@register.inclusion_tag("design/parts/tasks.html")
def tasks(tasks: Sequence[Task]) -> dict[str, Any]:
    return {"tasks": tasks}


@register.inclusion_tag("design/parts/table.html")
def data_table(table: Table, caption_hidden: bool = False) -> dict[str, Any]:
    """A table that becomes cards on a phone. `caption_hidden` when a heading already says it."""
    return {"table": replace(table, caption_hidden=caption_hidden)}


@register.inclusion_tag("design/parts/history.html")
def history(events: Sequence[Event]) -> dict[str, Any]:
    return {"events": events}


@register.inclusion_tag("design/parts/exports.html")
def exports(exports: Sequence[Document], what: str = "cette liste") -> dict[str, Any]:
    """The formats in which a list, or a table, is taken away; nothing without any."""
    return {"exports": exports, "what": what}


@register.inclusion_tag("design/parts/documents.html")
def documents(documents: Sequence[Document]) -> dict[str, Any]:
    return {"documents": documents}


@register.inclusion_tag("design/parts/filters.html")
def filters(filters: Sequence[Filter]) -> dict[str, Any]:
    return {"filters": filters}


@register.inclusion_tag("design/parts/empty.html")
def empty_state(sentence: str, action: str = "", url: str = "", picture: str = "system/information") -> dict[str, Any]:
    """What will come here, and when; `picture`: a pictogram of the design system."""
    return {"sentence": sentence, "action": action, "url": url, "drawing": picture}


@register.inclusion_tag("design/parts/picture.html")
def picture(name: str, size: int = 80) -> dict[str, Any]:
    """`{% picture "document/document-signature" %}`: a pictogram of the design system, decorative."""
    return {"file": f"dsfr/dist/artwork/pictograms/{name}.svg", "size": size, "layers": ("decorative", "minor", "major")}


@register.inclusion_tag("design/parts/gauge.html")
def gauge(label: str, value: int, maximum: int, unit: str = "", money: bool = False) -> dict[str, Any]:
    """`{% gauge "Postes attribués" 3998 4000 "poste" %}`, `{% gauge "Engagé" cents cents money=True %}`. Near its end, it says so."""
    filled = max(0, min(1000, 1000 * value // maximum)) if maximum else 0
    left = f"reste {written(maximum - value, unit, money)}"
    return {
        "label": label,
        "value_text": written(value, "", money),
        "maximum_text": written(maximum, unit, money),
        "filled": str(filled),  # a bare number would be written with a space
        "tone": "over" if value > maximum else "full" if filled >= 950 else "normal",
        "rest": rest_of(value, maximum, left, filled),
    }


def rest_of(value: int, maximum: int, left: str, filled: int) -> str:
    """The tone of a gauge in words."""
    if not maximum:
        return ""
    if value > maximum:
        return "Dépassé."
    return "Complet." if value == maximum else f"Presque complet : {left}." if filled >= 950 else f"{left.capitalize()}."


@register.inclusion_tag("design/parts/progress.html")
def progress(progress: Progress) -> dict[str, Any]:
    """Long work: its bar, its count, its rest."""
    return {
        "progress": progress,
        "anchor": f"avancement-{slugify(progress.label)}",
        "maximum": str(progress.total or 1),
        "value": str(progress.done),
    }


@register.inclusion_tag("design/parts/effects.html")
def effects(effects: Sequence[Effect | str], title: str = "Ce qui va se passer") -> dict[str, Any]:
    """What an act will do, before it is confirmed: numbers first (`Effect`), or plain sentences."""
    return {"effects": [effect if isinstance(effect, Effect) else Effect("", effect) for effect in effects], "title": title}


@register.inclusion_tag("design/parts/search_box.html")
def search_box(box: SearchBox) -> dict[str, Any]:
    return {"box": box, "anchor": f"recherche-{box.name}", "kept": list(box.kept.items())}


@register.inclusion_tag("design/parts/pager.html")
def pager(previous_url: str = "", next_url: str = "") -> dict[str, Any]:
    return {"previous_url": previous_url, "next_url": next_url}


@register.simple_tag
def chart(chart: Bars | Columns | Lines) -> SafeString:
    """`{% chart chart %}`: bars, columns over months or lines, with their table."""
    return render_to_string(f"design/parts/{type(chart).__name__.lower()}.html", {"chart": chart})


@register.inclusion_tag("design/parts/stacked_bar.html")
def stacked_bar(bar: StackedBar) -> dict[str, Any]:
    return {"bar": bar}


@register.inclusion_tag("design/parts/stepper.html")
def stepper(step: int, of: int, label: str, then: str = "") -> dict[str, Any]:
    return {"step": step, "of": of, "label": label, "then": then}


@register.inclusion_tag("design/parts/errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """The list of errors, on top of the form, with links."""
    return {"form": form}
