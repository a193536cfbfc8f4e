"""The agency's space: each role finds what waits for it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.fund.factories import prepared
from tests.scheme.reviews.factories import tied
from tests.web.pages import read
from tests.web.people import signed_in
from tests.web.world import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme() -> World:
    return world()


@pytest.mark.parametrize("role", [R.INSTRUCTOR, R.CHAIR, R.MEMBER, R.AGENCY_DIRECTOR, R.ANIMATOR])
def test_every_role_has_its_dashboard(client: Client, scheme: World, role: R) -> None:
    signed_in(client, role)
    read(client, "/anct/")


def test_what_waits_depends_on_the_role(client: Client, scheme: World) -> None:
    signed_in(client, R.INSTRUCTOR)
    assert "à prendre en instruction" in read(client, "/anct/")
    signed_in(client, R.CHAIR)
    assert "décidez de chaque dossier" in read(client, "/anct/")
    signed_in(client, R.ANIMATOR)
    assert "Rien n’attend de vous" in read(client, "/anct/")


def test_an_endowment_to_sign_waits_for_the_director_alone(client: Client) -> None:
    page = reverse("funder:endowment", args=[prepared().pk])
    for role in (R.AGENCY_DIRECTOR, R.INSTRUCTOR):
        signed_in(client, role)
        assert (page in read(client, "/anct/")) == (role == R.AGENCY_DIRECTOR)


@pytest.mark.parametrize("address", ["candidatures/", "comite/", "appels/", "rapports/", "publications/"])
def test_lists(client: Client, scheme: World, address: str) -> None:
    signed_in(client, R.INSTRUCTOR)
    read(client, f"/anct/{address}")


def test_every_object_has_its_page(client: Client, scheme: World) -> None:
    signed_in(client, R.INSTRUCTOR)
    folders = {
        "candidatures": scheme.reviewed.pk,
        "comite": scheme.session.pk,
        "attributions": scheme.award.pk,
        "rapports": scheme.agency_report.pk,
        "publications": scheme.publication.pk,
    }
    for folder, pk in folders.items():
        read(client, f"/anct/{folder}/{pk}/")
        assert client.get(f"/anct/{folder}/{uuid.uuid4()}/").status_code == 404


def test_a_session_shows_its_agenda_and_its_two_gauges(client: Client, scheme: World) -> None:
    signed_in(client, R.CHAIR)
    page = read(client, f"/anct/comite/{scheme.session.pk}/")
    assert page.count("lu-gauge__words") == 2 and "à décider" in page and "100\u00a0000,00\u00a0€" in page
    assert "Totaux par département" in page


def test_someone_in_conflict_never_sees_the_file(client: Client, scheme: World) -> None:
    role = signed_in(client, R.MEMBER)
    line = scheme.session.lines.first()
    assert client.get(f"/anct/candidatures/{line.application_id}/").status_code == 200
    tied(line.application, role.person_id)
    assert client.get(f"/anct/candidatures/{line.application_id}/").status_code == 404
    page = read(client, f"/anct/comite/{scheme.session.pk}/")
    assert str(line.application_id) not in page and "Procès-verbal</" not in page


def test_the_list_is_paged_filtered_counted_and_exported_as_shown(client: Client, scheme: World) -> None:
    for _ in range(51):
        ApplicationFactory(call=scheme.reviewed.call, filed=True, organization=scheme.host, additional=True)
    scheme.host.name = "=1+1"
    scheme.host.save()
    signed_in(client, R.INSTRUCTOR)
    first = read(client, "/anct/candidatures/?etat=filed")
    assert "52 candidatures" in first and first.count('<tr role="row">') == 51
    following = client.get("/anct/candidatures/?etat=filed").context["list"].next_url
    assert read(client, following).count('<tr role="row">') == 3
    sheet = client.get("/anct/candidatures/?etat=filed&format=csv")
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 53 and sheet["Content-Disposition"].startswith("attachment")
    assert sum(";'=1+1;" in line for line in lines) == 51
