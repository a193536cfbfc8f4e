"""A commune by its name as people type it: the site's search, against a scan that unaccents every name."""

from __future__ import annotations

import random

from django.db import connection

from benchmarks.measure import Measure, in_turn
from lucette.foundation.territories import queries
from lucette.foundation.territories.models import Commune
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM

WORDS = 50
SCAN = """
SELECT code, unaccent(lower(name)) = unaccent(lower(%(name)s)) AS exact FROM territories_commune
 WHERE unaccent(name) ILIKE '%%' || unaccent(%(name)s) || '%%'
 ORDER BY exact DESC, population DESC NULLS LAST, code LIMIT 10
"""


def searched(name: str) -> str:
    return queries.search_communes(name)[0].code


def scanned(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(SCAN, {"name": name})
        return str(cursor.fetchall()[0][0])


def measure() -> Measure:
    """Equality: the first answer is the same for every name. Ours also knows former communes, postcodes and misspellings."""
    with acting(SYSTEM):
        names = sorted(set(Commune.objects.values_list("name", flat=True)))
        words = random.Random(13).sample(names, WORDS)
        equal = all(searched(it) == scanned(it) for it in words)
        ours_ms, plain_ms = in_turn(lambda: [searched(it) for it in words], lambda: [scanned(it) for it in words], rounds=3)
        size = Commune.objects.count()
    note = f"moyenne de {WORDS} noms ; la nôtre cherche aussi les anciennes communes et les noms mal écrits"
    return Measure("une commune par son nom", size, ours_ms / WORDS, plain_ms / WORDS, equal, note)
