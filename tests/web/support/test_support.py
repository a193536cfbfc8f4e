"""The support team's space: read-only, and never what a letter says."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications.models import Letter
from tests.scheme.agreements import factories as agreements
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def test_the_dashboard_counts_people_and_letters_that_did_not_arrive(client: Client) -> None:
    signed_in(client, RoleName.SUPPORT)
    assert "Toutes les lettres sont arrivées" in read(client, "/assistance/")
    Letter.objects.create(kind="sign_in_link", to_email="a@example.fr", subject="Votre lien", body="/connexion/jeton/", failure="refusé")
    page = read(client, "/assistance/")
    assert "1 lettre n’est pas arrivée" in page and "Équipe d’assistance" in page
    page = read(client, "/assistance/lettres/")
    assert "Votre lien" in page and "refusé" in page and "jeton" not in page


def test_a_structure_is_found_by_name_and_shown(client: Client) -> None:
    signed_in(client, RoleName.SUPPORT)
    agreement = agreements.asked()
    host = agreement.organization
    assert "Écrivez un nom" in read(client, "/assistance/structures/")
    assert "ne répond" in read(client, "/assistance/structures/?q=introuvable")
    address = reverse("support:organization", args=[host.pk])
    assert address in read(client, f"/assistance/structures/?q={host.siret}")
    page = read(client, address)
    assert agreement.number in page and "••••" in page
    assert client.get(reverse("support:organization", args=[uuid.uuid4()])).status_code == 404
