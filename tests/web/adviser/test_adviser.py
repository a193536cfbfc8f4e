"""The space of advisers and candidates."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.clock import PARIS
from tests.scheme.activities.factories import ActivityFactory, WorkshopFactory, hired
from tests.scheme.appointments.factories import AppointmentFactory, ReferralFactory, period
from tests.scheme.recruitment.factories import CandidateFactory, HireFactory
from tests.scheme.trainings.factories import EnrolmentFactory
from tests.web.adviser.conftest import as_person
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2021, 3, 1, 14, tzinfo=PARIS)


@pytest.mark.parametrize("role", [RoleName.ADVISER, RoleName.CANDIDATE])
def test_an_empty_dashboard_says_what_will_come(client: Client, role: RoleName) -> None:
    signed_in(client, role)
    assert "Rien n’attend de vous" in read(client, "/conseiller/") or role == RoleName.CANDIDATE


def test_an_adviser_sees_her_day(client: Client, live) -> None:
    today = AppointmentFactory(hire=live, slot=period(TODAY))
    referral = ReferralFactory(hire=live, first_name="Odette")
    past = AppointmentFactory(hire=live, slot=period(TODAY - dt.timedelta(days=3)))
    ActivityFactory(hire=live)
    enrolment = EnrolmentFactory(hire=live)
    page = read(client, "/conseiller/")
    trainings = read(client, "/conseiller/formation/")
    for name, pk in (("appointment", today.pk), ("referral", referral.pk), ("appointment", past.pk), ("enrolment", enrolment.pk)):
        address = reverse(f"adviser:{name}", args=[pk])
        assert address in (trainings if name == "enrolment" else page)
        read(client, address)
    assert "Odette attend un rendez-vous" in page and "4" in page


def test_lists_of_an_adviser(client: Client, live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lucette.web.gate.listings.SHOWN", 1)
    ActivityFactory(hire=live), ActivityFactory(hire=live, held_on=dt.date(2021, 2, 25))
    AppointmentFactory(hire=live)
    WorkshopFactory(hire=live)
    page = read(client, "/conseiller/activites/")
    assert "26 février 2021" in page and "25 février 2021" not in page
    following = page.split('href="/conseiller/activites/?apres=')[1].split('"')[0]
    assert "25 février 2021" in read(client, f"/conseiller/activites/?apres={following}")
    assert "26 février 2021" in client.get("/conseiller/activites/?format=csv").content.decode()
    assert "Premiers pas sur internet" in read(client, "/conseiller/rendez-vous/")
    assert "Médiathèque" in read(client, "/conseiller/lieux/")
    read(client, reverse("adviser:hire", args=[live.pk]))


def test_a_candidate_sees_her_invitations_and_her_card(client: Client) -> None:
    candidate = CandidateFactory()
    hire = HireFactory(candidate=candidate)
    as_person(client, candidate.person, RoleName.CANDIDATE)
    page = read(client, "/conseiller/")
    assert "vous invite" in page and "Tulle" in read(client, "/conseiller/profil/")
    assert "À vous :" in read(client, reverse("adviser:hire", args=[hire.pk]))


def test_what_is_another_s_is_not_found(client: Client) -> None:
    others = hired()
    appointment, referral, enrolment = AppointmentFactory(hire=others), ReferralFactory(hire=others), EnrolmentFactory(hire=others)
    signed_in(client, RoleName.ADVISER)
    for name, pk in (("appointment", appointment.pk), ("referral", referral.pk), ("enrolment", enrolment.pk), ("hire", others.pk)):
        for wanted in (pk, uuid.uuid4()):
            assert client.get(reverse(f"adviser:{name}", args=[wanted])).status_code == 404
