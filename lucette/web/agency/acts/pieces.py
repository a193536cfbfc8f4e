"""A document of the host, read by who instructs: accepted, or to do again."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.scheme.applications import actions
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import READ, PieceStatus
from lucette.web.agency.acts.applications import OnApplication
from lucette.web.design.elements import Fact
from lucette.web.gate.objects import said
from lucette.web.gate.reading import Reading, answered


class ReadPiece(OnApplication):
    """Lire un document."""

    route, address = "agency:read_piece", "candidatures/<uuid:pk>/documents/<slug:code>/"
    workflow = None
    title = label = "Lire un document de la structure"
    submit = "Enregistrer ma lecture"
    form_class = Reading

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.status in READ

    @cached_property
    def piece(self) -> applications.PieceShown:
        return applications.piece(self.it, self.kwargs["code"])

    def refused(self) -> HttpResponse | None:
        if self.may(self.by, self.it):
            return None
        return self.sent_away(f"On ne répond pas aux documents d’une candidature {self.it.get_status_display()}.")

    def initial(self) -> dict[str, Any]:
        return answered(self.piece)

    def facts(self) -> list[Fact]:
        it = self.piece
        return [
            *super().facts(),
            Fact("Document", it.label, reverse("document", args=[it.document_id]), note=f"Fourni le {said(it.given_on)}"),
            Fact("État", it.status_label.capitalize(), note=it.said),
        ]

    def effects(self) -> list[str]:
        return ["Un document à refaire est coché d’avance dans la prochaine demande de compléments.", "Rien ne part encore à la structure."]

    def perform(self, answers: dict[str, Any]) -> str:
        label, what = self.piece.label, {"application_id": self.pk, "code": self.kwargs["code"], "by": self.by}
        if answers["verdict"] == PieceStatus.ACCEPTED:
            actions.accept_piece(**what)
            return f"« {label} » est accepté."
        actions.refuse_piece(said=answers["said"], **what)
        return f"« {label} » est à refaire : demandez-le à la structure avec les autres compléments."
