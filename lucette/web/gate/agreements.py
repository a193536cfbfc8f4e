"""The agreement as every party reads it: the twin, in the page, of its PDF (`documents/templates/agreement.typ`)."""

from __future__ import annotations

from textwrap import wrap
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.foundation.documents.adapters import SignatureReport, typeset
from lucette.foundation.documents.rules import MAX_BYTES
from lucette.kernel import french
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.queries import AgreementPage
from lucette.web.design.elements import Cell, Document, Fact, Table
from lucette.web.design.forms import Form
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request

# article 5: also read, then accepted, by whoever prepares an application
COMMITMENTS = (
    "offrir gratuitement au public tous les accompagnements",
    "confier au conseiller numérique les seules missions de médiation numérique décrites à l’article 1",
    "le laisser suivre, sur son temps de travail, la formation initiale et la formation continue, et se présenter aux certifications",
    "choisir un candidat dans le mois qui suit l’attribution, et signer son contrat dans les quinze jours qui suivent",
    "mettre à sa disposition un poste informatique, un téléphone, une connexion et les moyens de se déplacer",
    "veiller à ce qu’il enregistre ses activités au fil de l’eau, sans aucune donnée qui identifie les personnes accompagnées",
    "rendre compte de l’exécution chaque fois que l’Agence nationale de la cohésion des territoires ou la Caisse des Dépôts le demande, "
    "et déclarer sans délai tout départ, absence longue ou remplacement",
    "conserver dix ans les pièces qui justifient l’emploi de la subvention : contrats, bulletins de salaire, attestations de formation",
)
DRAFT_FILE = [Document("Projet de convention", "?format=pdf", "PDF")]
# the parties, in the order in which they sign
PARTIES = (("Signée par la structure", "La structure"), ("Signée par la Caisse des Dépôts", "La Caisse des Dépôts"))


class SignedElsewhere(Form):
    """The document, signed with a certificate of one's own."""

    signed_file = forms.FileField(
        label="Le document signé",
        help_text="Le fichier PDF téléchargé ici, augmenté de votre seule signature. 20 Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_signed_file(self) -> Any:
        file = self.cleaned_data["signed_file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 20 Mo : ce n’est pas le document de la convention.")
        return file


def takes_outside_signatures() -> bool:
    return bool(settings.SIGNING_ROOTS)


def text_of(page: AgreementPage) -> dict[str, Any] | None:
    """For `gate/agreement_text.html`: the facts of the document as it was edited; None before that."""
    told: dict[str, Any] | None = page.agreement.facts
    return shown(told) if told else None


def shown(facts: dict[str, Any], draft: bool = False) -> dict[str, Any]:
    return {"power": "", **facts, "commitments": COMMITMENTS, "draft": draft}


@never_cache
@require_safe
def preview(request: Request, agreement_id: UUID) -> HttpResponse:
    """The document as it would be edited today, in the page or as a file whose pages are marked; nothing is kept.
    Raises NotFound, WrongState."""
    it, facts = agreements.draft(agreement_id, request.actor)
    if request.GET.get("format") != "pdf":
        context = {"title": f"Projet de convention {it.number}", "text": shown(facts, draft=True), "pdf": DRAFT_FILE}
        return render(request, "gate/draft_agreement.html", context)
    response = HttpResponse(typeset("agreement", facts, draft=True), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="projet-convention-{it.number}.pdf"'
    return response


def signatures(page: AgreementPage) -> Table:
    """Who signed, when; who signs next."""
    done = {step.label: step for step in page.timeline}
    turn = {"ready": 0, "signed_by_host": 1}.get(page.agreement.status)
    rows = []
    for rank, (label, party) in enumerate(PARTIES):
        step = done.get(label)
        if step and step.on:
            rows.append([party, step.who, said(step.on), Cell("signée", tone="success")])
        elif page.agreement.status != AgreementStatus.CANCELLED:
            rows.append([party, "", "", Cell("à signer maintenant", tone="info") if rank == turn else Cell("à venir", tone="neutral")])
    if page.agreement.in_force_on:
        rows.append(["La plateforme", "Cachet et horodatage", said(page.agreement.in_force_on), Cell("apposés", tone="success")])
    return Table("Signatures", ["Partie", "Signataire", "Signée le", "État"], rows, empty="Cette convention n’a pas été signée.")


def fingerprint(page: AgreementPage) -> list[Fact]:
    """What tells this document from any other, and where anybody may verify it; nothing before it is edited."""
    document = page.agreement.document
    note = "SHA-256 du document, conservée à part : elle change au moindre octet modifié."
    if document is None:
        return []
    where = reverse("public:verified", args=[document.code]) if document.code else ""
    code = [Fact("Code de vérification", french.parted(document.code), where)] if where else []
    return [*code, Fact("Empreinte", " ".join(wrap(document.sha256, 16)), note=note)]


def seals_table(reports: list[SignatureReport]) -> Table:
    """What the file itself says of its signatures, checked now."""
    return Table(
        "Sceaux du document",
        ["Signataire", "Qualité", "Signé le", "Horodaté le", "Vérification"],
        [
            [
                it.signatory,
                it.capacity,
                said(it.signed_at),
                french.moment(it.stamped_at) if it.stamped_at else "",
                Cell("valable, document intact", tone="success") if it.valid else Cell("non valable", tone="error"),
            ]
            for it in reports
        ],
        empty="Ce document ne porte encore aucune signature.",
    )
