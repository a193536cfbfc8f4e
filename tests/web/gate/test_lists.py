"""Columns that sort: as links, the other way round the second time, page after page, and the same in the file."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory

from lucette.foundation.accounts.enums import RoleName
from lucette.scheme.agreements.models import Agreement
from lucette.web.gate import exports, listings
from lucette.web.gate.lists import in_order
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.payments import factories as payments
from tests.scheme.trainings.factories import TrainingSessionFactory
from tests.web.gate.sheets import rows_of
from tests.web.pages import read
from tests.web.people import signed_in
from tests.web.world import world

pytestmark = pytest.mark.django_db
NEXT = re.compile(r'href="([^"]+)" rel="next"')
SORT = re.compile(r'<th[^>]*aria-sort="(\w+)"')
LISTS = {
    "conventions": ("numero", "structure", "postes", "montant"),
    "ordres": ("numero", "structure", "depuis", "montant"),
    "factures": ("numero", "structure", "montant"),
    "recrutements": ("structure", "debut", "salaire"),
    "coordonnees-bancaires": ("structure",),
    "comptes-rendus": ("structure", "echeance"),
}


@pytest.mark.parametrize(("path", "word"), [(path, word) for path, words in LISTS.items() for word in words])
def test_every_order_of_every_list_of_the_chain_is_a_page(client: Client, path: str, word: str) -> None:
    world()
    signed_in(client, RoleName.ACCOUNTANT)
    first = read(client, f"/caisse/{path}/")
    if path == "factures" and "<tbody" not in first:  # nothing was invoiced in this small scheme: no heads, yet the order is understood
        assert read(client, f"/caisse/{path}/?tri=-{word}")
        return
    assert f"tri={word}" in first
    for asked, said in ((word, "ascending"), (f"-{word}", "descending")):
        assert SORT.findall(read(client, f"/caisse/{path}/?tri={asked}")) == [said]
    assert not SORT.search(read(client, f"/caisse/{path}/?tri=inconnu"))


SHORT = {  # lists held whole, in their own space
    "/anct/formations/": (RoleName.INSTRUCTOR, ("formation", "organisme", "debut", "inscrits", "cout")),
    "/anct/publications/": (RoleName.INSTRUCTOR, ("titre", "publication")),
    "/anct/appels/": (RoleName.INSTRUCTOR, ("ouverture", "fermeture")),
    "/anct/comite/": (RoleName.INSTRUCTOR, ("numero", "date")),
    "/prefecture/avis/": (RoleName.PREFECTURE, ("structure", "postes", "demande", "echeance")),
    "/structure/conventions/": (RoleName.HOST_REPRESENTATIVE, ("numero", "postes", "montant", "debut")),
    "/structure/postes/": (RoleName.HOST_REPRESENTATIVE, ("poste", "conseiller", "contrat")),
    "/structure/comptes-rendus/": (RoleName.HOST_REPRESENTATIVE, ("periode", "convention", "echeance")),
    "/prefecture/postes/": (RoleName.PREFECTURE, ("poste", "structure", "debut", "vacance")),
}


@pytest.mark.parametrize(("path", "word"), [(path, word) for path, (_, words) in SHORT.items() for word in words])
def test_short_lists_sort_too(client: Client, path: str, word: str) -> None:
    scopes = {RoleName.PREFECTURE: "19", RoleName.HOST_REPRESENTATIVE: str(world().host.pk)}
    TrainingSessionFactory()
    signed_in(client, SHORT[path][0], scopes.get(SHORT[path][0], ""))
    assert f"tri={word}" in read(client, path)
    for asked, said in ((word, "ascending"), (f"-{word}", "descending")):
        assert SORT.findall(read(client, f"{path}?tri={asked}")) == [said]
    assert not SORT.search(read(client, f"{path}?tri=inconnu"))
    file = rows_of(client.get(f"{path}?tri=-{word}&format=csv").content, "csv")
    assert len(file) > 1 and len(set(map(len, file))) == 1


def test_rows_held_whole_are_sorted_as_french_people_read_and_those_without_a_value_come_last() -> None:
    orders = {"Nom": ("nom", lambda it: it)}
    rows = ["Tulle", "Évreux", None, "eu", "Aubusson"]
    ways = {way: in_order(RequestFactory().get("/", {"tri": f"{way}nom"}), rows, orders) for way in ("", "-")}
    assert ways == {"": ["Aubusson", "eu", "Évreux", "Tulle", None], "-": ["Tulle", "Évreux", "eu", "Aubusson", None]}
    assert in_order(RequestFactory().get("/"), rows, orders) == rows


def walked(client: Client, address: str) -> list[str]:
    """The numbers of every page of a list, in order."""
    found: list[str] = []
    while True:
        page = read(client, address)
        found += re.findall(r">(CV-[\d-]+|[A-Z]+-\d{4}-\d+)<", page.partition("<tbody")[2].partition("</tbody")[0])
        following = NEXT.search(page)
        if not following:
            return found
        address = following[1].replace("&amp;", "&")


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("word", LISTS["conventions"])
def test_pages_follow_one_another_in_the_order_asked_and_so_does_the_file(
    client: Client, monkeypatch: pytest.MonkeyPatch, word: str, way: str
) -> None:
    for name in ("Évreux", "Eu", "Aubusson", "Eu", "Tulle"):
        payments.agreement(organization=OrganizationFactory(name=name))
    signed_in(client, RoleName.ACCOUNTANT)
    asked = f"/caisse/conventions/?tri={way}{word}"
    whole = walked(client, asked)
    monkeypatch.setattr(listings, "SHOWN", 2)
    monkeypatch.setattr(exports, "BATCH", 2)
    assert walked(client, asked) == whole and len(set(whole)) == Agreement.objects.count() == 5
    assert [row[0] for row in rows_of(client.get(f"{asked}&format=ods").content, "ods")[1:]] == whole
    if word == "structure":
        names = [row[1] for row in rows_of(client.get(f"{asked}&format=csv").content, "csv")[1:]]
        expected = ["Aubusson", "Eu", "Eu", "Évreux", "Tulle"]
        assert names == (expected if not way else expected[::-1])
