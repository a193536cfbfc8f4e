"""Reports of hosts and advisers to the Caisse des Dépôts, and its own to the ANCT: figures frozen at a date."""

from __future__ import annotations

from django.db import models

from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import Organization
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund.models import Endowment
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.reports.enums import AGENCY_REPORT, HOST_REPORT, AgencyReportStatus, HostReportStatus


class HostReportQuerySet(RecordQuerySet["HostReport"]):
    def visible_to(self, actor: Actor) -> HostReportQuerySet:
        if actor.scope.national:
            return self
        match actor.scope.kind:
            case "organization":
                return self.filter(organization_id=actor.scope.code)
            case "person":  # the advisers in post there
                hires = Hire.objects.filter(candidate__person_id=actor.scope.code, status=HireStatus.VALIDATED)
                return self.filter(organization_id__in=hires.values("organization_id"))
        return self.none()


class HostReport(Record, Stateful):
    WORKFLOW = HOST_REPORT
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", verbose_name="convention")
    # kept here too: an adviser signs the report, and sees no agreement
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    due_on = models.DateField("à transmettre avant le")
    status = models.CharField("état", max_length=20, choices=HostReportStatus.choices, default=HostReportStatus.DUE)
    figures = models.JSONField("chiffres", default=dict)
    adviser_words = models.TextField("mots du conseiller", blank=True)
    host_words = models.TextField("mots de la structure", blank=True)
    signed_by = models.UUIDField("signé par", null=True)
    submitted_by = models.UUIDField("transmis par", null=True)
    submitted_at = models.DateTimeField("transmis le", null=True)
    answer = models.TextField("réponse", blank=True)
    reminded_at = models.DateTimeField("relancé le", null=True)

    objects = HostReportQuerySet.as_manager()

    class Meta:
        verbose_name = "compte rendu de la structure"
        verbose_name_plural = "comptes rendus des structures"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "starts_on"], name="one_report_a_period"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on"), due_on__gte=models.F("ends_on")), name="report_period_is_sound"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["submitted", "accepted"])
                | models.Q(submitted_at__isnull=False, submitted_by__isnull=False, signed_by__isnull=False),
                name="report_submitted_when",
            ),
        ]


class AgencyReportQuerySet(RecordQuerySet["AgencyReport"]):
    def visible_to(self, actor: Actor) -> AgencyReportQuerySet:
        """National roles only."""
        return self if actor.scope.national else self.none()


class AgencyReport(Record, Stateful):
    WORKFLOW = AGENCY_REPORT
    number = models.CharField("numéro", max_length=20, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    figures = models.JSONField("chiffres", default=dict)
    status = models.CharField("état", max_length=14, choices=AgencyReportStatus.choices, default=AgencyReportStatus.FROZEN)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="rapport (PDF)")
    spreadsheet = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="rapport (CSV)")
    frozen_by = models.UUIDField("arrêté par")
    signed_by = models.UUIDField("signé par", null=True)
    sent_at = models.DateTimeField("envoyé le", null=True)

    objects = AgencyReportQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport à l’ANCT"
        verbose_name_plural = "rapports à l’ANCT"
        constraints = [
            models.UniqueConstraint(fields=["endowment", "starts_on"], name="one_agency_report_a_period"),
            models.CheckConstraint(
                condition=models.Q(status="frozen") | models.Q(signed_by__isnull=False, document__isnull=False, spreadsheet__isnull=False),
                name="agency_report_signed_with_its_files",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by=None) | ~models.Q(signed_by=models.F("frozen_by")), name="agency_report_signed_by_another"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["sent", "acknowledged"]) | models.Q(sent_at__isnull=False), name="agency_report_sent_when"
            ),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="agency_report_period_is_sound"),
        ]
