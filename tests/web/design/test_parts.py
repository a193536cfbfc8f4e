"""Gauges, long work, effects, search, sort, pages: what they say."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from lucette.web.design.elements import Column, Table
from lucette.web.design.parts import Effect, Progress, SearchBox
from lucette.web.design.views import ROOMS
from lucette.web.gate.lists import sorting


def drawn(source: str, **values: object) -> str:
    return Template("{% load lucette %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("value", "tone", "words"),
    [
        (0, "normal", "Reste 4\u00a0000 postes."),
        (3_998, "full", "Presque complet : reste 2 postes."),
        (4_000, "full", "Complet."),
        (4_020, "over", "Dépassé."),
    ],
)
def test_a_gauge_says_its_tone_in_words(value: int, tone: str, words: str) -> None:
    page = drawn('{% gauge "Postes" v 4000 "poste" %}', v=value)
    assert f"lu-gauge__bar--{tone}" in page and words in page


def test_a_full_gauge_is_drawn_to_its_end() -> None:
    assert '<rect class="lu-gauge__done" width="1000"' in drawn('{% gauge "Postes" 4001 4000 "poste" %}')
    assert '<rect class="lu-gauge__done" width="0"' in drawn('{% gauge "Postes" 0 0 %}')


def test_long_work_says_what_is_done_what_is_left_and_what_failed() -> None:
    page = drawn("{% progress v %}", v=Progress("Envoi", 310, 400, "lettre", failed=3))
    assert 'max="400" value="310"' in page
    assert "310 sur 400 lettres, il en reste 90" in page and "3 lettres en échec" in page and "Vous pouvez quitter" in page
    over = drawn("{% progress v %}", v=Progress("Envoi", 400, 400, "lettre"))
    assert "Terminé : 400 lettres" in over and "Vous pouvez quitter" not in over


def test_an_effect_is_a_number_words_and_a_warning_that_is_not_only_a_colour() -> None:
    page = drawn("{% effects v %}", v=[Effect("2", "versements tombent", "warning"), Effect("1", "lettre part")])
    assert "Ce qui va se passer" in page and ">2</span>" in page and page.count("Attention") == 1


def test_a_search_stays_in_the_address_with_its_filters() -> None:
    page = drawn("{% search_box v %}", v=SearchBox("Chercher", value="<Tulle>", kept={"etat": "paid"}))
    assert 'method="get"' in page and 'value="&lt;Tulle&gt;"' in page
    assert '<input type="hidden" name="etat" value="paid">' in page and '<label class="fr-label" for="recherche-q">' in page


@pytest.mark.parametrize(
    ("asked", "address", "sort"),
    [("", "?tri=montant", ""), ("?tri=montant", "?tri=-montant", "ascending"), ("?tri=-montant", "?tri=montant", "descending")],
)
def test_a_column_is_a_link_that_sorts_then_turns_round(asked: str, address: str, sort: str) -> None:
    column = sorting(RequestFactory().get(f"/liste/{asked}"), "Montant", "montant", number=True)
    assert column == Column("Montant", True, f"/liste/{address}", sort)


def test_a_sorted_column_says_so() -> None:
    page = drawn(
        "{% data_table v %}", v=Table("Versements", [Column("Montant", url="?tri=-montant", sort="ascending"), "État"], [["1", "2"]])
    )
    assert page.count('aria-sort="ascending"') == 1 and "trier dans l’ordre décroissant" in page


def test_pages_are_links_only_where_they_lead_somewhere() -> None:
    assert drawn("{% pager %}").strip() == ""
    assert 'rel="next"' in drawn('{% pager next_url="?apres=2" %}') and 'rel="prev"' not in drawn('{% pager next_url="?apres=2" %}')


@pytest.mark.django_db
def test_the_gallery_shows_every_room_and_links_to_it(client: Client) -> None:
    page = client.get("/design/").content.decode()
    for anchor, title, _ in ROOMS:
        assert f'href="#{anchor}"' in page and f'id="{anchor}">{title}' in page
    identifiers = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(identifiers) == len(set(identifiers))
