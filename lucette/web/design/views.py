"""Every component in each of its states, to be looked at."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.kernel import clock
from lucette.web.design.elements import (
    Cell,
    Column,
    Document,
    Event,
    Fact,
    Figure,
    Filter,
    Segment,
    StackedBar,
    Step,
    Table,
    Task,
)
from lucette.web.design.forms import Form


class Sample(Form):
    """One field of each kind."""

    name = forms.CharField(label="Nom de la structure", help_text="Tel qu’il figure au répertoire Sirene.")
    email = forms.EmailField(label="Adresse électronique")
    size = forms.ChoiceField(label="Nombre de postes", choices=[("1", "1 poste"), ("2", "2 postes")])
    kind = forms.ChoiceField(label="Type de structure", choices=[("public", "Publique"), ("private", "Privée")], widget=forms.RadioSelect)
    words = forms.CharField(label="Votre projet", widget=forms.Textarea(attrs={"rows": 3}), required=False)


FUND = [
    ("Disponible", 61_250_000_00, 1),
    ("Réservé", 22_400_000_00, 2),
    ("Engagé", 58_900_000_00, 3),
    ("Liquidé", 12_100_000_00, 4),
    ("Ordonnancé", 4_350_000_00, 5),
    ("Payé", 40_500_000_00, 6),
    ("Reversé", 500_000_00, 7),
]

SAMPLES = [
    ("filed", "déposée"),
    ("sent", "envoyée"),
    ("in_force", "en vigueur"),
    ("paused", "suspendue"),
    ("refused", "refusée"),
    ("draft", "brouillon"),
]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    near = today + dt.timedelta(days=3)
    return render(
        request,
        "design/gallery.html",
        {
            "title": "Galerie des composants",
            "lead": "Chaque composant du site, dans chacun de ses états.",
            "states": SAMPLES,
            "tasks": [
                Task("La convention de Tulle attend votre signature.", "Signer", "#", today - dt.timedelta(days=1)),
                Task("La candidature de Gimel-les-Cascades attend votre avis.", "Donner mon avis", "#", near),
                Task("Le rapport du premier semestre est prêt à relire.", "Relire", "#"),
            ],
            "steps": [
                Step("Candidature déposée", "done", "Mairie de Tulle", today - dt.timedelta(days=20)),
                Step("Avis de la préfecture", "now", "Préfecture de la Corrèze", near),
                Step("Décision du comité", "next", "ANCT"),
            ],
            "facts": [
                Fact("Structure", "Commune de Tulle", "#"),
                Fact("Subvention", "50 000,00 €", note="sur 24 mois"),
                Fact("SIRET", "211 927 207 00019"),
            ],
            "figures": [
                Figure("3 998", "postes attribués", "#", "Postes des structures retenues."),
                Figure("199 900 000,00 €", "engagés", "#"),
                Figure("12", "sans lien"),
            ],
            "table": Table(
                "Versements",
                ["Structure", "État", Column("Montant", number=True)],
                [
                    [Cell("Commune de Tulle", "#"), Cell("Payé", tone="success"), "10 000,00 €"],
                    [Cell("Département de la Corrèze", "#"), Cell("Retenu", tone="warning"), "15 000,00 €"],
                ],
                total=["Total", "", "25 000,00 €"],
            ),
            "nothing": Table("Vide", ["Colonne"], [], empty="Vos conventions apparaîtront ici après la décision du comité."),
            "filters": [Filter("Toutes", "#", True, 12), Filter("À certifier", "#", count=3), Filter("Payées", "#", count=9)],
            "events": [Event(today, "Convention signée", "Caisse des Dépôts"), Event(today - dt.timedelta(days=9), "Convention proposée")],
            "documents": [Document("Convention C-2021-00042", "#", "PDF – 61 ko")],
            "euros": StackedBar("Le fonds en euros", [Segment(label, cents, tone, "#") for label, cents, tone in FUND]),
            "posts": StackedBar(
                "Les postes",
                [Segment("Disponibles", 2, 1), Segment("Réservés", 398, 2), Segment("Conventionnés", 600, 3), Segment("Pourvus", 3000, 6)],
                money=False,
            ),
            "form": Sample(data={"email": "prenom"}),
            "amount": 5_000_000,
            "near": near,
        },
    )
