"""What the gallery shows: every component in each of its states (empty, error, full, long text, late, mine and not mine)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lucette.kernel import clock
from lucette.web.design.charts import Bar, Bars, Columns, Lines, Series
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
from lucette.web.design.parts import Effect, Progress, SearchBox

LONG = "Communauté de communes du pays de Saint-Yrieix-la-Perche et des hautes vallées de la Vézère et de la Corrèze"
STATES = [
    ("filed", "déposée"),
    ("sent", "envoyée"),
    ("in_force", "en vigueur"),
    ("paused", "suspendue"),
    ("refused", "refusée"),
    ("draft", "brouillon"),
]
FUND = [
    ("Disponible", 61_250_000_00, 1),
    ("Réservé", 22_400_000_00, 2),
    ("Engagé", 58_900_000_00, 3),
    ("Liquidé", 12_100_000_00, 4),
    ("Ordonnancé", 4_350_000_00, 5),
    ("Payé", 40_500_000_00, 6),
    ("Reversé", 500_000_00, 7),
]
POSTS = [("Disponibles", 2, 1), ("Réservés", 398, 2), ("Conventionnés", 600, 3), ("Pourvus", 3000, 6)]


class Sample(Form):
    """One field of each kind."""

    name = forms.CharField(label="Nom de la structure", help_text="Tel qu’il figure au répertoire Sirene.")
    email = forms.EmailField(label="Adresse électronique")
    size = forms.ChoiceField(label="Nombre de postes", choices=[("1", "1 poste"), ("2", "2 postes")])
    kind = forms.ChoiceField(label="Type de structure", choices=[("public", "Publique"), ("private", "Privée")], widget=forms.RadioSelect)
    words = forms.CharField(label="Votre projet", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sure = forms.BooleanField(label="Je certifie l’exactitude de ces réponses")


def sample_form(prefix: str, data: dict[str, str] | None = None) -> Sample:
    """The same form several times on a page: a prefix keeps its anchors apart."""
    return Sample(data={f"{prefix}-{name}": value for name, value in data.items()} if data is not None else None, prefix=prefix)


def words() -> dict[str, Any]:
    near = clock.today() + dt.timedelta(days=3)
    return {"states": STATES, "amount": 5_000_000, "near": near, "long": LONG}


def tasks() -> dict[str, Any]:
    today = clock.today()
    late = Task("La convention de Tulle attend votre signature.", "Signer", "#", today - dt.timedelta(days=1))
    near = Task("La candidature de Gimel-les-Cascades attend votre avis.", "Donner mon avis", "#", today + dt.timedelta(days=3))
    long = Task(f"Le compte rendu de la {LONG} est prêt.", "Relire le compte rendu", "#")
    return {"late": [late], "tasks": [late, near, long]}


def figures() -> dict[str, Any]:
    return {
        "figures": [
            Figure("3 998", "postes attribués", "#", "Postes des structures retenues, libérés déduits."),
            Figure("199 900 000,00 €", "engagés", "#"),
            Figure("12", "sans lien"),
            Figure("0", "versements en attente", "#", "Échéances atteintes et pas encore payées."),
        ],
    }


def steps() -> dict[str, Any]:
    today = clock.today()
    filed = Step("Candidature déposée", "done", "Mairie de Tulle", today - dt.timedelta(days=20))
    opinion = Step("Avis de la préfecture", "now", "Préfecture de la Corrèze", today + dt.timedelta(days=3))
    decision = Step("Décision du comité", "next", "Agence nationale de la cohésion des territoires")
    agreement = Step("Convention signée", "next", "Caisse des Dépôts", today + dt.timedelta(days=60))
    done = [Step(step.label, "done", step.who, today) for step in (filed, opinion, decision)]
    return {"under_way": [filed, opinion, decision, agreement], "over": done}


def facts() -> dict[str, Any]:
    return {
        "facts": [
            Fact("Structure", "Commune de Tulle", "#"),
            Fact("Subvention", "50 000,00 €", note="sur 24 mois"),
            Fact("SIRET", "211 927 207 00019"),
            Fact("Groupement", LONG),
        ],
    }


def lists() -> dict[str, Any]:
    columns = [Column("Structure", url="#", sort="ascending"), "État", Column("Montant", number=True, url="#")]
    rows = [
        [Cell("Commune de Tulle", "#"), Cell("Payé", tone="success"), "10 000,00 €"],
        [Cell("Département de la Corrèze", "#"), Cell("Retenu", tone="warning"), "15 000,00 €"],
        [Cell(LONG, "#"), Cell("Refusé", tone="error"), "0,00 €"],
    ]
    return {
        "box": SearchBox("Chercher une structure", "#", name="structure", hint="Nom, SIRET ou numéro de dossier"),
        "filled_box": SearchBox("Chercher une structure", "#", name="trouvee", value="Tulle", kept={"etat": "paid"}),
        "filters": [Filter("Toutes", "#", True, 12), Filter("À certifier", "#", count=3), Filter("Payées", "#", count=9)],
        "table": Table("Versements", columns, rows, total=["Total", "", "25 000,00 €"]),
        "nothing": Table("Vide", ["Colonne"], [], empty="Vos conventions apparaîtront ici après la décision du comité."),
    }


def fund() -> dict[str, Any]:
    return {
        "euros": StackedBar("Le fonds en euros", [Segment(label, cents, tone, "#") for label, cents, tone in FUND]),
        "posts": StackedBar("Les postes", [Segment(*part) for part in POSTS], money=False),
        "before": StackedBar("Avant la dotation", [Segment(label, 0, tone) for label, _, tone in FUND]),
    }


def gauges() -> dict[str, Any]:
    return {
        "begun": Progress("Import des structures", 12, 40),
        "failing": Progress("Envoi des lettres", 310, 400, "lettre", failed=3),
        "ended": Progress("Export des versements", 40, 40, "versement"),
        "not_begun": Progress("Reprise des résultats publiés", 0, 4000, "structure"),
    }


def charts() -> dict[str, Any]:
    months = [dt.date(2021 + n // 12, n % 12 + 1, 1) for n in range(14)]
    helped = [0, 12, 48, 130, 312, 298, 420, 180, 512, 690, 702, 640, 811, 790]
    return {
        "themes": Bars(
            "Activités par thème",
            [
                Bar("Démarches en ligne", 1240, "#"),
                Bar("Messagerie", 806, "#"),
                Bar("Prendre en main un ordinateur, un téléphone", 640, "#"),
                Bar("Parentalité", 3),
                Bar("Code informatique", 0),
            ],
            share=True,
            head="Thème",
        ),
        "money": Bars("Euros payés", [Bar("Corrèze", 1_250_000_00), Bar("Creuse", 400_000_00)], money=True, head="Département"),
        "no_bar": Bars("Vide", [], empty="Les activités apparaîtront ici dès le premier accompagnement."),
        "columns": Columns("Activités par mois", months, [Series("Activités", helped)], unit="activité"),
        "long_columns": Columns(
            "Euros payés par mois",
            [dt.date(2019 + n // 12, n % 12 + 1, 1) for n in range(36)],
            [Series("Payé", [n * n * 9_000_00 for n in range(36)])],
            money=True,
        ),
        "lines": Lines(
            "Postes attribués et postes pourvus",
            months,
            [Series("Attribués", [n * 40 for n in range(14)]), Series("Pourvus", [max(0, n - 3) * 36 for n in range(14)])],
            unit="poste",
        ),
        "no_month": Columns("Vide", [], [Series("Activités", [])], empty="Le premier mois s’affichera ici à sa fin."),
    }


def effects() -> dict[str, Any]:
    return {
        "effects": [
            Effect("2", "versements ne seront pas faits", "warning"),
            Effect("1", "poste redevient disponible"),
            Effect("12 480,00 €", "à restituer par la structure avant le 12 mars 2022", "error"),
        ],
        "one": [Effect("1", "lettre part à la structure")],
        "plain": ["La préfecture reçoit votre dossier.", f"Une lettre part à la {LONG}."],
    }


def papers() -> dict[str, Any]:
    today = clock.today()
    return {
        "documents": [Document("Convention C-2021-00042", "#", "PDF – 61 ko"), Document(f"Avenant – {LONG}", "#", "PDF – 12 ko")],
        "events": [
            Event(today, "Convention signée", "Caisse des Dépôts"),
            Event(today - dt.timedelta(days=9), f"Convention proposée à la {LONG}"),
        ],
    }


def fields() -> dict[str, Any]:
    full = {"name": "Commune de Tulle", "email": "mairie@example.fr", "size": "2", "kind": "public", "words": LONG, "sure": "on"}
    return {"blank": sample_form("vide"), "wrong": sample_form("erreur", {"email": "prenom"}), "full": sample_form("rempli", full)}
