"""The code is valid (criterion 8.2): the checker knows faults when it sees some; every form shows valid fields, errors or not."""

from __future__ import annotations

import pytest
from django.test import Client

from lucette.web.design.forms import Form
from tests.accessibility.valid import invalid
from tests.web.test_forms import CLASSES

PAGE = '<!DOCTYPE html><html lang="fr"><head><title>Essai</title></head><body><main>{}</main></body></html>'
FAULTS = {
    "<p>Un <div>bloc</div></p>": "unexpected-end-tag",
    "<span><p>Mot</p></span>": "p dans span",
    "<ul><div>Mot</div></ul>": "div dans ul",
    "<a href='/'><button type='button'>Aller</button></a>": "button dans a",
    "<form><fieldset><p>Mot</p><legend>Nom</legend></fieldset></form>": "legend n’est pas le premier",
    "<p id='a'></p><p id='a'></p>": "identifiant double",
    "<label for='rien'>Nom</label>": "for ne mène à rien",
    "<a href='#rien'>Aller</a>": "ancre absente",
    "<input type='texte' name='a'>": "valeur de type",
    "<input type='date' maxlength='3'>": "maxlength n’est pas pour ce type",
    "<input dsfr='dsfr'>": "attribut non permis",
    "<p align='left'>Mot</p>": "attribut non permis",
    "<blink>Mot</blink>": "élément inconnu",
    "<img src='/a b.png' alt=''>": "adresse mal écrite",
    "<img src='/a.png'>": "attribut absent : alt",
    "<div aria-label='Nom'></div>": "nom sans rôle",
    "<p class='a' class='b'>Mot</p>": "duplicate-attribute",
    "<b><i>Mot</b></i>": "adoption-agency",
    "<dl><dt>Mot</dt></dl><div><dd>Sens</dd></div>": "dd hors d’une liste",
    "<table><tr><td>1</td></tr><caption>Titre</caption></table>": "caption n’est pas le premier",
    "<textarea rows='beaucoup'></textarea>": "valeur de rows",
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_seen(code: str) -> None:
    assert any(FAULTS[code] in it for it in invalid(PAGE.format(code))), invalid(PAGE.format(code))


def test_what_is_sound_has_no_fault() -> None:
    sound = (
        "<dl><div><dt>Mot</dt><dd>Sens</dd></div></dl><a href='/'><p>Bloc</p></a><svg viewBox='0 0 1 1'><rect width='1' height='1'/></svg>"
    )
    assert invalid(PAGE.format(sound)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("form_class", CLASSES, ids=[it.__qualname__ for it in CLASSES])
@pytest.mark.parametrize("bound", [False, True], ids=["empty", "with its errors"])
def test_the_fields_of_a_form_are_valid(form_class: type[Form], bound: bool) -> None:
    form = form_class({}) if bound else form_class()
    assert invalid(PAGE.format(f"<form>{''.join(str(it.as_field_group()) for it in form)}</form>")) == []


@pytest.mark.django_db
def test_every_component_of_the_gallery_is_valid(client: Client) -> None:
    assert invalid(client.get("/design/").content.decode()) == []
