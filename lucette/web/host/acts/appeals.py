"""The host contests a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import WrongState
from lucette.scheme.applications.policies import appeal_obstacle, contest_by
from lucette.scheme.reviews import actions
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Paper
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.objects import said
from lucette.web.host.acts.applications import ByTheRepresentative


class AppealForm(Form):
    grounds = forms.CharField(
        label="Pourquoi contestez-vous cette décision ?",
        widget=text_area(8),
        max_length=4000,
        help_text="Répondez au motif de la décision. N’écrivez aucune donnée personnelle de vos habitants.",
    )
    document = Paper(label="Document à l’appui", required=False)


class AppealDecision(ByTheRepresentative):
    """Contester la décision."""

    route, address, act = "host:appeal", "candidatures/<uuid:pk>/contester/", "appeal"
    submit = "Envoyer mon recours"
    form_class = AppealForm

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return super().may(by, it) and not (cls.workflow and cls.workflow.allows(it.status, cls.act) and appeal_obstacle(it, clock.today()))

    def refused(self) -> HttpResponse | None:
        try:
            self.it.check_act("appeal")
        except WrongState as refusal:
            return self.sent_away(refusal.sentence)
        obstacle = appeal_obstacle(self.it, clock.today())
        return self.sent_away(obstacle[1]) if obstacle else super().refused()

    def facts(self) -> list[Fact]:
        it = self.it
        told = [
            Fact("Décision", it.get_status_display().capitalize(), note=f"Le {said(it.decided_at)}" if it.decided_at else ""),
            Fact("Motif de la décision", it.decision_reason),
            Fact("À contester au plus tard le", said(contest_by(it))),
        ]
        return [*super().facts(), *(fact for fact in told if fact.value)]

    def effects(self) -> list[str]:
        return [
            "Une personne de l’ANCT qui n’a pas pris part à la décision étudie votre recours.",
            "Elle vous répond dans les deux mois. Sans réponse, le recours est considéré comme rejeté.",
            "Si elle l’admet, votre candidature revient en instruction.",
            "Si elle le rejette, seul le tribunal administratif peut être saisi.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        given = answers["document"]
        attached = {"filename": given.name, "content": given.read()} if given else {}
        made = actions.appeal(application_id=self.pk, grounds=answers["grounds"], by=self.by, **attached)
        return f"Votre recours est reçu. L’ANCT vous répond avant le {said(made.due_on)}."
