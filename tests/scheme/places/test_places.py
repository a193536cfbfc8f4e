"""Places: kept by their host and its advisers, found by everybody."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import queries as journal
from lucette.foundation.territories.rules import distance_km
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from lucette.scheme.places import actions, queries, rules
from lucette.scheme.places.models import Place
from tests.foundation.accounts.factories import actor
from tests.foundation.organizations.factories import OrganizationFactory, territory
from tests.scheme.activities.factories import adviser, hired, host
from tests.scheme.places.factories import PlaceFactory
from tests.states import count_rows

pytestmark = pytest.mark.django_db
NINE, NOON, TWO, FIVE = dt.time(9), dt.time(12), dt.time(14), dt.time(17, 30)


def opened(by, organization, **changes) -> Place:
    words = {"name": "Médiathèque", "kind": "bibliotheque", "address": "1 place Lucette", "commune_code": "19272", "access": "rdv"}
    return actions.open_place(organization_id=organization.pk, by=by, **words | changes)


def test_a_host_opens_a_place_at_the_centre_of_its_commune_and_its_page_says_when() -> None:
    organization, commune = OrganizationFactory(), territory()
    hours = [(1, TWO, FIVE), (0, NINE, NOON), (1, NINE, NOON), (0, TWO, FIVE), (5, NINE, NOON)]
    it = opened(host(organization), organization, hours=hours)
    card = queries.place(it.pk)
    assert (card.latitude, card.longitude) == (commune.latitude, commune.longitude)
    assert card.hours.replace("\u00a0", " ") == "lundi et mardi de 9 h à 12 h et de 14 h à 17 h 30 ; samedi de 9 h à 12 h"
    assert (card.kind, card.access, card.by_appointment) == ("bibliothèque", "sur rendez-vous", True)
    assert [c.id for c in queries.of_organization(organization.pk)] == [it.pk]
    assert [e.act for e in journal.history(it)] == ["place.opened"]


def test_an_adviser_opens_a_place_of_her_host_and_of_no_other() -> None:
    hire, other = hired(), OrganizationFactory()
    assert opened(adviser(hire), hire.organization).organization == hire.organization
    with pytest.raises(NotFound):
        opened(adviser(hire), other)


@pytest.mark.parametrize("role", [RoleName.PREFECTURE, RoleName.CANDIDATE, RoleName.CERTIFIER, "system", ""])
def test_nobody_else_opens_a_place_and_nothing_is_written(role: str) -> None:
    organization = OrganizationFactory()
    before = count_rows()
    with pytest.raises(Forbidden):
        opened(actor(role), organization)
    with pytest.raises(NotFound):
        opened(host(OrganizationFactory.build()), organization)
    assert count_rows() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "bar"}, "kind"),
        ({"access": "prive"}, "access"),
        ({"commune_code": "99999"}, "commune_code"),
        ({"latitude": 45.0}, "latitude"),
        ({"latitude": 95.0, "longitude": 1.0}, "latitude"),
        ({"hours": [(0, NOON, NINE)]}, "hours"),
        ({"hours": [(7, NINE, NOON)]}, "hours"),
        ({"hours": [(0, NINE, NOON), (0, dt.time(11), TWO)]}, "hours"),
    ],
)
def test_what_cannot_be_a_place_is_refused_by_field(changes: dict, field: str) -> None:
    organization = OrganizationFactory()
    before = count_rows()
    with pytest.raises(Invalid) as refusal:
        opened(host(organization), organization, **changes)
    assert field in refusal.value.fields
    assert count_rows() == before


def test_the_nearest_open_places_come_first_with_their_exact_distance() -> None:
    tulle = PlaceFactory(latitude=45.2678, longitude=1.7709)
    brive = PlaceFactory(latitude=45.1583, longitude=1.5332)
    reunion = PlaceFactory(latitude=-20.8789, longitude=55.4481)
    PlaceFactory(closed=True)
    PlaceFactory(latitude=None, longitude=None)
    found = queries.near(45.2678, 1.7709)
    assert [(c.id, round(c.km or 0, 1)) for c in found] == [(tulle.pk, 0.0), (brive.pk, 22.2)]
    assert queries.near(45.1583, 1.5332, limit=1)[0].id == brive.pk
    assert [c.id for c in queries.near(-20.9, 55.45)] == [reunion.pk]


@pytest.mark.parametrize("limit", [0, 1, 20, 60])
def test_the_nearest_are_those_that_measuring_every_place_would_give(limit: int) -> None:
    draw, first = random.Random(limit), PlaceFactory(hours=[])
    around = [(46 + draw.gauss(0, 2), 2 + draw.gauss(0, 2)) for _ in range(200)]
    far_north = [(49 + n / 500, 2.0) for n in range(100)]  # nearer in degrees than those of the next line, farther in kilometres
    far_east = [(48.9, 2.0 + 0.11 + n / 400) for n in range(100)]
    overseas = [(-21 + draw.gauss(0, 0.2), 55.5 + draw.gauss(0, 0.2)) for _ in range(30)]
    points = [*around, *far_north, *far_east, *overseas, *overseas[:5]]
    days = [None, None, dt.date(2021, 3, 1), dt.date(2021, 3, 2)]
    Place.objects.bulk_create(
        Place(organization=first.organization, commune=first.commune, name=f"{n}", latitude=north, longitude=east, closed_on=days[n % 4])
        for n, (north, east) in enumerate(points)
    )
    rows = [(it.pk, it.latitude or 0.0, it.longitude or 0.0) for it in Place.objects.open_on(dt.date(2021, 3, 1))]
    for here in [(48.9, 2.0), (46.0, 2.0), (-21.0, 55.5), (0.0, -150.0), *draw.sample(points, 10)]:
        measured = sorted((distance_km(*here, north, east), pk) for pk, north, east in rows)
        assert queries.nearest(*here, limit) == [(pk, km) for km, pk in measured if km <= 2000][:limit]


def test_hours_are_replaced_whole_and_a_closed_place_changes_no_more() -> None:
    it = PlaceFactory()
    by = host(it.organization)
    actions.set_hours(place_id=it.pk, hours=[(2, NINE, NOON)], by=by)
    assert queries.place(it.pk).hours.startswith("mercredi")
    actions.close_place(place_id=it.pk, on=dt.date(2021, 3, 1), by=by)
    assert queries.of_organization(it.organization_id) == []
    assert queries.place(it.pk).closed_on == dt.date(2021, 3, 1)
    for again in (
        lambda: actions.close_place(place_id=it.pk, on=dt.date(2021, 3, 2), by=by),
        lambda: actions.set_hours(place_id=it.pk, hours=[], by=by),
    ):
        with pytest.raises(RuleBroken):
            again()
    with pytest.raises(Forbidden):
        actions.close_place(place_id=it.pk, on=dt.date(2021, 3, 2), by=actor(RoleName.PREFECTURE))


def test_hours_read_as_one_says_them() -> None:
    assert rules.hours_in_words([]) == ""
    assert rules.time_in_words(dt.time(17, 5)) == "17\u00a0h\u00a005"


def test_a_host_says_whether_one_comes_in_with_a_wheelchair() -> None:
    organization = OrganizationFactory()
    it = opened(host(organization), organization)
    assert queries.place(it.pk).step_free is None
    actions.set_step_free(place_id=it.pk, step_free=True, by=host(organization))
    assert queries.place(it.pk).step_free is True
    assert [e.act for e in journal.history(it)][-1] == "place.step_free_set"
    with pytest.raises(NotFound):
        actions.set_step_free(place_id=it.pk, step_free=False, by=host(OrganizationFactory()))


def test_days_that_follow_one_another_are_said_as_one_stretch() -> None:
    assert [rules.days_in_words(it) for it in ([0, 1, 2, 3], [0, 1], [0, 2, 3], [4])] == [
        "du lundi au jeudi",
        "lundi et mardi",
        "lundi, mercredi et jeudi",
        "vendredi",
    ]
