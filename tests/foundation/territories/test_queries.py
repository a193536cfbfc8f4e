"""Communes are found as people name them. (The template database holds the reference data.)"""

from __future__ import annotations

from decimal import Decimal

import pytest

from lucette.foundation.territories import queries
from lucette.foundation.territories.enums import Zone, ZoningKind
from lucette.foundation.territories.models import Commune, Folded, Zoning
from lucette.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


def names(text: str, limit: int = 10) -> list[str]:
    return [it.name for it in queries.search_communes(text, limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tulle", "Tulle"),
        ("ST ETIENNE", "Saint-Étienne"),
        ("évry", "Évry"),
        ("l hay les roses", "L'Haÿ-les-Roses"),
        ("eu", "Eu"),
        ("y", "Y"),
        ("Chalon s/ Saône", "Chalon-sur-Saône"),
        ("montpelier", "Montpellier"),
        ("st denis 974", "Saint-Denis"),
        ("ajacio", "Ajaccio"),
        ("paris 15", "Paris 15e Arrondissement"),
    ],
)
def test_the_best_answer_comes_first(typed: str, first: str) -> None:
    assert names(typed)[0] == first


def test_names_that_begin_so_come_before_those_that_look_like_it() -> None:
    found = names("tull")
    assert found[:3] == ["Tulle", "Tullins", "Tully"]


def test_the_department_tells_namesakes_apart() -> None:
    assert queries.search_communes("Saint-Denis 93")[0].code == "93066"
    assert queries.search_communes("saint denis (974)")[0].code == "97411"


def test_a_postcode_gives_its_communes_the_most_peopled_first() -> None:
    found = queries.search_communes("19000")
    assert (found[0].name, found[0].label) == ("Tulle", "Tulle (Corrèze)")
    assert all("19000" in it.postcodes for it in found)


def test_a_former_name_gives_the_present_commune_and_says_so() -> None:
    (first, *_) = queries.search_communes("Bellegarde-sur-Valserine")
    assert (first.name, first.note) == ("Valserhône", "ancienne commune de Bellegarde-sur-Valserine")
    assert first.label == "Valserhône (Ain), ancienne commune de Bellegarde-sur-Valserine"


def test_a_commune_is_never_answered_twice_and_the_limit_holds() -> None:
    codes = [it.code for it in queries.search_communes("saint", 25)]
    assert len(codes) == len(set(codes)) == 25


def test_nothing_typed_finds_nothing() -> None:
    assert queries.search_communes("  - ") == queries.search_communes("zzzzqqqq") == []


@pytest.mark.parametrize("text", ["saint", "st germain", "monpelier", "69001"])
def test_a_search_asks_little(text: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(4):
        assert queries.search_communes(text)


def test_a_former_code_resolves_to_the_present_commune() -> None:
    assert queries.commune("01033").code == "01033"  # Valserhône took over the code of its chef-lieu
    assert queries.commune("01205").code != "01205"
    assert queries.commune(" 2a004 ").name == "Ajaccio"
    with pytest.raises(NotFound, match="99999"):
        queries.commune("99999")


def test_many_codes_are_resolved_at_once() -> None:
    codes = queries.present_codes()
    assert codes["19272"] == "19272"
    assert codes["01205"] == queries.commune("01205").code


def test_there_are_101_departments_and_18_regions() -> None:
    departments = queries.departments()
    assert (len(departments), len(queries.regions())) == (101, 18)
    assert [it.name for it in departments][:4] == ["Ain", "Aisne", "Allier", "Alpes-de-Haute-Provence"]
    assert departments[0].region.name == "Auvergne-Rhône-Alpes"


def test_accents_do_not_disturb_the_alphabet() -> None:
    listed = list(
        Commune.objects.filter(name__in=["Zuydcoote", "Œuilly", "Ornans", "Fabas", "Évry", "Eu"])
        .order_by(Folded("name"), "pk")
        .values_list("name", flat=True)
    )
    listed = list(dict.fromkeys(listed))
    assert listed == ["Eu", "Évry", "Fabas", "Œuilly", "Ornans", "Zuydcoote"]


@pytest.mark.parametrize(
    ("code", "zone"), [("19272", Zone.METRO), ("97411", Zone.REUNION), ("97608", Zone.MAYOTTE), ("98818", Zone.OTHER_OVERSEAS)]
)
def test_a_commune_is_in_a_zone_of_the_grant_scale(code: str, zone: Zone) -> None:
    assert queries.zone_of(queries.commune(code)) == zone


def test_outlines_are_read_once() -> None:
    departments = queries.outlines("departments")
    assert queries.outlines("departments") is departments
    assert len(departments["features"]) == 101
    assert {it["properties"]["name"] for it in queries.outlines("regions")["features"]} == {it.name for it in queries.regions()}


def test_zoning_that_no_list_gave_is_not_available() -> None:
    it = queries.zoning("19272")
    assert (it.zrr, it.frr, it.qpv, it.fragility) == (None, None, None, None)
    assert it.fragility_text == "non disponible"


def test_zoning_says_what_the_lists_say() -> None:
    for kind, value, detail in ((ZoningKind.ZRR, "C", ""), (ZoningKind.QPV, "QN01901M", "Virevialle"), (ZoningKind.FRAGILITY, "104.2", "")):
        Zoning.objects.create(commune_id="19272", kind=kind, value=value, detail=detail, source="essai")
    it = queries.zoning("19272")
    assert (it.zrr, it.frr, it.qpv, it.fragility) == ("C", None, ("Virevialle",), Decimal("104.2"))
    assert queries.zoning("19031").qpv == ()


def test_an_arrondissement_has_the_class_of_its_commune_but_not_its_districts() -> None:
    Zoning.objects.create(commune_id="13055", kind=ZoningKind.ZRR, value="NC", source="essai")
    Zoning.objects.create(commune_id="13055", kind=ZoningKind.QPV, value="QN01", detail="Frais Vallon", source="essai")
    it = queries.zoning("13201")
    assert (it.zrr, it.qpv) == ("NC", ())
