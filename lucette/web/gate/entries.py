"""What people type is saved as they type: kept for them, found again after a lost session, forgotten when they say so."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.forms import BooleanField, MultipleChoiceField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from lucette.foundation.drafts import actions, queries
from lucette.foundation.drafts.rules import keepable
from lucette.kernel import clock
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import NotFound
from lucette.web.design.forms import Form
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


def initial(request: Request, form_class: type[Form]) -> dict[str, Any]:
    """What this person had typed here, shaped for the form."""
    restore_held(request)
    draft = queries.kept(request.actor, request.path) if form_class.base_fields or form_class.fields_vary else None
    request.entry = draft
    return shaped(draft.fields, form_class) if draft else {}


def shaped(fields: dict[str, list[str]], form_class: type[Form]) -> dict[str, Any]:
    """Lists for the fields that take several values, False for an unticked box, the last value for the others."""
    told: dict[str, Any] = {name: values[-1] for name, values in fields.items() if values}
    for name, field in form_class.base_fields.items():
        if isinstance(field, MultipleChoiceField):
            told[name] = fields.get(name, [])
        elif type(field) is BooleanField:
            told[name] = name in fields
    return told


def kept(request: Request) -> Any:
    """The entry found again on this page; None when the form is new. Asked after `initial`."""
    return getattr(request, "entry", None)


def hold(request: HttpRequest) -> None:
    """The session ended while someone typed: her answers wait in the new one, until she has signed in again."""
    if fields := keepable(dict(request.POST.lists()), not_kept_at(request.path)):
        request.session[HELD] = {"path": request.path, "fields": fields, "at": clock.now().timestamp()}


def restore_held(request: Request) -> None:
    """Give back what was held for this page."""
    held = request.session.get(HELD)
    if held and held["path"] == request.path:
        del request.session[HELD]
        if clock.now().timestamp() - held["at"] <= HELD_SECONDS:
            actions.keep(address=request.path, typed=held["fields"], by=request.actor)


def page_at(path: str) -> Any:
    """The class of the act page at this address; None when there is none."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return getattr(match.func, "view_class", None), match.view_name


def not_kept_at(path: str) -> frozenset[str]:
    """The fields of the form at this address that are never kept."""
    found = page_at(path)
    form_class = getattr(found[0], "form_class", Form) if found else Form
    never: frozenset[str] = form_class.not_kept
    return never


@require_POST
def keep(request: Request) -> HttpResponse:
    """Keep what is typed at `?page=`; says at what time. Raises NotFound for a page that this person has not."""
    path = request.GET.get("page", "")
    found = page_at(path)
    if not found or found[0] is None or not DOORS[found[1]].opens_to(request.actor):
        raise NotFound
    saved = actions.keep(address=path, typed=dict(request.POST.lists()), by=request.actor, not_kept=not_kept_at(path))
    return JsonResponse({"saved": f"{saved.astimezone(PARIS):%-H:%M}" if saved else ""})


@require_POST
def forget(request: Request) -> HttpResponse:
    """Start the form at `?page=` again, empty."""
    path = request.GET.get("page", "")
    if not page_at(path):
        raise NotFound
    actions.forget(address=path, by=request.actor)
    return redirect(path)
