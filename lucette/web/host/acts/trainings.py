"""The host sends its adviser to a training, or stops it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from lucette.kernel import french
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.trainings import actions
from lucette.scheme.trainings import queries as trainings
from lucette.scheme.trainings.enums import ENROLMENT, LIVE
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said
from lucette.web.host.crumbs import CRUMB, crumb


class AdviserForm(Form):
    """Which adviser: those in post who have no training yet."""

    hire = forms.ChoiceField(label="Quel conseiller inscrire ?", choices=(), widget=forms.RadioSelect)

    def __init__(self, *typed: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["hire"].choices = choices


class Enrol(ActPage):
    """Inscrire un conseiller à une session."""

    route, address = "host:enrol", "formations/<uuid:pk>/inscrire/"
    also = ((ENROLMENT, "enrol"),)
    title = "Inscrire en formation"
    submit = "Inscrire ce conseiller"
    what_happens = "L’organisme de formation et votre conseiller sont prévenus. La formation est payée par la dotation."
    form_class = AdviserForm

    def subject(self) -> trainings.SessionLine:
        return trainings.offered_session(self.pk)

    def refused(self) -> HttpResponse | None:
        _ = self.it
        return None

    def form_arguments(self) -> dict[str, Any]:
        busy = {it.hire_id for it in trainings.enrolments(self.by) if it.status in LIVE}
        hires = recruitment.hires_of(UUID(self.by.scope.code), self.by)
        return {
            "choices": [(str(it.id), it.candidate_name) for it in hires if it.status == HireStatus.VALIDATED and it.id not in busy],
        }

    def facts(self) -> list[Fact]:
        it = self.it
        return [
            Fact("Formation", it.title, note=it.body_name),
            Fact("Dates", f"du {said(it.starts_on)} au {said(it.ends_on)}", note=french.plural(it.hours, "heure")),
            Fact("Lieu", it.commune),
            Fact("Places restantes", french.number(it.seats_left), note=f"sur {french.number(it.seats)}"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.enrol(session_id=self.pk, hire_id=UUID(answers["hire"]), by=self.by)
        return f"{it.hire.candidate} est inscrit à « {it.session.title} » à partir du {said(it.session.starts_on)}."

    def back(self) -> str:
        return reverse("host:trainings")

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Formations", "host:trainings")]


class InterruptForm(Form):
    reason = forms.CharField(label="Pourquoi la formation s’interrompt-elle ?", max_length=500, widget=text_area(3))


class InterruptTraining(ActPage):
    """Interrompre la formation."""

    route, address, act = "host:interrupt_training", "formations/inscriptions/<uuid:pk>/interrompre/", "interrupt"
    workflow = ENROLMENT
    form_class = InterruptForm
    danger = True

    def subject(self) -> Any:
        return trainings.enrolment(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return [Fact("Conseiller", str(self.it.hire.candidate.person)), Fact("Formation", self.it.session.title)]

    def effects(self) -> list[str]:
        return [
            "La place est rendue à la session.",
            "La formation est obligatoire : inscrivez ensuite votre conseiller à une autre session.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.interrupt(enrolment_id=self.pk, reason=answers["reason"], by=self.by)
        return f"La formation de {it.hire.candidate} est interrompue."

    def back(self) -> str:
        return reverse("host:enrolment", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Formations", "host:trainings")]


ON_ENROLMENT = (InterruptTraining,)
