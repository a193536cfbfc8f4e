"""Who helps where, for everyone."""

from __future__ import annotations

import pytest

from lucette.foundation.territories import queries as territories
from lucette.insight.public_map import queries
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY
from tests.scheme.places.factories import PlaceFactory
from tests.scheme.reports.factories import scene

pytestmark = pytest.mark.django_db


def test_the_nearest_places_of_a_commune_are_found_by_anybody() -> None:
    near, far = PlaceFactory(), PlaceFactory(latitude=45.1583, longitude=1.5332)
    with acting(NOBODY):
        found = queries.near(territories.commune("19272"))
    assert [it.id for it in found] == [near.pk, far.pk]
    assert found[0].km is not None
    assert found[0].km < 5 < (found[1].km or 0)


def test_each_departement_has_its_outline_and_its_counts() -> None:
    it = scene()
    PlaceFactory(organization=it.hire.organization)
    with acting(NOBODY):
        found = {row.code: row for row in queries.departments()}
    code = it.hire.organization.commune.department_id
    assert (found[code].places, found[code].advisers) == (1, 1)
    assert sum(row.places for row in found.values()) == 1
    assert len(found) >= 101
    assert all(row.feature["geometry"] for row in found.values())
