"""The ANCT acknowledges reports; the animation writes, publishes and withdraws; hosts and advisers read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.models import Document
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.scheme.network.models import Publication
from lucette.scheme.payments.models import Invoice
from lucette.scheme.reports.models import AgencyReport
from tests.foundation.accounts.factories import RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.fund.factories import notified
from tests.scheme.network.factories import PublicationFactory, endowment
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in
from tests.web.world import agency_report

pytestmark = pytest.mark.django_db
DRAFT = {"kind": "resource", "title": "Fiche messagerie", "summary": "Un atelier en une heure.", "audience": "everyone"}


def door(name: str, pk: object) -> str:
    return reverse(f"agency:{name}", args=[pk])


def paper() -> Document:
    """A file of the report."""
    typed = {"title": "Rapport", "filename": "r.pdf", "content": b"%PDF-", "content_type": "application/pdf"}
    return documents.store(kind="report", subject=OrganizationFactory(), by=SYSTEM, **typed)


class TestReports:
    def test_a_report_received_is_acknowledged_once(self, client: Client) -> None:
        report = agency_report(notified())
        AgencyReport.objects.filter(pk=report.pk).update(
            status="sent", sent_at=clock.now(), signed_by=report.pk, document=paper(), spreadsheet=paper()
        )
        signed_in(client, R.INSTRUCTOR)
        assert door("acknowledge", report.pk) in read(client, door("report", report.pk))
        assert "est reçu" in send(client, door("acknowledge", report.pk))
        assert "On ne peut pas accuser réception" in sent_away(client, door("acknowledge", report.pk))

    def test_a_report_not_sent_is_not_acknowledged_nor_by_the_chair(self, client: Client) -> None:
        report = agency_report(notified())
        signed_in(client, R.AGENCY_DIRECTOR)
        assert "On ne peut pas accuser réception" in sent_away(client, door("acknowledge", report.pk))
        signed_in(client, R.CHAIR)
        assert closed(client, door("acknowledge", report.pk))


class TestNetwork:
    def test_a_resource_is_drafted_published_read_and_withdrawn(self, client: Client) -> None:
        RoleFactory(name=R.ADVISER, scope_kind="person", scope_code="x")
        signed_in(client, R.ANIMATOR)
        told = send(client, reverse("agency:draft_publication"), **DRAFT)
        it = Publication.objects.get()
        assert "est un brouillon" in told and "personne reçoit une lettre" in read(client, door("publish_publication", it.pk))
        assert "est publié." in send(client, door("publish_publication", it.pk))
        page = reverse("gate:publication", args=[it.pk])
        for role in (R.HOST_SECRETARY, R.ADVISER):
            signed_in(client, role)
            assert page in read(client, reverse("gate:publications")) and "Un atelier en une heure." in read(client, page)
        signed_in(client, R.ANIMATOR)
        assert "est retiré." in send(client, door("withdraw_publication", it.pk))
        assert "On ne peut pas publier" in sent_away(client, door("publish_publication", it.pk))
        signed_in(client, R.ADVISER)
        assert client.get(page).status_code == 404

    def test_an_event_needs_its_date_and_keeps_what_was_typed(self, client: Client) -> None:
        signed_in(client, R.ANIMATOR)
        told = refused(client, reverse("agency:draft_publication"), **DRAFT | {"kind": "event"})
        assert "Donnez la date et l’heure" in told and "Fiche messagerie" in told
        assert not Publication.objects.exists()
        starts = (clock.now() + dt.timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
        send(client, reverse("agency:draft_publication"), **DRAFT | {"kind": "event", "starts_at": starts, "venue": "Tulle"})
        assert Publication.objects.get().venue == "Tulle"

    def test_a_cost_names_its_supplier_and_is_ordered_when_published(self, client: Client) -> None:
        paying, supplier = endowment(500_000), OrganizationFactory()
        signed_in(client, R.ANIMATOR)
        typed = DRAFT | {"cost": "1200,50", "endowment": str(paying.pk)}
        assert "Dites quel prestataire" in refused(client, reverse("agency:draft_publication"), **typed)
        assert "Aucune structure n’a ce numéro" in refused(client, reverse("agency:draft_publication"), **typed, supplier="123")
        send(client, reverse("agency:draft_publication"), **typed, supplier=supplier.siret)
        it = Publication.objects.get()
        assert it.cost_cents == 120_050 and "sont commandés à" in read(client, door("publish_publication", it.pk))
        assert "sont engagés" in send(client, door("publish_publication", it.pk))
        assert Invoice.objects.get().cents == 120_050

    def test_who_does_not_animate_finds_no_act(self, client: Client) -> None:
        it = PublicationFactory(published=True)
        signed_in(client, R.AGENCY_DIRECTOR)
        assert door("withdraw_publication", it.pk) not in read(client, door("publication", it.pk))
        assert closed(client, reverse("agency:draft_publication"), door("withdraw_publication", it.pk))

    def test_what_is_for_hosts_is_not_for_advisers(self, client: Client) -> None:
        it = PublicationFactory(published=True, audience="hosts")
        signed_in(client, R.ADVISER)
        assert it.title not in read(client, reverse("gate:publications"))
        assert client.get(reverse("gate:publication", args=[it.pk])).status_code == 404
