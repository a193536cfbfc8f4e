"""Contracts, accounts and reports: what the Banque des Territoires and the delegate do, each through its page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.scheme.reports.models import AgencyReport, HostReport
from tests.foundation.accounts.factories import PersonFactory
from tests.scheme.recruitment.factories import HireFactory, posts
from tests.scheme.reports import factories as reports
from tests.web.doors import closed, forbidden, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
R = RoleName


def at(name: str, pk: object) -> str:
    return reverse(f"caisse:{name}", args=[pk])


class TestContracts:
    def test_a_contract_is_validated_then_its_end_is_told_before_it_is_recorded(self, client: Client) -> None:
        hire = HireFactory(post=posts(1)[0], declared=True)
        signed_in(client, R.REQUESTER)
        assert at("validate_hire", hire.pk) in read(client, at("hire", hire.pk))
        assert "est validé" in send(client, at("validate_hire", hire.pk))
        sent_away(client, at("validate_hire", hire.pk))
        hire.refresh_from_db()
        address = at("record_end", hire.pk)
        typed = {"ended_on": "2030-01-01", "reason": "resignation"}
        page = client.post(address, typed | {"seen": "ended_on=2030-01-01 reason=resignation"}).content.decode()
        assert "Le dernier jour travaillé est compris" in page and 'value="2030-01-01"' in page
        hire.refresh_from_db()
        assert hire.status == "validated"

    def test_the_end_of_a_contract_is_previewed_in_numbers_then_recorded(self, client: Client) -> None:
        hire = reports.scene().hire
        signed_in(client, R.CERTIFIER)
        address = at("record_end", hire.pk)
        assert "Voir ce qui va se passer" in read(client, address)
        typed = {"ended_on": "2021-02-26", "reason": "resignation"}
        told = client.post(address, typed)
        assert told.status_code == 200 and "poste devient vacant" in told.content.decode()
        hire.refresh_from_db()
        assert hire.status == "validated", "nothing is written yet"

    def test_a_contract_not_validated_yet_is_cancelled(self, client: Client) -> None:
        hire = HireFactory(declared=True)
        signed_in(client, R.CERTIFIER)
        assert "est annulé" in send(client, at("cancel_hire", hire.pk))
        sent_away(client, at("cancel_hire", hire.pk))

    def test_the_other_hands_do_not_check_contracts(self, client: Client) -> None:
        hire = HireFactory(declared=True)
        signed_in(client, R.ACCOUNTANT)
        assert closed(client, *(at(name, hire.pk) for name in ("validate_hire", "record_end", "cancel_hire")))


class TestHostReports:
    def test_a_report_is_prepared_from_the_activities(self, client: Client) -> None:
        it = reports.host_report("due")
        signed_in(client, R.CERTIFIER)
        assert it.organization.name in read(client, reverse("caisse:reports"))
        assert "est préparé" in send(client, at("prefill_report", it.pk))
        sent_away(client, at("prefill_report", it.pk))

    def test_a_report_is_accepted(self, client: Client) -> None:
        it = reports.host_report("submitted")
        signed_in(client, R.REQUESTER)
        assert at("accept_report", it.pk) in read(client, at("report", it.pk))
        assert "est accepté" in send(client, at("accept_report", it.pk))
        assert HostReport.objects.get(pk=it.pk).status == "accepted"
        sent_away(client, at("accept_report", it.pk))

    def test_a_report_is_sent_back_with_what_is_missing(self, client: Client) -> None:
        it = reports.host_report("submitted")
        signed_in(client, R.CERTIFIER)
        page = refused(client, at("send_back_report", it.pk), answer="Trop peu")
        assert "Dix caractères" in page and "Trop peu" in page
        assert "doit compléter" in send(client, at("send_back_report", it.pk), answer="Les ateliers de février manquent.")
        signed_in(client, R.AUTHORISING_OFFICER)
        assert closed(client, at("accept_report", it.pk), at("send_back_report", it.pk), at("prefill_report", it.pk))


class TestAgencyReports:
    def test_figures_are_counted_then_frozen_then_signed_by_another_and_sent(self, client: Client) -> None:
        scene, person = reports.scene(activities=2), PersonFactory()
        signed_in(client, R.CAISSE_DELEGATE, person=person)
        address = at("freeze_report", scene.endowment.pk)
        assert address in read(client, reverse("caisse:agency_reports"))
        typed = {"starts_on": "2021-01-01", "ends_on": "2021-02-28"}
        page = client.post(address, typed).content.decode()
        assert "payés à ce jour" in page and not AgencyReport.objects.exists()
        seen = page.partition('name="seen" value="')[2].partition('"')[0]
        assert "sont arrêtés" in client.post(address, typed | {"seen": seen}, follow=True).content.decode()
        it = AgencyReport.objects.get()
        assert at("sign_report", it.pk) not in read(client, at("agency_report", it.pk))
        assert "une autre personne signe" in forbidden(client, at("sign_report", it.pk))
        signed_in(client, R.CAISSE_DELEGATE)
        assert "est signé" in send(client, at("sign_report", it.pk))
        sent_away(client, at("sign_report", it.pk))
        assert "est envoyé" in send(client, at("send_report", it.pk))
        sent_away(client, at("send_report", it.pk))
        signed_in(client, R.AUDITOR)
        read(client, at("agency_report", it.pk))
        assert closed(client, at("send_report", it.pk))
