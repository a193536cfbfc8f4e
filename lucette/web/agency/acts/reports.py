"""The ANCT receives a report of the Caisse des Dépôts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from lucette.scheme.reports import actions
from lucette.scheme.reports import queries as reports
from lucette.scheme.reports.enums import AGENCY_REPORT
from lucette.web.design.elements import Fact
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said


class Acknowledge(ActPage):
    """Accuser réception du rapport."""

    route, address = "agency:acknowledge", "rapports/<uuid:pk>/accuser-reception/"
    workflow, act = AGENCY_REPORT, "acknowledge"
    label = "Accuser réception"

    def subject(self) -> Any:
        return reports.agency_report(self.pk, self.by)

    def back(self) -> str:
        return reverse("agency:report", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            ("Espace de l’ANCT", reverse("agency:dashboard")),
            ("Rapports reçus", reverse("agency:reports")),
            (f"Rapport {self.it.number}", self.back()),
        ]

    def facts(self) -> list[Fact]:
        return [Fact("Rapport", self.it.number), Fact("Période", f"du {said(self.it.starts_on)} au {said(self.it.ends_on)}")]

    def effects(self) -> list[str]:
        return ["La Caisse des Dépôts voit que l’ANCT a reçu ce rapport, et quand."]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Le rapport {actions.acknowledge(report_id=self.pk, by=self.by).number} est reçu."
