"""Distance, words of a search, zones."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.foundation.territories import rules
from lucette.foundation.territories.enums import Zone

PARIS, MARSEILLE = (48.8566, 2.3522), (43.2965, 5.3698)
latitudes, longitudes = st.floats(-60, 60), st.floats(-170, 170)


def test_paris_is_660_km_from_marseille() -> None:
    assert rules.distance_km(*PARIS, *MARSEILLE) == pytest.approx(660.5, abs=1)


def test_a_quarter_of_the_meridian_and_the_antipodes() -> None:
    assert rules.distance_km(0, 0, 90, 0) == pytest.approx(10_007.6, abs=1)
    assert rules.distance_km(0, 0, 0, 180) == pytest.approx(20_015.1, abs=1)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_the_same_both_ways_and_never_negative(a: float, b: float, c: float, d: float) -> None:
    assert rules.distance_km(a, b, c, d) == pytest.approx(rules.distance_km(c, d, a, b))
    assert rules.distance_km(a, b, c, d) >= 0 == rules.distance_km(a, b, a, b)


@given(st.floats(-55, 55), st.floats(-160, 160), st.floats(1, 300), st.floats(-3, 3), st.floats(-3, 3))
def test_the_box_holds_whatever_is_within_the_distance(latitude: float, longitude: float, km: float, north: float, east: float) -> None:
    south_edge, north_edge, west_edge, east_edge = rules.box(latitude, longitude, km)
    if rules.distance_km(latitude, longitude, latitude + north, longitude + east) <= km:
        assert south_edge - 1e-9 <= latitude + north <= north_edge + 1e-9
        assert west_edge - 1e-9 <= longitude + east <= east_edge + 1e-9


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("ST ETIENNE", "saint etienne"),
        ("Ste-Foy", "sainte foy"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Chalon s/ Saône", "chalon sur saone"),
        ("Œuilly", "oeuilly"),
        ("  Stains ", "stains"),
    ],
)
def test_names_are_compared_without_what_people_forget(typed: str, compared: str) -> None:
    assert rules.searchable(typed) == compared


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("st denis 93200", rules.Words("saint denis", "93200")),
        ("19000", rules.Words(postcode="19000")),
        ("Bastia (2B)", rules.Words("bastia", department="2B")),
        ("Saint-Denis 974", rules.Words("saint denis", department="974")),
        ("Paris 15e", rules.Words("paris 15e")),
        (" - ", rules.Words()),
    ],
)
def test_a_search_may_join_name_postcode_and_department(typed: str, words: rules.Words) -> None:
    assert rules.read_words(typed) == words


def test_places_take_their_article() -> None:
    assert [rules.of_place(name) for name in ("Arbignieu", "Le Havre", "Les Abrets", "La Rochelle", "Tulle")] == [
        "d’Arbignieu",
        "du Havre",
        "des Abrets",
        "de La Rochelle",
        "de Tulle",
    ]


@pytest.mark.parametrize(
    ("department", "zone"),
    [
        ("19", Zone.METRO),
        ("2A", Zone.METRO),
        ("971", Zone.GUADELOUPE),
        ("974", Zone.REUNION),
        ("976", Zone.MAYOTTE),
        ("975", Zone.OTHER_OVERSEAS),
        ("988", Zone.OTHER_OVERSEAS),
    ],
)
def test_each_department_has_its_zone(department: str, zone: Zone) -> None:
    assert rules.zone_of_department(department) == zone


def test_what_is_not_known_is_said_never_counted_as_zero() -> None:
    nothing = rules.CommuneZoning()
    assert {nothing.zrr_text, nothing.frr_text, nothing.qpv_text, nothing.fragility_text} == {"non disponible"}


def test_zoning_is_read_in_french() -> None:
    it = rules.CommuneZoning("PC", "Non classée", ("Les Fontaines", "Le Stade"), Decimal("112.4"))
    assert (it.zrr_text, it.frr_text, it.qpv_text, it.fragility_text) == (
        "partiellement classée en ZRR",
        "Non classée",
        "Les Fontaines et Le Stade",
        "112,4",
    )
    assert rules.CommuneZoning(qpv=()).qpv_text == "aucun quartier recensé"


def test_a_priority_territory_is_rural_or_has_a_priority_district() -> None:
    rural = [rules.CommuneZoning(zrr="PC"), rules.CommuneZoning(zrr="NC", frr="FRR socle"), rules.CommuneZoning(frr="FRR+", qpv=("Lac",))]
    assert {it.zoned_text for it in rural} == {"commune classée en zone rurale à revitaliser"}
    assert rules.CommuneZoning(frr="Non classée", qpv=("Le Lac",)).zoned_text.endswith("prioritaire de la ville : Le Lac")
    assert {rules.CommuneZoning().zoned_text, rules.CommuneZoning("NC", "Non classée", ()).zoned_text} == {""}
