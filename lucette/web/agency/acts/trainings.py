"""The ANCT opens the sessions in which advisers are trained."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.scheme.fund import queries as fund
from lucette.scheme.trainings import actions
from lucette.scheme.trainings import queries as trainings
from lucette.web.design.fields import Day, Euros
from lucette.web.gate.acts import ActPage
from lucette.web.gate.communes import CommuneForm
from lucette.web.gate.objects import said


class SessionForm(CommuneForm):
    title = forms.CharField(label="Intitulé de la formation", max_length=200, help_text="Exemple : parcours de 105 heures")
    body = forms.ChoiceField(label="Organisme de formation", widget=forms.RadioSelect)
    starts_on = Day(label="Premier jour")
    ends_on = Day(label="Dernier jour")
    hours = forms.IntegerField(label="Durée en heures", min_value=1, max_value=2000)
    seats = forms.IntegerField(label="Nombre de places", min_value=1, max_value=500)
    seat_cents = Euros(label="Prix d’une place")
    endowment = forms.ChoiceField(label="Dotation qui paie")
    field_order = ("title", "body", "commune", "commune_code", "starts_on", "ends_on", "hours", "seats", "seat_cents", "endowment")

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], endowments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices, self.fields["endowment"].choices = bodies, endowments


class OpenTraining(ActPage):
    """Ouvrir une session de formation."""

    route, address = "agency:open_training", "formations/ouvrir/"
    title = label = "Ouvrir une session de formation"
    submit = "Ouvrir cette session"
    form_class = SessionForm
    what_happens = (
        "L’organisme est prévenu. Les structures peuvent inscrire leurs conseillers. Rien n’est payé avant la facture de l’organisme."
    )

    def form_arguments(self) -> dict[str, Any]:
        return {
            "bodies": [(str(pk), name) for pk, name in trainings.bodies()],
            "endowments": [(str(it.pk), it.title) for it in fund.endowments(self.by)],
        }

    def perform(self, answers: dict[str, Any]) -> str:
        words = {name: answers[name] for name in ("title", "commune_code", "starts_on", "ends_on", "hours", "seats")}
        it = actions.open_session(
            body_id=UUID(answers["body"]),
            endowment_id=UUID(answers["endowment"]),
            seat_cents=answers["seat_cents"].cents,
            **words,
            by=self.by,
        )
        return f"La session « {it.title} » est ouverte : elle commence le {said(it.starts_on)}."

    def back(self) -> str:
        return reverse("agency:trainings")

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Espace de l’ANCT", reverse("agency:dashboard")), ("Formations", self.back())]
