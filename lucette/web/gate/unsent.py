"""« Mes saisies en cours » : the forms that a person began and did not send, to go on with or to erase."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import BooleanField, ChoiceField, Field
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.foundation.drafts import queries
from lucette.foundation.drafts.rules import KEPT_DAYS
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.web.design.elements import Fact
from lucette.web.gate.access import DOORS, home_of
from lucette.web.gate.entries import form_page
from lucette.web.gate.request import Request

if TYPE_CHECKING:
    from lucette.foundation.drafts.models import Draft

LONGEST = 1000  # characters shown of one answer


@dataclass(frozen=True, slots=True)
class Entry:
    """`url`: where to go on, "" when the page is not open to the role of now; `address` names the entry, to erase it."""

    title: str
    address: str
    url: str
    saved_at: dt.datetime
    answers: list[Fact]


@never_cache
@require_safe
def entries(request: Request) -> HttpResponse:
    """All of them, the latest first, with what was typed."""
    found = [entry(draft, request.actor) for draft in queries.entries(request.actor)]
    context = {
        "title": "Mes saisies en cours",
        "lead": f"Ce que vous avez commencé et pas encore envoyé. Nous l’effaçons après {french.plural(KEPT_DAYS, 'jour')}.",
        "breadcrumb": [("Mon espace", reverse(home_of(request.actor)))],
        "entries": found,
        "count": french.plural(len(found), "saisie en cours", "saisies en cours"),
    }
    return render(request, "gate/entries.html", context)


def entry(draft: Draft, by: Actor) -> Entry:
    page = form_page(draft.address)
    fields: dict[str, Any] = page.view.form_class.base_fields if page else {}
    typed = sorted(draft.fields, key=lambda name: list(fields).index(name) if name in fields else len(fields))
    answers = [Fact(label_of(name, fields), said) for name in typed if (said := answer(fields.get(name), draft.fields[name]))]
    opened = page is not None and DOORS[page.route].opens_to(by)
    title = (page.view.title or page.view.label or page.view.words()) if page else "Formulaire"
    return Entry(title, draft.address, draft.address if opened else "", draft.saved_at, answers)


def label_of(name: str, fields: dict[str, Any]) -> str:
    return str(fields[name].label or "Réponse") if name in fields else "Réponse"


def answer(field: Field | None, values: list[str]) -> str:
    """What was typed, as the form words it."""
    if isinstance(field, ChoiceField):
        known: Iterable[tuple[Any, Any]] = field.widget.choices
        labels = {str(code): str(label) for code, label in known if not isinstance(label, list | tuple)}
        values = [labels.get(value, value) for value in values]
    elif isinstance(field, BooleanField):
        values = ["oui" for value in values if value]
    return Truncator(", ".join(filter(None, values))).chars(LONGEST)
