"""An adviser brings her table through the pages: five steps, errors in French, all or nothing, all taken back."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.imports.models import Import
from lucette.foundation.imports.rules import read as read_sheet
from lucette.scheme.activities.models import Activity
from lucette.stories import imports
from tests.foundation.imports.files import text, xlsx
from tests.stories.dirty import HEADERS, rows
from tests.web.hand import play, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
LIST, CHOOSE = "/conseiller/activites/imports/", "/conseiller/activites/imports/choisir/"
GOOD = rows(random.Random(1), 3)


def given(content: bytes, name: str = "suivi.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def at(name: str) -> str:
    return reverse(f"adviser:{name}", args=[Import.objects.get().pk])


def chosen() -> dict[str, str]:
    return {name: str(number) for name, number in Import.objects.get().matching.items()}


def test_a_table_is_imported_in_five_steps_then_taken_back(client: Client, live: Any) -> None:
    assert LIST in read(client, "/conseiller/activites/") and "rien importé" in read(client, LIST)
    page = read(client, CHOOSE)
    assert "Étape 1 sur 5" in page and "modele" in page and "Durée <strong>(nécessaire)</strong>" in page
    page = play(client, CHOOSE, file=given(xlsx([["Jour", *HEADERS[1:]], *GOOD]), "suivi.xlsx"))
    assert "3 lignes" in page and "Étape 2 sur 5" in page and "Jour — " in page
    page = play(client, at("import_match"), **chosen())
    assert "Étape 3 sur 5" in page and "activités à enregistrer" in page and not Activity.objects.exists()
    page = play(client, at("import_start"))
    assert "3 lignes importées" in page and "Annuler tout l’import" in page and Activity.objects.count() == 3
    assert "suivi.xlsx" in read(client, LIST)
    page = play(client, at("import_undo"))
    assert "tout est comme avant" in page and not Activity.objects.filter(status="recorded").exists()
    assert "annulé" in read(client, at("import"))


def test_each_wrong_line_is_named_and_nothing_is_offered_but_to_correct(client: Client, live: Any) -> None:
    send(client, CHOOSE, file=given(text([HEADERS, ["hier", *GOOD[0][1:]], *GOOD])))
    page = play(client, at("import_match"), **chosen())
    assert "Ligne 2, colonne « Date » : « hier » n’est pas une date." in page and "1 ligne à corriger" in page
    page = read(client, at("import"))
    assert "Déposer le fichier corrigé" in page and at("import_start") not in page
    assert client.get(at("import_start"))["Location"] == at("import")
    assert "Rien n’est importé à moitié" in send(client, at("import_start")) and not Activity.objects.exists()
    assert "abandonné" in play(client, at("import_drop"))


def test_what_is_no_table_and_columns_chosen_badly_are_told_beside_the_field(client: Client, live: Any) -> None:
    assert "ancien format" in send(client, CHOOSE, file=given(b"\xd0\xcf\x11\xe0xxxx", "a.xls"))
    assert "Cette réponse est nécessaire" in send(client, CHOOSE)
    send(client, CHOOSE, file=given(text([HEADERS, *GOOD])))
    page = send(client, at("import_match"), **chosen() | {"date": "-1", "place": "2"})
    assert "cette information est nécessaire" in page and "sert déjà pour" in page


def test_a_long_file_waits_for_the_worker_and_its_progress_is_shown(client: Client, live: Any) -> None:
    send(client, CHOOSE, file=given(text([HEADERS, *rows(random.Random(2), 1_001)])))
    send(client, at("import_match"), **chosen())
    assert "L’import a commencé" in send(client, at("import_start"))
    page = read(client, at("import"))
    assert "l’import continue sans vous" in page and 'max="1001"' in page
    assert imports.go_on() == 1 and "Tout est importé" in read(client, at("import"))


def test_the_template_is_a_workbook_that_may_be_brought_back(client: Client, live: Any) -> None:
    answer = client.get("/conseiller/activites/imports/modele/")
    assert read_sheet(answer.content).headers[:3] == ["Date", "Durée", "Thèmes"]
    send(client, CHOOSE, file=given(answer.content, "modele.xlsx"))
    assert Import.objects.get().matching["date"] == 0
    assert io.BytesIO(answer.content).read(2) == b"PK"


def test_an_import_of_somebody_else_is_not_found_and_another_role_sees_nothing(client: Client, live: Any) -> None:
    send(client, CHOOSE, file=given(text([HEADERS, *GOOD])))
    addresses = [at(name) for name in ("import", "import_match", "import_start", "import_undo", "import_drop")]
    other = Client()
    signed_in(other, RoleName.ADVISER)
    assert {other.get(it).status_code for it in addresses} == {404}
    signed_in(other, RoleName.CHAIR)
    assert {other.get(it).status_code for it in [LIST, CHOOSE, *addresses]} == {404}


def test_who_is_not_in_post_is_told_so(client: Client) -> None:
    signed_in(client, RoleName.ADVISER)
    send(client, CHOOSE, file=given(text([HEADERS, *GOOD])))
    assert "Votre contrat n’est pas validé" in send(client, at("import_match"), **chosen())
    assert "On ne peut pas" in send(client, at("import_undo"))
