"""`python -m benchmarks [NAME…]`: takes the measures (the long ones when named), prints their table, writes var/bench.json.

Exits 1 when two ways disagree."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

from benchmarks.database import bench_database

NAMES = ["bank_file", "statement", "ledger", "places", "communes", "committee", "agreements"]
LONG = ["verify", "exports"]  # minutes: only when named


def main(words: list[str]) -> int:
    """Run the benchmarks named, or all of them."""
    if unknown := set(words) - set(NAMES + LONG):
        print(f"Mesure inconnue : {', '.join(sorted(unknown))}. Il existe : {', '.join(NAMES + LONG)}.", file=sys.stderr)
        return 2
    os.environ.setdefault("LUCETTE_SERVER", "bench")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with bench_database():
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection

        from benchmarks.measure import Measure, table

        measures: list[Measure] = []
        for name in words or NAMES:
            print(f"{name}…", file=sys.stderr, flush=True)
            measures.append(importlib.import_module(f"benchmarks.{name}").measure())
        connection.close()
    target = Path(settings.STATE_DIR) / "bench.json"
    target.write_text(json.dumps([it.row() for it in measures], ensure_ascii=False, indent=2) + "\n")
    print(table(measures))
    return 0 if all(it.equal for it in measures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
