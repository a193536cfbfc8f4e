"""An act of an adviser in post: her contract, her places."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from lucette.scheme.places import queries as places
from lucette.scheme.places.queries import PlaceCard
from lucette.scheme.recruitment import queries as recruitment
from lucette.web.gate.acts import ActPage

NOT_IN_POST = "Votre contrat n’est pas validé, ou il a pris fin : rien ne peut être enregistré."


class InPost(ActPage):
    """An act that needs a validated contract."""

    @cached_property
    def hire(self) -> Any:
        """Her contract; None when she is not in post."""
        return recruitment.current_hire(self.by.pk, self.by)

    @cached_property
    def places(self) -> list[PlaceCard]:
        return places.of_organization(self.hire.organization_id) if self.hire else []

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.not_in_post() if self.hire is None else super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.not_in_post() if self.hire is None else super().post(request, **kwargs)

    def not_in_post(self) -> HttpResponse:
        return self.sent_away(NOT_IN_POST)

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Mon espace", reverse("adviser:dashboard"))]

    def back(self) -> str:
        return reverse("adviser:dashboard")
