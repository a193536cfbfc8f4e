"""Reports expected, late, received; the reports to the ANCT."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet

from lucette.foundation.territories.models import Folded
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.reports.enums import HostReportStatus as S
from lucette.scheme.reports.models import AgencyReport, HostReport, HostReportQuerySet

WITH_THE_HOST = (S.DUE, S.DRAFT, S.SIGNED_BY_ADVISER, S.TO_COMPLETE)
# what the list of reports of hosts may be ordered by
SORTS: dict[str, Any] = {"structure": Folded("organization__name"), "echeance": F("due_on")}


def host_report(report_id: UUID, by: Actor) -> HostReport:
    """An adviser sees her host's report, and not its agreement. Raises NotFound."""
    return _with_parts(by).known(report_id)


def host_reports(by: Actor, status: S | str = "") -> QuerySet[HostReport]:
    """Those this actor sees, the most urgent first."""
    rows = _with_parts(by).order_by("due_on", "created_at", "pk")
    return rows.filter(status=status) if status else rows


def _with_parts(by: Actor) -> HostReportQuerySet:
    parts = ("organization",) if by.scope.kind == "person" else ("organization", "agreement")
    return HostReport.objects.visible_to(by).select_related(*parts)


def host_reports_page(
    by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50, sort: str = ""
) -> tuple[list[HostReport], str]:
    """Those this actor sees (in these statuses), latest asked first; and the id that asks for the next ones."""
    seen = HostReport.objects.visible_to(by).select_related("organization", "agreement")
    return (seen.filter(status__in=statuses) if statuses else seen).page(after, limit, sort, SORTS)


def host_report_counts(by: Actor) -> dict[str, int]:
    """How many are in each status."""
    return dict(HostReport.objects.visible_to(by).order_by("status").values_list("status").annotate(count=Count("pk")))


def overdue(by: Actor, on: dt.date) -> QuerySet[HostReport]:
    """Expected before `on`, and still with the host."""
    return host_reports(by).filter(status__in=WITH_THE_HOST, due_on__lt=on)


def agency_report(report_id: UUID, by: Actor) -> AgencyReport:
    """Raises NotFound."""
    return AgencyReport.objects.visible_to(by).select_related("endowment", "document", "spreadsheet").known(report_id)


def agency_report_numbered(number: str, by: Actor) -> AgencyReport:
    """The report of that number. Raises NotFound."""
    it = AgencyReport.objects.visible_to(by).select_related("endowment", "document", "spreadsheet").filter(number=number).first()
    if it is None:
        raise NotFound("report.unknown", f"Aucun rapport ne porte le numéro « {number} ».")
    return it


def agency_reports(by: Actor) -> QuerySet[AgencyReport]:
    """Latest first."""
    return AgencyReport.objects.visible_to(by).select_related("endowment").order_by("-starts_on", "-created_at", "pk")
