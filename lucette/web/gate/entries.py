"""What people type is saved as they type: kept for them, found again after a lost session, forgotten when they say so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm, FileField
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from lucette.foundation.drafts import actions, queries
from lucette.foundation.drafts.rules import keepable, size
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import NotFound
from lucette.web.gate.access import DOORS
from lucette.web.gate.request import Request

HELD = "held"  # in the session of a person not yet signed in
HELD_SECONDS = 3600


def token(request: HttpRequest) -> UUID:
    """The mark of this form; a form without one is taken as new."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()


def new_token() -> UUID:
    """The mark of a form that is shown."""
    return uuid4()


@dataclass(frozen=True, slots=True)
class FormPage:
    """The page of an act that has a form: its address, its class, its name in the table of doors."""

    address: str
    view: Any
    route: str

    @property
    def not_kept(self) -> frozenset[str]:
        never: frozenset[str] = self.view.form_class.not_kept
        return never


def form_page(address: str) -> FormPage | None:
    """The page of an act at this address; None when there is none."""
    try:
        match = resolve(address)
    except Resolver404:
        return None
    view = getattr(match.func, "view_class", None)
    return FormPage(address, view, match.view_name) if hasattr(view, "form_class") else None


def form_of(request: HttpRequest) -> FormPage | None:
    """The page whose form this request sends, or keeps while it is typed."""
    match = request.resolver_match
    keeping = match is not None and match.view_name == "gate:keep"
    return form_page(request.GET.get("page", "") if keeping else request.path) if request.method == "POST" else None


# -- what was typed comes back


def initial(request: Request, form: BaseForm) -> dict[str, Any]:
    """What this person had typed in this form, for another one to begin with; {} when nothing was kept."""
    restore_held(request)
    request.entry = queries.kept(request.actor, request.path) if form.fields else None
    return shaped(request.entry.fields, form) if request.entry else {}


def shaped(fields: dict[str, list[str]], form: BaseForm) -> dict[str, Any]:
    """Each answer as its own field reads it: several values, a box left empty, a date in parts. Other names: their last value."""
    typed = QueryDict(mutable=True)
    for name, values in fields.items():
        typed.setlist(name, values)
    told: dict[str, Any] = {name: values[-1] for name, values in fields.items() if values}
    never: Collection[str] = getattr(form, "not_kept", ())
    for name, field in form.fields.items():
        asked = form.add_prefix(name)
        if not (name in never or isinstance(field, FileField) or field.widget.value_omitted_from_data(typed, {}, asked)):
            told[name] = field.widget.value_from_datadict(typed, {}, asked)
    return told


def kept(request: Request) -> Any:
    """The entry found again on this page; None when the form is new. Asked after `initial`."""
    return getattr(request, "entry", None)


# -- what was typed is not lost


def rescue(request: Request) -> str:
    """Keep what this request brings, though it cannot be taken: under the name of the person, or in the session until she has signed
    in again. Returns the address of the form; "" when it is no form of ours."""
    page = form_of(request)
    if page is None:
        return ""
    typed = dict(request.POST.lists())
    if request.actor != NOBODY:
        actions.keep(address=page.address, typed=typed, by=request.actor, not_kept=page.not_kept)
    elif size(fields := keepable(typed, page.not_kept)):
        request.session[HELD] = {"path": page.address, "fields": fields, "at": clock.now().timestamp()}
    return page.address


def restore_held(request: Request) -> None:
    """Give back what was held for this page."""
    held = request.session.get(HELD)
    if held and held["path"] == request.path:
        del request.session[HELD]
        if clock.now().timestamp() - held["at"] <= HELD_SECONDS:
            actions.keep(address=request.path, typed=held["fields"], by=request.actor)


def ask_to_sign_in(request: Request) -> HttpResponse:
    """Sign in, then come back here: to the form with its answers when one was sent."""
    wanted = rescue(request) if request.method == "POST" else request.get_full_path()
    return redirect_to_login(wanted, redirect_field_name="suite" if wanted else None)


def from_here(request: HttpRequest) -> bool:
    """Does the browser say that a page of ours sent this? (Another site cannot make it say so.)"""
    if told := request.headers.get("Sec-Fetch-Site"):
        return told == "same-origin"
    sender = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    return (sender.scheme, sender.netloc) == (request.scheme, request.get_host())


# -- the doors of what is kept


@require_POST
def keep(request: Request) -> HttpResponse:
    """Keep what is typed at `?page=`; says at what time. Raises NotFound for a page that this person has not."""
    page = form_of(request)
    if page is None or not DOORS[page.route].opens_to(request.actor):
        raise NotFound
    typed = dict(request.POST.lists())
    mark = token(request)
    saved = actions.keep(address=page.address, typed=typed, by=request.actor, not_kept=page.not_kept, token=mark, emptied=True)
    return JsonResponse({"saved": f"{saved.astimezone(PARIS):%-H:%M}" if saved else ""})


@require_POST
def forget(request: Request) -> HttpResponse:
    """Start the form at `?page=` again, empty; back to the list of entries when it is asked from there."""
    page = form_page(request.GET.get("page", ""))
    if page is None:
        raise NotFound
    actions.forget(address=page.address, by=request.actor)
    return redirect("gate:entries" if "from_list" in request.POST else page.address)
