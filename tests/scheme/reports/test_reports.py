"""Reports of hosts, and the report to the ANCT: each act by its person, figures frozen, letters to the host."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import queries as journal
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.reports import actions, queries, rules
from lucette.scheme.reports.enums import AGENCY_REPORT, HOST_REPORT, HostReportStatus
from lucette.scheme.reports.models import HostReport
from tests.foundation.accounts.factories import actor
from tests.foundation.documents.examples import EXAMPLES
from tests.scheme.activities.factories import adviser, hired
from tests.scheme.activities.factories import host as host_of
from tests.scheme.reports.factories import (
    CERTIFIER,
    DELEGATE,
    FIGURES,
    FREEZER,
    FROM,
    INSTRUCTOR,
    TO,
    agency_report,
    host_report,
    scene,
)
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
MISSING = "Il manque le nombre d’ateliers."


@pytest.mark.parametrize(("status", "act"), edges(HOST_REPORT))
def test_every_edge_of_a_host_s_report(status: str, act: str) -> None:
    assert_edge(
        HOST_REPORT,
        status,
        act,
        host_report,
        {
            "prefill": lambda it: actions.prefill(report_id=it.pk, figures=FIGURES, by=it.scene.representative),
            "sign": lambda it: actions.sign(report_id=it.pk, words="Une belle période.", by=it.scene.adviser),
            "submit": lambda it: actions.submit(report_id=it.pk, words="", by=it.scene.representative),
            "accept": lambda it: actions.accept(report_id=it.pk, by=CERTIFIER),
            "send_back": lambda it: actions.send_back(report_id=it.pk, answer=MISSING, by=CERTIFIER),
        },
    )


def sign_files(it) -> None:
    actions.sign_agency_report(report_id=it.pk, pdf=b"%PDF-1.7", csv=rules.spreadsheet(rules.agency_tables(it.figures)), by=DELEGATE)


@pytest.mark.parametrize(("status", "act"), edges(AGENCY_REPORT))
def test_every_edge_of_the_report_to_the_anct(status: str, act: str) -> None:
    assert_edge(
        AGENCY_REPORT,
        status,
        act,
        agency_report,
        {
            "sign": sign_files,
            "send": lambda it: actions.send_agency_report(report_id=it.pk, by=DELEGATE),
            "acknowledge": lambda it: actions.acknowledge(report_id=it.pk, by=INSTRUCTOR),
        },
    )


def test_a_report_goes_from_the_bank_to_the_host_and_back() -> None:
    it = scene()
    report = actions.ask_host_report(agreement_id=it.agreement.pk, starts_on=FROM, ends_on=TO, by=CERTIFIER)
    assert report.due_on == TO + dt.timedelta(days=30)
    with pytest.raises(RuleBroken):
        actions.ask_host_report(agreement_id=it.agreement.pk, starts_on=TO, ends_on=TO + dt.timedelta(days=9), by=CERTIFIER)
    actions.prefill(report_id=report.pk, figures=FIGURES, by=it.adviser)
    actions.sign(report_id=report.pk, words="Bon début.", by=it.adviser)
    actions.submit(report_id=report.pk, words="Nous continuons.", by=it.representative)
    actions.send_back(report_id=report.pk, answer=MISSING, by=CERTIFIER)
    report = actions.prefill(report_id=report.pk, figures=FIGURES, by=it.representative)
    assert report.signed_by is None, "signed again after a change"
    actions.sign(report_id=report.pk, words="Bon début.", by=it.adviser)
    actions.submit(report_id=report.pk, words="Nous continuons.", by=it.representative)
    report = actions.accept(report_id=report.pk, by=CERTIFIER)
    assert report.status == HostReportStatus.ACCEPTED
    assert list(Letter.objects.order_by("created_at").values_list("kind", flat=True)) == [
        "report_asked",
        "report_to_complete",
        "report_accepted",
    ]
    digests = {e.facts["figures"] for e in journal.history(report) if "figures" in e.facts}
    assert digests == {rules.digest(FIGURES)}


def test_each_hand_does_its_own_act_and_no_other() -> None:
    report = host_report("draft")
    stranger = hired()
    before = count_rows()
    for act, by, error in (
        (actions.sign, report.scene.representative, Forbidden),
        (actions.sign, adviser(stranger), NotFound),
        (actions.submit, report.scene.adviser, Forbidden),
        (actions.submit, host_of(report.organization), Forbidden),
        (actions.submit, host_of(stranger.organization, RoleName.HOST_REPRESENTATIVE), NotFound),
    ):
        with pytest.raises(error):
            act(report_id=report.pk, words="", by=by)
    for by in (SYSTEM, INSTRUCTOR, report.scene.representative):
        with pytest.raises(Forbidden):
            actions.accept(report_id=report.pk, by=by)
    with pytest.raises(Forbidden):
        actions.ask_host_report(agreement_id=report.agreement_id, starts_on=FROM, ends_on=TO, by=report.scene.representative)
    with pytest.raises(Invalid):
        actions.sign(report_id=report.pk, words="Mme Martin, 06 12 34 56 78, est ravie.", by=report.scene.adviser)
    with pytest.raises(Invalid):
        actions.sign(report_id=report.pk, words="a" * 2501, by=report.scene.adviser)
    assert count_rows() == before


def test_figures_that_are_missing_or_negative_are_refused() -> None:
    report = host_report()
    for figures in ({}, FIGURES | {"posts": -1}, FIGURES | {"minutes": "12"}):
        with pytest.raises(Invalid):
            actions.prefill(report_id=report.pk, figures=figures, by=report.scene.representative)
    assert HostReport.objects.get().status == HostReportStatus.DUE


def test_a_late_report_is_reminded_once_a_fortnight() -> None:
    report = host_report()
    for day, reminded in ((30, 0), (31, 1), (32, 0), (45, 0), (46, 1)):
        moment = dt.datetime(2021, 3, 1, 9, tzinfo=clock.PARIS) + dt.timedelta(days=day - 1)
        with clock.at(moment):
            assert actions.remind(on=moment.date(), by=SYSTEM) == reminded, day
    assert Letter.objects.filter(kind="report_overdue", about_id=report.pk).count() == 2
    with pytest.raises(Forbidden):
        actions.remind(on=TO, by=report.scene.representative)
    assert not queries.overdue(host_of(hired().organization), dt.date(2022, 1, 1)).exists()


def test_two_people_make_the_report_to_the_anct_and_the_files_say_the_frozen_figures() -> None:
    it = agency_report()
    table = rules.spreadsheet(rules.agency_tables(it.figures))
    for words, error in (
        ({"pdf": b"%PDF-", "csv": table, "by": FREEZER}, Forbidden),
        ({"pdf": b"%PDF-", "csv": table, "by": CERTIFIER}, Forbidden),
        ({"pdf": b"", "csv": table, "by": DELEGATE}, Invalid),
        ({"pdf": b"%PDF-", "csv": table + b"1;2", "by": DELEGATE}, Invalid),
    ):
        before = count_rows()
        with pytest.raises(error):
            actions.sign_agency_report(report_id=it.pk, **words)
        assert count_rows() == before
    sign_files(it)
    assert [d.filename for d in (queries.agency_report(it.pk, DELEGATE).document, queries.agency_report(it.pk, DELEGATE).spreadsheet)] == [
        f"{it.number}.pdf",
        f"{it.number}.csv",
    ]
    with pytest.raises(NotFound):
        actions.acknowledge(report_id=it.pk, by=actor(RoleName.PREFECTURE, "department", "19"))
    with pytest.raises(Forbidden):
        actions.acknowledge(report_id=it.pk, by=DELEGATE)


def test_a_report_is_frozen_by_the_caisse_once_a_period_with_whole_figures() -> None:
    it = agency_report()
    words = {"endowment_id": it.endowment_id, "starts_on": TO, "ends_on": TO + dt.timedelta(days=30)}
    with pytest.raises(RuleBroken) as refusal:
        actions.freeze_agency_report(**words, figures=it.figures, by=CERTIFIER)
    assert refusal.value.code == "report.frozen"
    words["starts_on"] = TO + dt.timedelta(days=1)
    money = it.figures["money"]
    for broken in ({}, it.figures | {"money": money | {"paid": money["paid"] + 1}}, it.figures | {"regions": [{"label": "Corse"}]}):
        with pytest.raises(Invalid):
            actions.freeze_agency_report(**words, figures=broken, by=CERTIFIER)
    with pytest.raises(Forbidden):
        actions.freeze_agency_report(**words, figures=it.figures, by=INSTRUCTOR)
    assert actions.freeze_agency_report(**words, figures=it.figures, by=CERTIFIER).number.startswith("R-2021-")


def test_no_text_of_the_spreadsheet_is_taken_for_a_formula() -> None:
    texts = ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", 'Guadeloupe ; "Antilles"']
    table = rules.Table("=T", ("Région", "=cmd"), tuple((text, (Money(-123456), 7)[:1]) for text in texts))
    content = rules.spreadsheet([table])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["'=1+1", "'+33", "'-2", "'@SUM(A1)", "'\tx", 'Guadeloupe ; "Antilles"']
    assert {tuple(row[i] for i in (0, 2, 3, 4)) for row in rows[1:]} == {("'=T", "'=cmd", "-1234,56", "euros")}


def test_the_facts_of_the_report_are_those_of_the_template() -> None:
    it = agency_report()
    facts = rules.agency_facts(it.number, "Dotation", FROM, TO, TO, it.figures)
    assert facts.keys() == EXAMPLES["report"].keys()
    assert [s["title"] for s in facts["sections"]] == [t.title for t in rules.agency_tables(it.figures)]
