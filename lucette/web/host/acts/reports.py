"""The report is already written: the host prepares it, then adds its words and sends it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.scheme.reports import actions
from lucette.scheme.reports import queries as reports
from lucette.scheme.reports.enums import HOST_REPORT
from lucette.scheme.reports.rules import host_figures
from lucette.stories import host_report
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said
from lucette.web.host.crumbs import CRUMB, crumb

PERSONAL = "N’écrivez aucun nom d’habitant, aucun numéro."


class OnReport(ActPage):
    """An act on one report of the host."""

    workflow = HOST_REPORT

    def subject(self) -> Any:
        return reports.host_report(self.pk, self.by)

    def facts(self) -> list[Fact]:
        it = self.it
        return [
            Fact("Période", f"du {said(it.starts_on)} au {said(it.ends_on)}"),
            Fact("À transmettre avant le", said(it.due_on), note=french.delay(it.due_on, clock.today())),
        ]

    def back(self) -> str:
        return reverse("host:report", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            CRUMB,
            crumb("Mes comptes rendus", "host:reports"),
            (f"Du {said(self.it.starts_on)} au {said(self.it.ends_on)}", self.back()),
        ]


class PrepareReport(OnReport):
    """Préparer le compte rendu : les chiffres viennent des activités enregistrées."""

    route, address, act = "host:prepare_report", "comptes-rendus/<uuid:pk>/preparer/", "prefill"
    what_happens = "Votre conseiller relit les chiffres et signe. Vous ajoutez ensuite vos mots."

    def effects(self) -> list[str]:
        return ["Les chiffres de la période sont comptés maintenant, d’après les activités enregistrées."]

    def perform(self, answers: dict[str, Any]) -> str:
        host_report.prefill(report_id=self.pk, by=self.by)
        return "Le compte rendu est préparé : votre conseiller le relit et le signe."


class WordsForm(Form):
    well = forms.CharField(label="Ce qui a bien marché", required=False, max_length=1200, widget=text_area(4), help_text=PERSONAL)
    hard = forms.CharField(label="Ce qui est difficile, ce qui vous manque", required=False, max_length=1200, widget=text_area(4))


class SubmitReport(OnReport):
    """Transmettre le compte rendu."""

    route, address, act = "host:submit_report", "comptes-rendus/<uuid:pk>/transmettre/", "submit"
    lead = "Le compte rendu est déjà écrit d’après les faits. Ajoutez vos mots si vous le souhaitez."
    what_happens = "La Banque des Territoires lit le compte rendu. Elle l’accepte, ou vous dit ce qui manque."
    form_class = WordsForm

    def facts(self) -> list[Fact]:
        it = self.it
        counted = [Fact(label, told) for label, told in host_figures(it.figures)]
        words = [Fact("Mots du conseiller", it.adviser_words)] if it.adviser_words else []
        return [*super().facts(), *counted, *words]

    def perform(self, answers: dict[str, Any]) -> str:
        said_so = (("Ce qui a bien marché : ", answers["well"]), ("Ce qui est difficile : ", answers["hard"]))
        words = "\n\n".join(title + text.strip() for title, text in said_so if text.strip())
        actions.submit(report_id=self.pk, words=words, by=self.by)
        return "Le compte rendu est transmis à la Banque des Territoires."


ON_REPORT = (SubmitReport, PrepareReport)
