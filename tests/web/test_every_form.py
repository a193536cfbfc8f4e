"""Each page of an act that asks something: the tab, the session or the server dies while one types, and nothing saved is lost.

The page saves every five seconds (`test_typing`); here, what is saved comes back, form by form, as its own fields read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django import forms
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.drafts.models import Draft
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.web.design.forms import Form
from lucette.web.gate.access import DOORS
from lucette.web.gate.entries import HELD, shaped
from tests import databases
from tests.web.people import signed_in

WORDS = "Nos habitants l’attendent : « depuis un an », disent-ils."
SAMPLES = {"uuid": uuid4(), "str": "code", "slug": "code", "int": 1}


class Asked(NamedTuple):
    """A page, its address, the class of its form, a role to whom its door opens."""

    route: str
    address: str
    form_class: type[Form]
    role: RoleName

    @property
    def blank(self) -> Form:
        """The form without what only an object can tell it (its lists of choices)."""
        it = self.form_class.__new__(self.form_class)
        Form.__init__(it)
        return it

    @property
    def typed(self) -> dict[str, list[str]]:
        """Something in each field, as a browser sends it; files are never kept."""
        sent: dict[str, list[str]] = {}
        for bound in self.blank:
            if not isinstance(bound.field, forms.FileField):
                sent |= browser_sends(bound.html_name, bound.field)
        return sent

    @property
    def kept(self) -> dict[str, list[str]]:
        return {name: values for name, values in self.typed.items() if name not in self.form_class.not_kept}


def browser_sends(name: str, field: forms.Field) -> dict[str, list[str]]:
    widget = field.widget
    if isinstance(widget, forms.MultiWidget):
        return {f"{name}{suffix}": ["5"] for suffix in widget.widgets_names}
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"]}
    if isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        return {name: [str(code) for code, _ in widget.choices][:2] or ["a", "b"]}
    if isinstance(widget, forms.Select | forms.RadioSelect):
        return {name: [next((str(code) for code, _ in widget.choices if code), "a")]}
    if isinstance(field, forms.DateField):
        return {name: ["2021-03-05"]}
    return {name: ["3" if isinstance(field, forms.IntegerField) else WORDS]}


def patterns(within: Any, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for it in within.url_patterns:
        if isinstance(it, URLPattern):
            yield f"{space}{it.name}", it
        else:
            yield from patterns(it, f"{it.namespace}:" if it.namespace else space)


def pages() -> list[Asked]:
    """Every page of an act with questions; those made of files only have nothing to keep."""
    found = []
    for route, it in patterns(get_resolver()):
        form_class = getattr(getattr(it.callback, "view_class", None), "form_class", None)
        if isinstance(form_class, type) and form_class.base_fields:
            words = {name: SAMPLES[kind_of(converter)] for name, converter in it.pattern.converters.items()}
            role = next(role for role in RoleName if DOORS[route].opens_to(Actor(uuid4(), role, Scope())))
            found.append(Asked(route, reverse(route, kwargs=words), form_class, role))
    return [it for it in found if it.typed]


def kind_of(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").replace("String", "str").lower()


def keeps(client: Client, it: Asked) -> Any:
    return client.post(f"{reverse('gate:keep')}?page={it.address}", it.typed)


def test_all_the_forms_are_here() -> None:
    found = {it.route for it in pages()}
    assert len(found) > 130 and {"host:draft_project", "agency:ask_completion", "caisse:ask_report", "adviser:record"} <= found


@pytest.mark.django_db
def test_the_tab_is_killed_and_every_form_finds_what_was_saved() -> None:
    faults, clients = [], {}
    for it in pages():
        if it.role not in clients:
            clients[it.role] = Client()
            signed_in(clients[it.role], it.role)
        answer = keeps(clients[it.role], it)
        draft = Draft.objects.filter(address=it.address).first()
        saved = answer.status_code == 200 and bool(answer.json()["saved"])
        if bool(it.kept) and not (saved and draft and draft.fields == it.kept):
            faults.append(f"{it.route}: {answer.status_code}, kept {draft and draft.fields}, typed {it.kept}")
        elif draft:
            faults += [f"{it.route}: {told}" for told in unlike(it, draft.fields)]
    assert not faults, "\n".join(faults)


def unlike(it: Asked, fields: dict[str, list[str]]) -> Iterator[str]:
    """What the new page would not show as it was typed."""
    form, sent = it.blank, QueryDict(mutable=True)
    for name, values in it.kept.items():
        sent.setlist(name, values)
    told = shaped(fields, form)
    form.initial = told
    for name, field in form.fields.items():
        if name in it.kept and told.get(name) != (read := field.widget.value_from_datadict(sent, {}, name)):
            yield f"{name} was {read!r}, comes back {told.get(name)!r}"
        if it.kept.get(name) == [WORDS] and "disent-ils" not in str(form[name]):
            yield f"{name} is not on the page"


@pytest.mark.django_db
def test_the_session_ends_and_what_is_sent_waits_for_its_author() -> None:
    faults, client = [], Client()
    for it in pages():
        client.cookies.clear()
        answer = client.post(it.address, it.typed)
        held = client.session.get(HELD, {})
        if answer.status_code != 302 or "/connexion/" not in answer.headers["Location"]:
            faults.append(f"{it.route}: {answer.status_code}")
        elif it.kept and (held.get("path"), held.get("fields")) != (it.address, it.kept):
            faults.append(f"{it.route}: held {held.get('fields')}, typed {it.kept}")
    assert not faults, "\n".join(faults)


@pytest.mark.django_db(transaction=True)
def test_the_server_is_killed_once_it_said_saved_and_the_base_has_it() -> None:
    """Read by another connection than the one that wrote: nothing is left in the process."""
    it = next(page for page in pages() if page.route == "host:draft_project")
    client = Client()
    with acting(SYSTEM):
        signed_in(client, it.role)
    assert keeps(client, it).json()["saved"]
    with databases.owner_connection(connection.settings_dict["NAME"]) as other:
        (fields,) = other.execute("SELECT fields FROM drafts_draft WHERE address = %s", [it.address]).fetchone() or ("{}",)
    assert (json.loads(fields) if isinstance(fields, str) else fields) == it.kept
