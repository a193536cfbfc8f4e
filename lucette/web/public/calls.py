"""The calls, as they are published."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.scheme.calls import queries as calls
from lucette.web.design.elements import Cell, Column, Fact, Table
from lucette.web.design.states import tone
from lucette.web.gate.files import link
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.gate.scales import moment, sums_table


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every published call."""
    rows = [
        [
            Cell(it.title, reverse("public:call", args=[it.code])),
            it.get_employer_display().capitalize(),
            said(it.opens_on),
            said(it.closes_on) or "lorsque les postes sont pourvus",
            Cell(it.get_status_display(), tone=tone(it.status)),
        ]
        for it in calls.calls(request.actor)
        if it.status != "draft"
    ]
    return render(
        request,
        "public/calls.html",
        {
            "title": "Accueillir un conseiller numérique",
            "lead": "Votre structure répond à un appel. Un comité attribue les postes, l’État en finance l’essentiel.",
            "table": Table(
                "Les appels à manifestation d’intérêt",
                ["Appel", "Structures visées", "Ouverture", "Fin du dépôt", "État"],
                rows,
                empty="Les appels à manifestation d’intérêt paraîtront ici.",
            ),
        },
    )


@require_safe
def page(request: Request, code: str) -> HttpResponse:
    """The text, the scale, the instalments, who may answer, the PDF. Raises NotFound."""
    it = calls.public_call(code, request.actor)
    facts = [
        Fact("Structures visées", it.employer_label.capitalize()),
        Fact("Ouverture", said(it.opens_on)),
        Fact("Fin du dépôt", said(it.closes_on) or "lorsque les postes de la dotation sont pourvus"),
        Fact("Motif de la clôture", it.closing_reason),
    ]
    return render(
        request,
        "public/call.html",
        {
            "title": it.title,
            "call": it,
            "facts": [fact for fact in facts if fact.value],
            "sections": [(section.title, blocks(section.text)) for section in it.text.sections],
            **tables(it),
            "documents": [link(it.pdf, "Texte de l’appel")] if it.pdf else [],
            "breadcrumb": [("Accueillir un conseiller", reverse("public:calls"))],
        },
    )


def tables(it: calls.PublicCall) -> dict[str, Table]:
    """What a post receives, when, and who may answer."""
    scale = [[line.case, str(line.grant), french.plural(line.months, "mois", "mois")] for line in it.scale]
    instalments = [[str(line.number), line.share, moment(line.months_after), capital(line.condition)] for line in it.instalments]
    eligible = [[line.category, line.label, line.to_check, line.source] for line in it.eligible]
    coming = [[line.label, line.value, said(line.from_on), line.source] for line in it.coming]
    return {
        "coming": Table("Ce qui va changer", ["Règle", "Nouvelle valeur", "À partir du", "Décision"], coming),
        "scale": Table("Subvention pour un poste", ["Cas", Column("Montant", number=True), "Durée financée"], scale),
        "instalments": sums_table(it.scale, "Versements") or Table("Versements", ["Versement", "Part", "Quand", "Condition"], instalments),
        "eligible": Table("Qui peut répondre", ["Catégorie juridique", "Libellé", "À vérifier", "Texte"], eligible),
    }


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """Paragraphs and lists of a plain text: ("p", [lines]) or ("ul", [items])."""
    found = []
    for block in text.split("\n\n"):
        lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            found.append(("ul", [line[2:] for line in lines]))
        elif lines:
            found.append(("p", [" ".join(lines)]))
    return found
