"""The support team brings a list of establishments: unknown ones registered, known ones corrected, all of it taken back."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.imports.models import Import
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import siret_for
from tests.foundation.accounts.factories import RoleFactory
from tests.foundation.imports.files import text
from tests.foundation.organizations.factories import OrganizationFactory, territory
from tests.web.hand import play, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
CHOOSE = "/assistance/structures/imports/choisir/"
HEADERS = ["SIRET", "Nom", "Code Insee", "Catégorie juridique", "Adresse"]
NEW, KNOWN = siret_for("404833048", 700), siret_for("404833048", 800)


def at(name: str) -> str:
    return reverse(f"support:{name}", args=[Import.objects.latest("created_at").pk])


def tried(client: Client, *lines: list[str]) -> str:
    send(client, CHOOSE, file=SimpleUploadedFile("liste.csv", text([HEADERS, *lines])))
    matching = Import.objects.latest("created_at").matching
    return play(client, at("import_match"), **{name: str(number) for name, number in matching.items()})


@pytest.fixture
def known(client: Client) -> Organization:
    signed_in(client, RoleName.SUPPORT)
    return OrganizationFactory(siret=KNOWN, name="Mairie", address="ici", commune=territory())


def test_a_list_registers_corrects_and_is_taken_back(client: Client, known: Organization) -> None:
    assert "/assistance/structures/imports/" in read(client, "/assistance/structures/")
    page = tried(client, [NEW, "Les Amis du clavier", "19272", "9220", "1 rue"], [KNOWN, "Commune de Tulle", "", "", ""])
    assert "structures nouvelles" in page and "structures corrigées" in page and not Organization.objects.filter(siret=NEW).exists()
    assert "2 lignes importées" in play(client, at("import_start"))
    known.refresh_from_db()
    assert (known.name, known.address) == ("Commune de Tulle", "ici") and Organization.objects.get(siret=NEW).employer == "private"
    assert "tout est comme avant" in play(client, at("import_undo"))
    known.refresh_from_db()
    assert known.name == "Mairie" and not Organization.objects.filter(siret=NEW).exists()


def test_wrong_lines_are_named(client: Client, known: Organization) -> None:
    page = tried(
        client,
        ["123", "A", "19272", "9220", ""],
        [NEW, "", "99999", "", ""],
        [KNOWN, "Commune", "", "72100", ""],
        [KNOWN, "Commune", "", "", ""],
    )
    assert "Ligne 2, colonne « SIRET » : ce numéro SIRET n’est pas valable" in page
    assert "Ligne 3, colonne « Nom » : son nom est nécessaire" in page and "colonne « Code Insee de la commune »" in page
    assert "Ligne 4, colonne « Catégorie juridique » : ce texte est trop long." in page
    assert "Ligne 5, colonne « SIRET » : ce numéro est déjà à la ligne 4" in page


def test_it_is_not_taken_back_once_something_depends_on_it(client: Client, known: Organization) -> None:
    tried(client, [NEW, "Les Amis du clavier", "19272", "9220", ""], [KNOWN, "Commune de Tulle", "", "", ""])
    send(client, at("import_start"))
    Organization.objects.filter(pk=known.pk).update(name="Autre")
    assert "« Autre » a été corrigée depuis" in send(client, at("import_undo"))
    made = Organization.objects.get(siret=NEW)
    RoleFactory(name=RoleName.HOST_SECRETARY, scope_kind="organization", scope_code=str(made.pk))
    assert "Une personne agit déjà" in send(client, at("import_undo")) and Organization.objects.filter(siret=NEW).exists()
