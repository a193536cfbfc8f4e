"""The territory at a glance: who is near help, and who is not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.territories.models import Commune, Intercommunality, Zoning
from tests.foundation.organizations.factories import territory
from tests.scheme.places.factories import PlaceFactory
from tests.web.pages import read
from tests.web.people import signed_in
from tests.web.world import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrèze(client: Client) -> Commune:
    """Tulle has posts and a place; Naves has nothing."""
    world()
    signed_in(client, R.PREFECTURE, "19")
    naves: Commune = territory("19146", "Naves", "19", "75", "211914604")
    group, _ = Intercommunality.objects.get_or_create(siren="200066744", defaults={"name": "Tulle Agglo", "kind": "CA"})
    Commune.objects.filter(pk=naves.pk).update(intercommunality=group, population=2300)
    return naves


def test_the_glance_counts_posts_hosts_and_communes_without_a_place(client: Client, corrèze: Commune) -> None:
    page = read(client, reverse("prefecture:territory"))
    assert "en un coup d’œil" in page and "communes sans lieu d’accueil" in page and "200066744" in page
    assert "Les postes du territoire, par état" in page and "non disponible" in page
    assert "Ville de Paris" not in page


def test_fragility_is_the_mean_of_the_communes_once_its_list_is_loaded(client: Client, corrèze: Commune) -> None:
    Zoning.objects.create(commune=corrèze, kind="ifn", value="120.5", source="essai")
    assert "120,5" in read(client, reverse("prefecture:territory"))
    assert "120,5" in read(client, reverse("prefecture:communes") + "?tri=-fragilite&epci=200066744")


def test_communes_without_a_place_are_a_filter_and_a_file(client: Client, corrèze: Commune) -> None:
    address = reverse("prefecture:communes")
    assert "Sans lieu d’accueil" in read(client, f"{address}?lieu=sans")
    sheet = client.get(f"{address}?lieu=sans&format=csv").content.decode("utf-8-sig")
    before = sheet.count("\r\n")
    assert "Naves;" in sheet
    PlaceFactory(commune=corrèze)
    sheet = client.get(f"{address}?lieu=sans&format=csv").content.decode("utf-8-sig")
    assert "Naves;" not in sheet and sheet.count("\r\n") == before - 1


def test_the_table_of_intercommunalities_is_taken_away(client: Client, corrèze: Commune) -> None:
    sheet = client.get(reverse("prefecture:territory") + "?format=csv").content.decode("utf-8-sig")
    assert sheet.splitlines()[0].startswith("Intercommunalité;Communes")


def test_only_a_prefecture_meets_these_pages(client: Client) -> None:
    signed_in(client, R.INSTRUCTOR)
    assert {client.get(reverse(f"prefecture:{name}")).status_code for name in ("territory", "communes")} == {404}


def test_opinions_past_their_day_are_a_filter_and_a_file(client: Client, corrèze: Commune) -> None:
    address = reverse("prefecture:opinions")
    assert "Délai dépassé" in read(client, address)
    assert client.get(f"{address}?format=csv")["Content-Type"].startswith("text/csv")
