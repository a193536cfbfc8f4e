"""A refusal of the house becomes a page, a message or an error beside a field, in French."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from lucette.kernel.errors import Forbidden, Invalid, NotFound, Refusal, RuleBroken, Unavailable
from lucette.web.gate import entries
from lucette.web.gate.context import site
from lucette.web.gate.incidents import reference
from lucette.web.gate.request import Request

View = Callable[..., HttpResponse]


class Page(NamedTuple):
    title: str
    sentence: str
    advice: str


PAGES = {
    400: Page(
        "Demande incomprise",
        "Votre navigateur a envoyé une demande que le site ne comprend pas.",
        "Revenez en arrière, rechargez la page et recommencez.",
    ),
    403: Page(
        "Action non autorisée",
        "Votre rôle ne permet pas cette action.",
        "Si vous avez plusieurs rôles, changez de rôle. Sinon, contactez-nous.",
    ),
    404: Page("Page introuvable", NotFound().sentence, "Vérifiez l’adresse saisie. Si vous avez plusieurs rôles, changez de rôle."),
    409: Page(
        "Action impossible",
        "Cette action n’est pas possible dans l’état actuel du dossier.",
        "Revenez en arrière et rechargez la page pour voir où en est le dossier.",
    ),
    500: Page(
        "Erreur inattendue",
        "Le site a rencontré une erreur. Rien n’a été enregistré.",
        "Réessayez dans quelques minutes. Si l’erreur se répète, contactez-nous.",
    ),
    503: Page(
        "Service momentanément indisponible",
        "Le service ne répond pas pour le moment.",
        "Réessayez dans quelques minutes. Rien de ce que vous aviez enregistré n’est perdu.",
    ),
}
STATUSES: dict[type[Refusal], int] = {Forbidden: 403, NotFound: 404, RuleBroken: 409, Unavailable: 503}


def page(request: HttpRequest, status: int, sentence: str = "", back: str = "") -> HttpResponse:
    """The page of a refusal; `sentence` replaces the usual one, `back` is where the file shows how it stands."""
    told = words(status, sentence) | {"reference": reference(status, request), "back_url": back}
    return render(request, "gate/refusal.html", told, status=status)


def bare_page(status: int) -> HttpResponse:
    """The same page without session nor database: for when they fail."""
    told = words(status) | site(None) | {"reference": reference(status), "back_url": "", "CSP_NONCE": ""}
    return HttpResponse(render_to_string("gate/refusal.html", told), status=status)


def words(status: int, sentence: str = "") -> dict[str, Any]:
    told = PAGES[status]
    return {"title": told.title, "sentence": sentence or told.sentence, "advice": told.advice, "status": status}


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of this refusal. Absent and not mine: the same words, whatever the room said."""
    status = next(status for kind, status in STATUSES.items() if isinstance(refusal, kind))
    return page(request, status, "" if status == 404 else refusal.sentence)


def refusals_as_messages(back: str) -> Callable[[View], View]:
    """A view that acts: a refusal is told on the page named `back` (same arguments as the view's when it takes them).

    What the view had written before the refusal is undone. Absent and not mine stay a 404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                with transaction.atomic():
                    return view(request, *args, **kwargs)
            except NotFound:
                raise
            except Refusal as refusal:
                messages.error(request, refusal.sentence)
                return redirect(address(back, args, kwargs))

        return guarded

    return decorate


def address(back: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    try:
        return reverse(back, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return reverse(back)


def onto_form(form: BaseForm, refusal: Refusal) -> None:
    """Write a refusal on the form: beside its fields when it names them, on top otherwise."""
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    asked_by = getattr(form, "asked_by", {})
    said = {asked_by.get(name, name): sentence for name, sentence in fields.items()}
    named = {name: sentence for name, sentence in said.items() if name in form.fields}
    for name, sentence in named.items():
        form.add_error(name, sentence)
    if not named:
        form.add_error(None, refusal.sentence)


EXPIRED = "Cette page avait expiré. Rien n’est parti, et vos réponses sont gardées : vérifiez-les, puis envoyez de nouveau."


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """The form was sent from another site, or after too long. From a page of ours, what was typed is kept and offered again."""
    if entries.from_here(request) and (address := entries.rescue(request)):
        messages.warning(request, EXPIRED)
        return redirect(address)
    return page(request, 403, "Ce formulaire a expiré : revenez en arrière, rechargez la page et recommencez.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return bare_page(500)
