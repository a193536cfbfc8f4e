"""A host's report is already written: its figures come from the facts of the period."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.insight.statistics import queries as statistics
from lucette.kernel.actor import Actor
from lucette.scheme.reports import actions as reports
from lucette.scheme.reports import queries
from lucette.scheme.reports.models import HostReport


@transaction.atomic
def prefill(*, report_id: UUID, by: Actor) -> HostReport:
    """Count the period, hand the figures to the report. Raises as reports.actions.prefill."""
    it = queries.host_report(report_id, by)
    figures = statistics.agreement_figures(it.agreement_id, it.starts_on, it.ends_on)
    return reports.prefill(report_id=it.pk, figures=figures, by=by)
