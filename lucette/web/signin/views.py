"""Sign in by a link sent by e-mail, choose the role, sign out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lucette.foundation.accounts import actions, queries
from lucette.kernel.errors import RuleBroken
from lucette.web.gate.access import home_of
from lucette.web.gate.fresh import came_in
from lucette.web.gate.pace import paced
from lucette.web.gate.refusals import refusals_as_messages
from lucette.web.gate.request import Request
from lucette.web.signin.forms import AskForm

BACKEND = "lucette.web.signin.backend.LinkBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask for a link. The answer is the same whether the address is known or not; who asks too often is told so either way."""
    if request.user.is_authenticated:
        return redirect("signin:entry")
    wanted = request.GET.get("suite", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        request.session["suite"] = wanted
    form = AskForm(request.POST or None)
    if form.is_valid() and paced(request, "sign_in", form):
        actions.ask_sign_in_link(email=form.cleaned_data["email"])
        return redirect("signin:asked")
    return render(request, "signin/ask.html", {"title": "Se connecter", "form": form, "submit": "Recevoir mon lien de connexion"})


@require_safe
def asked(request: Request) -> HttpResponse:
    return render(
        request, "signin/asked.html", {"title": "Consultez votre messagerie", "breadcrumb": [("Se connecter", reverse("signin:ask"))]}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_as_messages(back="signin:ask")
def use(request: Request, token: str) -> HttpResponse:
    """Open the link: a button first, for mail scanners open links and must not burn it."""
    if request.method != "POST":
        return render(request, "signin/use.html", {"title": "Confirmer votre connexion"})
    login(request, actions.use_sign_in_link(token=token), backend=BACKEND)
    came_in(request)
    return redirect("signin:entry")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: Request) -> HttpResponse:
    """Before a sensitive act: a new link for who is signed in already. A fictional person of the demonstration needs no mailbox."""
    at_once = settings.DEMONSTRATION and accounts_are_fictional(request)
    if request.method != "POST":
        return render(request, "signin/again.html", {"title": "Confirmer que c’est vous", "at_once": at_once})
    if at_once:
        came_in(request)
        return redirect(request.session.pop("suite", "") or home_of(request.actor))
    if request.user.is_authenticated:
        actions.ask_sign_in_link(email=request.user.email)
    return redirect("signin:asked")


def accounts_are_fictional(request: Request) -> bool:
    return request.user.is_authenticated and request.user.fictional


@require_POST
def sign_out(request: Request) -> HttpResponse:
    logout(request)
    messages.success(request, "Vous êtes déconnecté.")
    return redirect("home")


@never_cache
@require_safe
def entry(request: Request) -> HttpResponse:
    """After sign-in: the page first wanted, else the dashboard; the choice of role when there are several and none is chosen."""
    held = queries.roles_of(request.actor.pk)
    if len(held) > 1 and "role" not in request.session:
        return redirect("signin:roles")
    if not held:
        messages.warning(request, "Vous n’avez pas de rôle en cours : demandez à la personne qui vous a invité, ou contactez-nous.")
    return redirect(request.session.pop("suite", "") or home_of(request.actor))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: Request) -> HttpResponse:
    """Choose the role in which to act; one at a time."""
    held = queries.roles_of(request.actor.pk)
    if request.method == "POST":
        chosen = next((role for role in held if str(role.id) == request.POST.get("role")), None)
        if chosen is None:
            raise RuleBroken("role.not_held", "Vous n’avez plus ce rôle : choisissez-en un autre.")
        take(request, str(chosen.id))
        return redirect("signin:entry")
    return render(request, "signin/roles.html", {"title": "Choisir un rôle", "roles": held, "current": request.session.get("role")})


def take(request: Request, role_id: str) -> None:
    """Act in this role from the next request on, under a new session key."""
    request.session["role"] = role_id
    request.session.cycle_key()
