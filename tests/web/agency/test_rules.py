"""A rule of a call changes from a day to come; what was filed before keeps its own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.enums import Employer
from lucette.foundation.territories.enums import Zone
from lucette.kernel import clock
from lucette.kernel.french import date
from lucette.scheme.agreements.queries import planned
from lucette.scheme.calls import actions, queries
from lucette.scheme.calls.models import Call
from tests.scheme.agreements.factories import asked
from tests.scheme.calls.factories import CallFactory
from tests.scheme.fund.factories import DIRECTOR
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
DAY, SAID = "2021-04-01", date(dt.date(2021, 4, 1))
DECISION = "Décision du 25 février 2021"


def door(name: str, it: Call) -> str:
    return reverse(f"agency:{name}", args=[it.pk])


def test_a_number_changes_on_its_day_and_everybody_reads_it_before(client: Client) -> None:
    call = CallFactory(open=True)
    signed_in(client, R.AGENCY_DIRECTOR)
    assert door("amend_parameter", call) in read(client, door("call", call))
    typed = {"code": "opinion_days", "value": "21", "from_on": DAY, "source": DECISION}
    assert f"21 jours à partir du {SAID}" in send(client, door("amend_parameter", call), **typed)
    before, after = (queries.parameter(call.pk, "opinion_days", day) for day in (dt.date(2021, 3, 31), dt.date(2021, 4, 1)))
    assert (before, after) == (30, 21)
    assert "Règles à venir" in read(client, door("call", call))
    page = read(Client(), reverse("public:call", args=[call.code]))
    assert [told for told in ("Ce qui va changer", "25 février 2021", SAID) if told not in page] == []
    assert Document.objects.filter(kind="call", public=True, title__contains=f"règles à partir du {SAID}").count() == 1


def test_the_grant_changes_and_an_application_filed_before_keeps_its_own(client: Client) -> None:
    agreement = asked()
    application = agreement.award.application
    call, before = application.call, [line.amount for line in planned(agreement, clock.today())]
    signed_in(client, R.AGENCY_DIRECTOR)
    typed = {"zone": "metro", "cents": "40 000,00", "months": "18", "from_on": DAY, "source": DECISION}
    assert "40 000,00" in send(client, door("amend_scale", call), **typed).replace("\u202f", " ").replace("\u00a0", " ")
    with clock.at(dt.date(2021, 4, 2)):
        assert queries.scale_for(call.pk, Employer.PUBLIC, Zone.METRO, clock.today()).cents == 40_000_00
        assert queries.scale_for(call.pk, Employer.PUBLIC, Zone.METRO, application.rules_on).cents == 50_000_00
        assert [line.amount for line in planned(agreement, clock.today())] == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"from_on": "2021-03-01"}, "un jour à venir"),
        ({"value": "0"}, "1"),
        ({"source": ""}, "nécessaire"),
        ({"code": "n_importe"}, "choix"),
    ],
)
def test_what_cannot_change_is_refused_beside_its_field(client: Client, typed: dict[str, str], sentence: str) -> None:
    call = CallFactory(open=True)
    signed_in(client, R.AGENCY_DIRECTOR)
    usual = {"code": "opinion_days", "value": "21", "from_on": DAY, "source": DECISION}
    assert sentence in refused(client, door("amend_parameter", call), **usual | typed)
    assert queries.rules_shown(call.pk, clock.today()).coming == []


def test_a_second_change_before_the_first_holds_is_refused(client: Client) -> None:
    call = CallFactory(open=True)
    actions.amend_parameter(call_id=call.pk, code="opinion_days", value=21, from_on=dt.date(2021, 4, 1), source=DECISION, by=DIRECTOR)
    signed_in(client, R.AGENCY_DIRECTOR)
    page = refused(client, door("amend_parameter", call), code="opinion_days", value="10", from_on="2021-03-20", source=DECISION)
    assert f"déjà prévu le {SAID}" in page
    assert len(queries.rules_shown(call.pk, clock.today()).coming) == 1


def test_only_the_direction_changes_a_rule_and_not_of_a_closed_call(client: Client) -> None:
    call = CallFactory(closed=True)
    signed_in(client, R.AGENCY_DIRECTOR)
    told = {"from_on": DAY, "source": DECISION}
    for name, typed in (
        ("amend_parameter", {"code": "opinion_days", "value": "2"}),
        ("amend_scale", {"zone": "metro", "cents": "1", "months": "1"}),
    ):
        assert "ne changent pas" in sent_away(client, door(name, call), **told | typed)
    signed_in(client, R.INSTRUCTOR)
    assert closed(client, door("amend_parameter", CallFactory(open=True)))
