"""The documents that the call asks of the host: given in a step of the draft, or later; replaced, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.foundation.documents.adapters import typeset
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.applications import actions
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.policies import can_prepare
from lucette.scheme.calls.enums import Needed
from lucette.web.design.elements import Document, Fact
from lucette.web.design.fields import Paper
from lucette.web.gate.files import link
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.host.acts.applications import NOT_FILED, OnApplication
from lucette.web.host.acts.draft import DraftForm, DraftStep

LATER = (S.AWARDED,)
ELSEWHERE = {S.DRAFT: "host:draft_pieces", S.INCOMPLETE: "host:complete"}  # where documents are given then


def form_of(pieces: Iterable[applications.PieceShown]) -> type[DraftForm]:
    """One field a document; what is given already may be replaced."""
    return type("PiecesForm", (DraftForm,), {it.code: field_of(it) for it in pieces})


def field_of(it: applications.PieceShown) -> Paper:
    given = f"Déjà fourni : un nouveau fichier le remplace. {it.said}".strip() if it.document_id else ""
    return Paper(label=it.label, required=it.missing_for(Needed.FILING), before=it.help, after=given)


class WithPieces(OnApplication):
    """What the pages of documents share."""

    @cached_property
    def pieces(self) -> list[applications.PieceShown]:
        return applications.pieces(self.it)

    @cached_property
    def form_class(self) -> type[DraftForm]:  # type: ignore[override]
        return form_of(self.pieces)

    def initial(self) -> dict[str, Any]:
        return {}

    def give(self, answers: dict[str, Any]) -> str:
        """Store each file; how many, in French."""
        files = {code: given for code, given in answers.items() if given}
        for code, given in files.items():
            actions.give_piece(application_id=self.pk, code=code, filename=given.name, content=given.read(), by=self.by)
        return french.plural(len(files), "document enregistré", "documents enregistrés") if files else "Aucun document n’est ajouté"

    def more(self) -> dict[str, Any]:
        draft = reverse("host:deliberation", args=[self.pk])
        return super().more() | {"deliberation_url": draft, "given": [row for it in self.pieces if (row := self.given(it))]}

    def given(self, it: applications.PieceShown) -> tuple[Document, str, str] | None:
        """The file, the day it was given, the way to take it back."""
        if it.document_id is None:
            return None
        return link(it.document_id, it.label), said(it.given_on), reverse(TakeBackPiece.route, args=[self.pk, it.code])


class DraftPieces(WithPieces, DraftStep):
    """Vos documents."""

    route, address = "host:draft_pieces", "candidatures/<uuid:pk>/brouillon/documents/"
    lead = "Les documents que l’appel demande à votre structure. Ceux de la convention peuvent attendre : vous les donnerez ensuite."
    title = "Candidature : vos documents"
    step = 5

    def perform(self, answers: dict[str, Any]) -> str:
        return f"{self.give(answers)} dans le brouillon {self.it.number}. {NOT_FILED}"


@never_cache
@require_safe
def deliberation(request: Request, pk: Any) -> HttpResponse:
    """A draft deliberation from the figures of the application, to download. Raises NotFound, RuleBroken (no scale for this host)."""
    it = applications.bare(pk, request.actor)
    response = HttpResponse(typeset("deliberation", applications.deliberation(it)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="projet-deliberation-{it.number}.pdf"'
    return response


class GivePieces(WithPieces):
    """Donner un document."""

    route, address = "host:give_pieces", "candidatures/<uuid:pk>/documents/"
    workflow = None
    title = label = "Donner un document"
    submit = "Envoyer ces documents"
    template_name = "host/pieces.html"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_prepare(by) and it.status in LATER

    def refused(self) -> HttpResponse | None:
        if self.it.status in LATER:
            return None
        if self.it.status in ELSEWHERE:
            return redirect(ELSEWHERE[self.it.status], self.pk)
        return self.sent_away(f"On ne peut pas changer les documents d’une candidature {self.it.get_status_display()}.")

    def perform(self, answers: dict[str, Any]) -> str:
        return f"{self.give(answers)} dans la candidature {self.it.number}."


class TakeBackPiece(OnApplication):
    """Retirer un document."""

    route, address = "host:take_back_piece", "candidatures/<uuid:pk>/documents/<slug:code>/retirer/"
    workflow = None
    title = label = "Retirer ce document"
    danger = True

    @cached_property
    def piece(self) -> applications.PieceShown:
        found = next((it for it in applications.pieces(self.it) if it.code == self.kwargs["code"] and it.document_id), None)
        if found is None:
            raise NotFound
        return found

    def facts(self) -> list[Fact]:
        return [*super().facts(), Fact("Document", self.piece.label, note=f"Fourni le {said(self.piece.given_on)}")]

    def effects(self) -> list[str]:
        return ["Ce document ne fera plus partie de la candidature.", "Vous pourrez en donner un autre."]

    def perform(self, answers: dict[str, Any]) -> str:
        label = self.piece.label
        actions.take_back_piece(application_id=self.pk, code=self.kwargs["code"], by=self.by)
        return f"« {label} » est retiré de la candidature {self.it.number}."

    def back(self) -> str:
        return reverse("host:give_pieces", args=[self.pk])
