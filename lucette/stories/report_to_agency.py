"""The Caisse des Dépôts reports to the ANCT: figures of the ledger and of the network, frozen, then signed with their files."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents.adapters import code_of, sign_pdf, typeset
from lucette.insight.statistics import queries as statistics
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.fund import queries as fund
from lucette.scheme.reports import actions as reports
from lucette.scheme.reports import queries, rules
from lucette.scheme.reports.models import AgencyReport


@transaction.atomic
def freeze(*, endowment_id: UUID, starts_on: dt.date, ends_on: dt.date, by: Actor) -> AgencyReport:
    """Arrêter les chiffres: balances as they are now, activity of the period. Raises as reports.actions.freeze_agency_report."""
    figures = assemble(endowment_id, starts_on, ends_on)
    return reports.freeze_agency_report(endowment_id=endowment_id, starts_on=starts_on, ends_on=ends_on, figures=figures, by=by)


def sign(*, report_id: UUID, by: Actor) -> AgencyReport:
    """Make both files from the frozen figures, before any lock; then sign. Raises as reports.actions.sign_agency_report."""
    it = queries.agency_report(report_id, by)
    it.check_act("sign")
    pdf, csv = files(it)
    signed = sign_pdf(pdf, by.name or "Caisse des Dépôts", "Délégataire de la Caisse des Dépôts", f"Rapport {it.number}", clock.now())
    return reports.sign_agency_report(report_id=it.pk, pdf=signed, csv=csv, by=by)


def files(report: AgencyReport) -> tuple[bytes, bytes]:
    """PDF (not signed) and CSV of the frozen figures."""
    frozen_on = report.created_at.astimezone(clock.PARIS).date()
    facts = rules.agency_facts(report.number, report.endowment.title, report.starts_on, report.ends_on, frozen_on, report.figures)
    return typeset("report", facts, code_of(rules.AGENCY_REPORT, report.pk)), rules.spreadsheet(rules.agency_tables(report.figures))


def assemble(endowment_id: UUID, starts_on: dt.date, ends_on: dt.date) -> dict[str, Any]:
    """Every figure of the report, cents and units, as reports.rules.check_agency_figures wants them. Raises NotFound."""
    position = fund.position(endowment_id)
    buckets = {word: getattr(position, word) for word in rules.MONEY if word != "authority"}
    totals = statistics.activity_totals(endowment_id=endowment_id, starts_on=starts_on, ends_on=ends_on)
    regions = statistics.by_region(endowment_id=endowment_id, starts_on=starts_on, ends_on=ends_on)
    return {
        "money": {"authority": position.authority_cents, **buckets},
        "envelopes": [
            {"label": e.label, "share": e.share_cents, "allotted": e.allotted_cents, "available": e.available_cents}
            for e in position.envelopes
        ],
        "posts": {"authority": position.authority_posts, **asdict(position.posts)},
        "cash": {word: getattr(position.cash, word) for word in rules.CASH},
        "network": asdict(statistics.network_figures(endowment_id)),
        "activity": {word: getattr(totals, word) for word in rules.ACTIVITY},
        "regions": [
            {"label": it.label} | {word: getattr(it, word) for word in rules.REGION}
            for it in regions
            if any(getattr(it, word) for word in rules.REGION)
        ],
    }
