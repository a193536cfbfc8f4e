"""The territory of a file: its zonings, the posts already funded within reach, and the points that order an agenda."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from lucette.foundation.parameters import queries as parameters
from lucette.foundation.territories import queries as territories
from lucette.foundation.territories.models import Commune
from lucette.foundation.territories.rules import EARTH_RADIUS_KM, CommuneZoning
from lucette.insight.statistics.priority import Reach, Score, Weights, score
from lucette.kernel import clock

CODES = ("rural", "districts", "fragility", "people", "distance", "people_full", "reach_km")
KM = (
    "2 * %(radius)s * asin(sqrt(power(sin(radians({0}.latitude - a.latitude) / 2), 2)"
    " + cos(radians(a.latitude)) * cos(radians({0}.latitude)) * power(sin(radians({0}.longitude - a.longitude) / 2), 2)))"
)
# the posts of agreements, where their hosts are; a box first (one degree of latitude is 111 km), then the exact distance
REACH = """
WITH funded AS MATERIALIZED (
  SELECT c.code, c.name, c.latitude, c.longitude, count(*) AS posts
  FROM posts_attachment t
  JOIN posts_post p ON p.id = t.post_id AND p.released_at IS NULL AND (p.ended_on IS NULL OR p.ended_on > %(today)s)
  JOIN organizations_organization o ON o.id = t.organization_id
  JOIN territories_commune c ON c.code = o.commune_id AND c.latitude IS NOT NULL
  WHERE t.agreement_id IS NOT NULL AND t.period @> %(today)s
  GROUP BY c.code
)
SELECT a.code,
  (SELECT coalesce(sum(c.population), 0) FROM territories_commune c
   WHERE c.parent_id IS NULL
   AND c.latitude BETWEEN a.latitude - %(km)s / 111.0 AND a.latitude + %(km)s / 111.0
   AND c.longitude BETWEEN a.longitude - %(km)s / (111.0 * cos(radians(a.latitude)))
   AND a.longitude + %(km)s / (111.0 * cos(radians(a.latitude)))
   AND KM(c) <= %(km)s),
  (SELECT coalesce(sum(f.posts), 0) FROM funded f WHERE KM(f) <= %(km)s),
  coalesce(n.name, ''), n.km, a.latitude IS NOT NULL,
  (SELECT coalesce(json_agg(json_build_array(z.commune_id, z.kind, z.value, z.detail)), '[]') FROM territories_zoning z
   WHERE z.commune_id IN (a.code, a.parent_id)),
  EXISTS (SELECT FROM territories_zoning z WHERE z.kind = 'qpv')
FROM territories_commune a
LEFT JOIN LATERAL (SELECT f.name, KM(f) AS km FROM funded f ORDER BY 2, f.code LIMIT 1) n ON true
WHERE a.code = ANY(%(codes)s)
""".replace("KM(c)", KM.format("c")).replace("KM(f)", KM.format("f"))


@dataclass(frozen=True, slots=True)
class TerritoryFile:
    zoning: CommuneZoning
    reach: Reach | None
    score: Score


def weights() -> Weights:
    """Those of today."""
    found = parameters.values([f"priority.{code}" for code in CODES], clock.today())
    return Weights(*(found[f"priority.{code}"] for code in CODES))


def files(communes: Collection[Commune]) -> dict[str, TerritoryFile]:
    """The file of each of these communes, by code, in two questions to the base."""
    given, asked = weights(), {it.code: it for it in communes}
    found = {}
    for code, near, lines, listed in _around(asked, given.reach_km):
        zoning = territories.zoning_told(asked[code], lines, listed)
        found[code] = TerritoryFile(zoning, near, score(zoning, near, given))
    return found


def _around(codes: Iterable[str], km: int) -> Iterator[tuple[str, Reach | None, list[tuple[str, str, str, str]], bool]]:
    """Each commune, what is within so many kilometres (None: its point is unknown), its lines in the lists of zoning, and whether that of
    the districts is loaded."""
    with connection.cursor() as cursor:
        cursor.execute(REACH, {"codes": list(codes), "km": km, "today": clock.today(), "radius": EARTH_RADIUS_KM})
        for code, people, posts, nearest, far, placed, lines, listed in cursor.fetchall():
            near = Reach(int(people), int(posts), nearest, far) if placed else None
            yield code, near, [tuple(line) for line in (json.loads(lines) if isinstance(lines, str) else lines)], listed
