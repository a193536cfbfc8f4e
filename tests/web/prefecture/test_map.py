"""The map of the territory: the list beside it says the same, without script."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.territories.models import Commune
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.reviews.factories import ReviewFactory
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def test_the_files_to_opine_come_first_each_with_its_point(client: Client) -> None:
    granted = ApplicationFactory(awarded=True, organization__name="Commune de Tulle")
    asked = ApplicationFactory(under_review=True, organization__name="Commune d’Ussel")
    ReviewFactory(application=asked, opinion_due_on="2021-03-31")
    ApplicationFactory(organization__name="Un brouillon")
    Commune.objects.filter(pk="19272").update(latitude=45.2678, longitude=1.7706)
    signed_in(client, R.PREFECTURE, "19")
    assert reverse("prefecture:map") in read(client, reverse("prefecture:territory"))
    page = read(client, reverse("prefecture:map"))
    assert page.index("Commune d’Ussel") < page.index("Commune de Tulle") and "Un brouillon" not in page
    assert 'data-north="45.2678"' in page and "Avis attendu avant le 31 mars 2021" in page.replace("\u00a0", " ")
    alone = read(client, reverse("prefecture:map") + "?avis=attendu")
    assert reverse("prefecture:application", args=[asked.pk]) in alone and reverse("prefecture:application", args=[granted.pk]) not in alone
