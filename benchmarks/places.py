"""The nearest 20 of 100,000 places: the page's own query, against measuring every place and sorting."""

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


def near(latitude: float, longitude: float) -> list[UUID]:
    return [it.id for it in queries.near(latitude, longitude, NEAREST)]


def scan(latitude: float, longitude: float) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(SCAN, {"latitude": latitude, "longitude": longitude, "limit": NEAREST})
        return [pk for (pk,) in cursor.fetchall()]


def measure() -> Measure:
    """Equality: the same 20 places in the same order from every point. Ours also makes the cards of the page; the scan only finds ids."""
    with acting(SYSTEM):
        points = fill(random.Random(11))
    analyze("places_place")
    with acting(SYSTEM):
        equal = all(near(*point) == scan(*point) for point in points)
        ours_ms, plain_ms = in_turn(lambda: [near(*it) for it in points], lambda: [scan(*it) for it in points], rounds=3)
    note = f"moyenne de {POINTS} recherches ; la nôtre rend les fiches, l’ordinaire les seuls identifiants"
    return Measure(f"les {NEAREST} lieux les plus proches", SIZE, ours_ms / POINTS, plain_ms / POINTS, equal, note)
