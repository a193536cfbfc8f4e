"""The reports' figures are those of the ledger and of the activities, in the PDF as in the CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from lucette.foundation.documents import queries as documents
from lucette.kernel.errors import Forbidden, WrongState
from lucette.kernel.money import Money
from lucette.scheme.activities.models import Activity
from lucette.scheme.fund import queries as fund
from lucette.scheme.reports import actions as reports
from lucette.scheme.reports import rules
from lucette.stories import host_report, report_to_agency
from tests.scheme.activities.factories import ActivityFactory
from tests.scheme.reports.factories import CERTIFIER, DELEGATE, FROM, TO, scene  # fmt: skip
from tests.scheme.reports.factories import host_report as asked
from tests.states import count_rows
from tests.verified import verified

pytestmark = pytest.mark.django_db


def read(content: bytes) -> dict[tuple[str, str], list[str]]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    found: dict[tuple[str, str], list[str]] = {}
    for table, label, _, value, _ in rows[1:]:
        found.setdefault((table, label), []).append(value)
    return found


def cents(value: str) -> int:
    return Money.parse(value).cents


def test_the_report_of_a_host_is_written_from_its_activities_and_its_posts() -> None:
    it = scene(activities=5)
    other = scene(activities=2)
    ActivityFactory(hire=it.hire, place=None, channel="distance", status="removed")
    report = host_report.prefill(report_id=asked(of=it).pk, by=it.adviser)
    assert report.figures == {
        "posts": 2,
        "filled_days": 56,  # 4 January to 28 February
        "activities": 5,
        "people_helped": 14,
        "recurring": 0,
        "individual": 2,
        "workshops": 3,
        "minutes": 300,
    }
    assert host_report.prefill(report_id=asked(of=other).pk, by=other.representative).figures["activities"] == 2


def test_every_figure_of_the_spreadsheet_is_the_ledger_s_or_the_sum_of_activities() -> None:
    it = scene(activities=7)
    scene(activities=3)  # another endowment
    report = report_to_agency.freeze(endowment_id=it.endowment.pk, starts_on=FROM, ends_on=TO, by=CERTIFIER)
    pdf, sheet = report_to_agency.files(report)
    assert pdf.startswith(b"%PDF-")
    found, position = read(sheet), fund.position(it.endowment.pk)
    assert cents(found["Emploi de la dotation", "Dotation"][0]) == position.authority_cents
    for word, label in rules.MONEY.items():
        if word != "authority":
            assert cents(found["Emploi de la dotation", label][0]) == getattr(position, word), word
    assert position.committed == it.agreement.amount_cents
    for word, label in rules.POSTS.items():
        if word != "authority":
            assert int(found["Postes", label][0]) == getattr(position.posts, word), word
    for word, label in rules.CASH.items():
        assert cents(found["Trésorerie", label][0]) == getattr(position.cash, word), word
    for envelope in position.envelopes:
        assert [cents(v) for v in found["Enveloppes", envelope.label]] == [
            envelope.share_cents,
            envelope.allotted_cents,
            envelope.available_cents,
        ]
    own = Activity.objects.filter(hire=it.hire)
    assert int(found["Activité de la période", "Activités"][0]) == own.count() == 7
    assert int(found["Activité de la période", "Personnes accompagnées"][0]) == own.aggregate(n=Sum("participants"))["n"]
    regions = [values for (table, _), values in found.items() if table == "Par région"]
    for column, total in enumerate((1, 2, it.agreement.amount_cents, 1, 7, own.aggregate(n=Sum("participants"))["n"])):
        assert sum(cents(v[column]) if column == 2 else int(v[column]) for v in regions) == total


def test_the_report_is_signed_by_a_second_person_with_both_files_and_sent(tmp_path: Path) -> None:
    it = scene(activities=1)
    report = report_to_agency.freeze(endowment_id=it.endowment.pk, starts_on=FROM, ends_on=TO, by=CERTIFIER)
    call_command("export_report", report.number, str(tmp_path / "avant"))
    draft = (tmp_path / "avant" / f"{report.number}-projet.csv").read_bytes()
    ActivityFactory(hire=it.hire, place=None, channel="distance")  # after the freeze: changes nothing
    before = count_rows()
    with pytest.raises(Forbidden):
        report_to_agency.sign(report_id=report.pk, by=CERTIFIER)
    assert count_rows() == before
    report = report_to_agency.sign(report_id=report.pk, by=DELEGATE)
    assert documents.content(report.spreadsheet_id) == draft
    assert ("Rapport", report.number) in verified("report", report.pk, 1).subject.facts
    with pytest.raises(WrongState):
        report_to_agency.sign(report_id=report.pk, by=DELEGATE)
    reports.send_agency_report(report_id=report.pk, by=DELEGATE)
    call_command("export_report", report.number, str(tmp_path))
    assert (tmp_path / f"{report.number}.csv").read_bytes() == draft
    assert (tmp_path / f"{report.number}.pdf").read_bytes() == documents.content(report.document_id)


def test_an_unknown_number_is_told_in_french(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Aucun rapport"):
        call_command("export_report", "R-1900-00001", str(tmp_path))
