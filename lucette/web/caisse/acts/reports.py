"""The reports of hosts, answered; the report to the ANCT, frozen, signed by another person, sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.reports import actions
from lucette.scheme.reports import queries as reports
from lucette.scheme.reports.enums import AGENCY_REPORT, HOST_REPORT
from lucette.scheme.reports.policies import can_sign_for_caisse
from lucette.scheme.reports.rules import MAX_WORDS, host_figures
from lucette.stories import host_report, report_to_agency
from lucette.web.caisse.acts.agreements import PeriodForm
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said
from lucette.web.gate.previews import PreviewedAct


class OnReport(ActPage):
    """An act on the report of one host."""

    workflow = HOST_REPORT

    def subject(self) -> Any:
        return reports.host_report(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:report", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Structure", self.it.organization.name),
            Fact("Convention", self.it.agreement.number),
            Fact("Période", f"du {said(self.it.starts_on)} au {said(self.it.ends_on)}"),
            *(Fact(label, told) for label, told in host_figures(self.it.figures)),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Comptes rendus", "caisse:reports")), (f"Compte rendu de {self.it.organization.name}", self.back())]


class PrefillReport(OnReport):
    """Préparer le compte rendu."""

    route, address, act = "caisse:prefill_report", "comptes-rendus/<uuid:pk>/preparer/", "prefill"
    what_happens = "Le conseiller relira le compte rendu et le signera."

    def effects(self) -> list[str]:
        return ["les chiffres de la période sont comptés d’après les activités saisies"]

    def perform(self, answers: dict[str, Any]) -> str:
        it = host_report.prefill(report_id=self.pk, by=self.by)
        return f"Le compte rendu est préparé : {french.plural(it.figures.get('activities', 0), 'activité')} sur la période."


class AcceptReport(OnReport):
    """Accepter le compte rendu."""

    route, address, act = "caisse:accept_report", "comptes-rendus/<uuid:pk>/accepter/", "accept"
    what_happens = "La structure en est informée."

    def perform(self, answers: dict[str, Any]) -> str:
        actions.accept(report_id=self.pk, by=self.by)
        return f"Le compte rendu de « {self.it.organization.name} » est accepté."


class AnswerForm(Form):
    answer = forms.CharField(
        label="Ce qui manque",
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Dix caractères au moins. N’écrivez ni numéro, ni adresse d’une personne.",
    )


class SendBackReport(OnReport):
    """Demander de compléter le compte rendu."""

    route, address, act = "caisse:send_back_report", "comptes-rendus/<uuid:pk>/a-completer/", "send_back"
    form_class = AnswerForm
    what_happens = "La structure reçoit votre réponse et reprend le compte rendu."

    def perform(self, answers: dict[str, Any]) -> str:
        actions.send_back(report_id=self.pk, answer=answers["answer"], by=self.by)
        return f"« {self.it.organization.name} » doit compléter son compte rendu."


class FreezeReport(PreviewedAct):
    """Arrêter les chiffres du rapport à l’ANCT."""

    route, address = "caisse:freeze_report", "rapports/arreter/<uuid:pk>/"
    also = ((AGENCY_REPORT, "freeze"),)
    title = label = "Arrêter les chiffres du rapport"
    lead = "Les chiffres sont ceux des comptes en ce moment et des activités de la période. Une fois arrêtés, ils ne changent plus."
    form_class = PeriodForm
    first_button = "Compter la période"
    what_happens = "Une autre personne que vous signera le rapport."

    def subject(self) -> Any:
        return fund.known_endowment(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:agency_reports")

    def facts(self) -> list[Fact]:
        return [Fact("Dotation", self.it.title)]

    def initial(self) -> dict[str, Any]:
        """The last whole quarter."""
        today = clock.today()
        first = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        last = first - dt.timedelta(days=1)
        return {"starts_on": dt.date(last.year, last.month - 2, 1), "ends_on": last}

    def effects(self) -> list[Effect]:
        if not self.answers or self.answers["ends_on"] <= self.answers["starts_on"]:
            return []
        figures = report_to_agency.assemble(self.pk, self.answers["starts_on"], self.answers["ends_on"])
        posts, activities = figures["posts"]["filled"], figures["activity"]["activities"]
        return [
            Effect(str(Money(figures["money"]["paid"])), "payés à ce jour"),
            Effect(french.number(posts), french.word(posts, "poste pourvu", "postes pourvus")),
            Effect(french.number(activities), french.word(activities, "activité sur la période", "activités sur la période")),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return breadcrumb(self.by, ("Rapports à l’ANCT", "caisse:agency_reports"))

    def perform(self, answers: dict[str, Any]) -> str:
        self.report = report_to_agency.freeze(endowment_id=self.pk, **answers, by=self.by)
        return f"Les chiffres du rapport {self.report.number} sont arrêtés : un délégataire doit le signer."

    def done(self) -> str:
        return reverse("caisse:agency_report", args=[self.report.pk])


class OnAgencyReport(ActPage):
    """An act on one report to the ANCT."""

    workflow = AGENCY_REPORT

    def subject(self) -> Any:
        return reports.agency_report(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:agency_report", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Rapport", self.it.number),
            Fact("Dotation", self.it.endowment.title),
            Fact("Période", f"du {said(self.it.starts_on)} au {said(self.it.ends_on)}"),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Rapports à l’ANCT", "caisse:agency_reports")), (f"Rapport {self.it.number}", self.back())]


class SignReport(OnAgencyReport):
    """Signer le rapport."""

    route, address, act = "caisse:sign_report", "rapports/<uuid:pk>/signer/", "sign"
    lead = "Vous engagez la Caisse des Dépôts. Votre signature est portée dans le document lui-même."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_sign_for_caisse(by, it)

    def effects(self) -> list[Effect]:
        return [Effect("2", "fichiers écrits et gardés : le rapport signé, et ses chiffres en tableur")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Le rapport {report_to_agency.sign(report_id=self.pk, by=self.by).number} est signé : il reste à l’envoyer."


class SendReport(OnAgencyReport):
    """Envoyer le rapport à l’ANCT."""

    route, address, act = "caisse:send_report", "rapports/<uuid:pk>/envoyer/", "send"
    what_happens = "L’ANCT est prévenue ; elle accusera réception."

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Le rapport {actions.send_agency_report(report_id=self.pk, by=self.by).number} est envoyé à l’ANCT."


ON_REPORT = (AcceptReport, PrefillReport, SendBackReport)
ON_AGENCY_REPORT = (SignReport, SendReport)
