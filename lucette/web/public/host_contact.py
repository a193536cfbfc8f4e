"""The person to contact says that the address is hers: one button, no account, an address that says nothing of her."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lucette.scheme.applications import actions, queries
from lucette.web.gate.request import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, token: str) -> HttpResponse:
    """A button first, for mail scanners open links; then what was done. Raises NotFound (not ours, seven days old, replaced since)."""
    done = request.method == "POST"
    it = actions.confirm_contact(token=token) if done else queries.contact_of(token)
    title = "Votre adresse est confirmée" if done else "Confirmez votre adresse électronique"
    return render(request, "public/contact_link.html", {"title": title, "done": done, "organization": it.organization.name})
