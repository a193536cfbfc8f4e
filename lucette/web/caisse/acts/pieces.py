"""A document that the agreement needs, read by who prepares it: accepted, or to be given again."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.scheme.agreements import actions
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.queries import AgreementPage
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import PieceStatus
from lucette.web.caisse.acts.agreements import OnAgreement
from lucette.web.design.elements import Fact, Table
from lucette.web.gate import applications as shared
from lucette.web.gate.objects import said
from lucette.web.gate.reading import Reading, answered


class ReadPiece(OnAgreement):
    """Lire un document."""

    route, address = "caisse:read_piece", "conventions/<uuid:pk>/documents/<slug:code>/"
    workflow = None
    title = label = "Lire un document de la convention"
    submit = "Enregistrer ma lecture"
    form_class = Reading

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.status == AgreementStatus.PREPARING)

    @cached_property
    def piece(self) -> applications.PieceShown:
        return applications.piece(self.it.award.application, self.kwargs["code"])

    def refused(self) -> HttpResponse | None:
        if self.may(self.by, self.it):
            return None
        return self.sent_away(f"Les documents se lisent avant l’édition : cette convention est {self.it.get_status_display()}.")

    def initial(self) -> dict[str, Any]:
        return answered(self.piece)

    def facts(self) -> list[Fact]:
        it = self.piece
        return [
            Fact("Convention", self.it.number),
            Fact("Structure", self.it.organization.name),
            Fact("Document", it.label, reverse("document", args=[it.document_id]), note=f"Fourni le {said(it.given_on)}"),
            Fact("État", it.status_label.capitalize(), note=it.said),
        ]

    def effects(self) -> list[str]:
        return ["S’il est à refaire, une lettre part à la structure avec votre motif.", "La convention ne s’édite pas avant."]

    def perform(self, answers: dict[str, Any]) -> str:
        label, what = self.piece.label, {"agreement_id": self.pk, "code": self.kwargs["code"], "by": self.by}
        if answers["verdict"] == PieceStatus.ACCEPTED:
            actions.accept_piece(**what)
            return f"« {label} » est accepté."
        actions.refuse_piece(said=answers["said"], **what)
        return f"« {label} » est à refaire : la structure en est prévenue."


def to_read(by: Actor, page: AgreementPage) -> list[Table]:
    """Before the edition, the documents that the agreement needs; each leads to its page for who may answer."""
    read = ReadPiece.route if ReadPiece.opens(by, page.agreement) else ""
    return shared.pieces(page.agreement, read, page.pieces) if page.pieces else []
