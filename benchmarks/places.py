"""The nearest 20 of 100,000 places: the search of the page, against measuring every place and sorting."""

from __future__ import annotations

import random
from uuid import UUID

from django.db import connection

from benchmarks.database import analyze
from benchmarks.measure import Measure, in_turn
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Commune
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.places import queries
from lucette.scheme.places.models import Place

SIZE, NEAREST, POINTS = 100_000, 20, 20
SCAN = """
SELECT id FROM places_place WHERE closed_on IS NULL AND latitude IS NOT NULL
 ORDER BY asin(least(1, sqrt(sin(radians(latitude - %(latitude)s) / 2) ^ 2
          + cos(radians(%(latitude)s)) * cos(radians(latitude)) * sin(radians(longitude - %(longitude)s) / 2) ^ 2))), id
 LIMIT %(limit)s
"""


def fill(draw: random.Random) -> list[tuple[float, float]]:
    """Places strewn around the communes; returns the points from which we look."""
    communes = list(Commune.objects.exclude(latitude=None).order_by("code"))
    host = Organization.objects.create(ridet="0000001", name="Structure de mesure", employer="public", commune=communes[0], fictional=True)
    drawn = draw.choices(communes, k=SIZE)
    Place.objects.bulk_create(
        [
            Place(
                organization=host,
                name=f"Lieu {n}",
                kind="mairie",
                address="1 place de la Mairie",
                commune=it,
                latitude=(it.latitude or 0.0) + draw.uniform(-0.05, 0.05),
                longitude=(it.longitude or 0.0) + draw.uniform(-0.05, 0.05),
            )
            for n, it in enumerate(drawn)
        ],
        batch_size=5_000,
    )
    return [(it.latitude or 0.0, it.longitude or 0.0) for it in draw.sample(communes, POINTS)]


def nearest(latitude: float, longitude: float) -> list[UUID]:
    return [pk for pk, _ in queries.nearest(latitude, longitude, NEAREST)]


def scan(latitude: float, longitude: float) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(SCAN, {"latitude": latitude, "longitude": longitude, "limit": NEAREST})
        return [pk for (pk,) in cursor.fetchall()]


def measure() -> Measure:
    """Both find ids; equality: the same 20 in the same order from every point, and on the page. The note says the ratio with the cards."""
    with acting(SYSTEM):
        points = fill(random.Random(11))
    analyze("places_place")
    with acting(SYSTEM):
        equal = all(nearest(*it) == scan(*it) == [place.id for place in queries.near(*it, NEAREST)] for it in points)
        ours_ms, plain_ms = in_turn(lambda: [nearest(*it) for it in points], lambda: [scan(*it) for it in points], rounds=5)
        page_ms, again_ms = in_turn(lambda: [queries.near(*it, NEAREST) for it in points], lambda: [scan(*it) for it in points], rounds=5)
    note = f"moyenne de {POINTS} recherches ; en comptant aussi les fiches chez nous seuls : × {again_ms / page_ms:.1f}"
    return Measure(f"les {NEAREST} lieux les plus proches", SIZE, ours_ms / POINTS, plain_ms / POINTS, equal, note)
