"""A refusal of the house becomes a page or a message in French."""
from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent from another site, or after too long."""
    return HttpResponse("Ce formulaire a expiré : revenez en arrière, rechargez la page et recommencez.", status=403)
