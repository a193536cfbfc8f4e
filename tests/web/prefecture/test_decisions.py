"""The prefecture reads what the committee decided of its territory, once published, from the letter that tells it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.notifications.models import Letter
from lucette.scheme.committee import actions
from tests.scheme.committee import factories as committee
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def test_the_letter_of_publication_leads_to_the_decisions_of_the_territory(client: Client) -> None:
    session = committee.SessionFactory(closed=True)
    committee.line(session, decision="refused", reason="Offre suffisante.", organization__name="Commune de Tulle")
    signed_in(client, R.PREFECTURE, "19")
    page = reverse("prefecture:decisions", args=[session.pk])
    assert client.get(page).status_code == 404
    actions.publish(session_id=session.pk, by=committee.INSTRUCTOR)
    letter = Letter.objects.get(kind="session.published")
    assert client.get(f"/lettre/{letter.pk}/")["Location"] == page
    told = read(client, page)
    assert "Commune de Tulle" in told and "Offre suffisante." in told
    signed_in(client, R.PREFECTURE, "23")
    assert client.get(page).status_code == 404
