"""Ask, prepare, sign and receive a host's report; freeze, sign, send the report to the ANCT."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.agreements.enums import RUNNING
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.calls.enums import Condition
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments.enums import HoldGround
from lucette.scheme.reports import letters, policies, rules
from lucette.scheme.reports.enums import AgencyReportStatus, HostReportStatus
from lucette.scheme.reports.models import AgencyReport, HostReport
from lucette.scheme.reports.queries import overdue


@transaction.atomic
def ask_host_report(*, agreement_id: UUID, starts_on: dt.date, ends_on: dt.date, by: Actor) -> HostReport:
    """A report is due thirty days after the end of the period; the host is told.

    Raises NotFound, Forbidden, RuleBroken (agreement not in force, already asked), Invalid (period).
    """
    policies.check_can_ask(by)
    agreement = Agreement.objects.visible_to(by).lock(agreement_id)
    rules.check_period(starts_on, ends_on)
    if agreement.status not in RUNNING:
        raise RuleBroken("report.agreement", "Un compte rendu se demande pour une convention en vigueur.")
    if HostReport.objects.filter(agreement=agreement, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise RuleBroken("report.asked", "Un compte rendu est déjà demandé sur cette période.")
    it = HostReport.objects.create(
        agreement=agreement,
        organization_id=agreement.organization_id,
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=ends_on + dt.timedelta(days=rules.DAYS_TO_REPORT),
    )
    journal.record("report.asked", subject=it, by=by, due_on=it.due_on.isoformat())
    letters.asked(it)
    return it


@transaction.atomic
def prefill(*, report_id: UUID, figures: rules.Figures, by: Actor) -> HostReport:
    """The report is written from the facts (see stories.host_report). Raises NotFound, Forbidden, WrongState, Invalid."""
    it = HostReport.objects.visible_to(by).lock(report_id)
    policies.check_can_prefill(by)
    it.check_act("prefill")
    rules.check_host_figures(figures)
    it.move_to(HostReportStatus.DRAFT, act="prefill", on=clock.now(), by=by, figures=dict(figures), signed_by=None)
    journal.record("report.prefilled", subject=it, by=by, figures=rules.digest(figures))
    return it


@transaction.atomic
def sign(*, report_id: UUID, words: str, by: Actor) -> HostReport:
    """The adviser in post there signs; the figures change no more. Raises NotFound, Forbidden, WrongState, Invalid (words)."""
    it = HostReport.objects.visible_to(by).lock(report_id)
    policies.check_can_sign(by)
    it.check_act("sign")
    words = rules.check_words(words)
    it.move_to(HostReportStatus.SIGNED_BY_ADVISER, act="sign", on=clock.now(), by=by, adviser_words=words, signed_by=by.pk)
    journal.record("report.signed", subject=it, by=by, figures=rules.digest(it.figures))
    return it


@transaction.atomic
def submit(*, report_id: UUID, words: str, by: Actor) -> HostReport:
    """The host's representative adds her words and sends it; what waited for it goes on.

    Raises NotFound, Forbidden, WrongState, Invalid (words).
    """
    it = HostReport.objects.visible_to(by).lock(report_id)
    policies.check_can_submit(by)
    it.check_act("submit")
    words, now = rules.check_words(words), clock.now()
    it.move_to(HostReportStatus.SUBMITTED, act="submit", on=now, by=by, host_words=words, submitted_by=by.pk, submitted_at=now)
    journal.record("report.submitted", subject=it, by=by, figures=rules.digest(it.figures))
    if not overdue(by, clock.today()).filter(agreement_id=it.agreement_id).exists():
        payments.resume_agreement(agreement_id=it.agreement_id, ground=HoldGround.REPORT, by=by)
    return it


@transaction.atomic
def accept(*, report_id: UUID, by: Actor) -> HostReport:
    """Banque des Territoires accepts; the host is told. Raises NotFound, Forbidden, WrongState."""
    it = HostReport.objects.visible_to(by).lock(report_id)
    policies.check_can_answer(by)
    it.move_to(HostReportStatus.ACCEPTED, act="accept", on=clock.now(), by=by)
    payments.meet_condition_of_agreement(
        agreement_id=it.agreement_id, condition=Condition.REPORT_ACCEPTED, met_on=clock.today(), source=it.pk, by=by
    )
    journal.record("report.accepted", subject=it, by=by)
    letters.accepted(it)
    return it


@transaction.atomic
def send_back(*, report_id: UUID, answer: str, by: Actor) -> HostReport:
    """Banque des Territoires says what is missing. Raises NotFound, Forbidden, WrongState, Invalid (answer)."""
    it = HostReport.objects.visible_to(by).lock(report_id)
    policies.check_can_answer(by)
    it.check_act("send_back")
    answer = rules.check_words(answer)
    if len(answer) < 10:
        raise Invalid("report.answer", "Dites ce qui manque, en dix caractères au moins.", {"answer": "Dix caractères au moins."})
    it.move_to(HostReportStatus.TO_COMPLETE, act="send_back", on=clock.now(), by=by, answer=answer)
    journal.record("report.sent_back", subject=it, by=by)
    letters.to_complete(it)
    return it


@transaction.atomic
def remind(*, on: dt.date, by: Actor) -> int:
    """Write to the hosts whose report is late, at most once a fortnight; the next instalment waits for it. Returns how many.
    Raises Forbidden."""
    policies.check_can_remind(by)
    since = clock.now() - dt.timedelta(days=rules.DAYS_BETWEEN_REMINDERS)
    late = [it for it in overdue(by, on).select_for_update(of=("self",)) if it.reminded_at is None or it.reminded_at <= since]
    for it in late:
        it.reminded_at = clock.now()
        it.save(update_fields=["reminded_at"])
        journal.record("report.reminded", subject=it, by=by, due_on=it.due_on.isoformat())
        payments.hold_agreement(
            agreement_id=it.agreement_id,
            ground=HoldGround.REPORT,
            reason=f"Le compte rendu attendu avant le {french.date(it.due_on)} n’est pas arrivé.",
            by=by,
            next_only=True,
        )
        letters.overdue(it)
    return len(late)


@transaction.atomic
def freeze_agency_report(*, endowment_id: UUID, starts_on: dt.date, ends_on: dt.date, figures: rules.Figures, by: Actor) -> AgencyReport:
    """The figures of the report to the ANCT, as they are now and for good (see stories.report_to_agency).

    Raises NotFound, Forbidden, RuleBroken (a report of that period exists), Invalid (period, figures).
    """
    policies.check_can_freeze(by)
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    rules.check_period(starts_on, ends_on)
    rules.check_agency_figures(figures)
    if AgencyReport.objects.filter(endowment=endowment, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise RuleBroken("report.frozen", "Un rapport est déjà arrêté sur cette période.")
    it = AgencyReport.objects.create(
        number=next_number("reports_number", "R", clock.today()),
        endowment=endowment,
        starts_on=starts_on,
        ends_on=ends_on,
        figures=dict(figures),
        frozen_by=by.pk,
    )
    journal.record("agency_report.frozen", subject=it, by=by, figures=rules.digest(figures))
    return it


@transaction.atomic
def sign_agency_report(*, report_id: UUID, pdf: bytes, csv: bytes, by: Actor) -> AgencyReport:
    """A delegate, who did not freeze the figures, signs; both files are kept.

    Raises NotFound, Forbidden, WrongState, Invalid (no PDF, or a spreadsheet that does not say the frozen figures).
    """
    it = AgencyReport.objects.visible_to(by).lock(report_id)
    policies.check_can_sign_for_caisse(by)
    it.check_act("sign")
    policies.check_two_people(by, it)
    if not pdf.startswith(b"%PDF-") or csv != rules.spreadsheet(rules.agency_tables(it.figures)):
        raise Invalid("report.files", "Les fichiers du rapport ne portent pas les chiffres arrêtés : préparez-les de nouveau.")
    same: dict[str, Any] = {"kind": rules.AGENCY_REPORT, "title": f"Rapport à l’ANCT {it.number}", "subject": it, "by": by}
    files = {
        "document": documents.deliver(**same, filename=f"{it.number}.pdf", content=pdf),
        "spreadsheet": documents.store(**same, filename=f"{it.number}.csv", content=csv, content_type="text/csv; charset=utf-8"),
    }
    it.move_to(AgencyReportStatus.SIGNED, act="sign", on=clock.now(), by=by, signed_by=by.pk, **files)
    journal.record("agency_report.signed", subject=it, by=by, figures=rules.digest(it.figures), pdf=files["document"].sha256)
    return it


@transaction.atomic
def send_agency_report(*, report_id: UUID, by: Actor) -> AgencyReport:
    """The signed report goes to the ANCT, who is told. Raises NotFound, Forbidden, WrongState."""
    it = AgencyReport.objects.visible_to(by).lock(report_id)
    policies.check_can_sign_for_caisse(by)
    now = clock.now()
    it.move_to(AgencyReportStatus.SENT, act="send", on=now, by=by, sent_at=now)
    journal.record("agency_report.sent", subject=it, by=by)
    letters.sent_to_agency(it)
    return it


@transaction.atomic
def acknowledge(*, report_id: UUID, by: Actor) -> AgencyReport:
    """The ANCT has received it. Raises NotFound, Forbidden, WrongState."""
    it = AgencyReport.objects.visible_to(by).lock(report_id)
    policies.check_can_acknowledge(by)
    it.move_to(AgencyReportStatus.ACKNOWLEDGED, act="acknowledge", on=clock.now(), by=by)
    journal.record("agency_report.acknowledged", subject=it, by=by)
    return it
