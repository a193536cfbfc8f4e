"""`lucette demo`: the whole scheme played on an empty base, with its figures. The console script serves the site afterwards."""

from __future__ import annotations

import datetime as dt
import gc
import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lucette.jobs.checks import verify_and_keep
from lucette.jobs.command import HouseCommand
from lucette.jobs.demonstration.programme import PLAYED_ON, play
from lucette.jobs.demonstration.summary import figures
from lucette.kernel import clock, french
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Invalid, RuleBroken

# the same statements come back by the thousand: PostgreSQL plans each once
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}


def hurry() -> None:
    """Make this process's connection fit for a long story: prepared statements, and no waiting for the disk."""
    connection.close()
    connection.settings_dict["OPTIONS"] |= PREPARED
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")  # a demonstration cut short is played again


class Command(HouseCommand):
    help = "Joue tout le dispositif sur une base vide."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--awards", metavar="FICHIER", help="résultats publiés du comité de sélection, à la place des structures inventées"
        )
        parser.add_argument(
            "--hosts",
            metavar="NOMBRE",
            type=int,
            default=PLAYED_ON,
            help=f"combien de structures du fichier jouent la suite du dispositif ({PLAYED_ON} par défaut ; compter une seconde chacune)",
        )
        parser.add_argument("--no-serve", action="store_true", help="ne sert pas le site ensuite")
        parser.add_argument("--json", metavar="CHEMIN", help="où écrire le résumé")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise RuleBroken("demo.production", "La démonstration efface la base : elle est refusée en production.")
        published = self.published(options["awards"])
        began = time.monotonic()
        gc.disable()  # short-lived: collecting would only slow it down
        hurry()
        with Progress(
            TextColumn("{task.description:<22}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            auto_refresh=False,
        ) as progress:
            task = progress.add_task("Le dispositif se joue")

            def tell(day: dt.date, done: int, whole: int) -> None:
                moved = progress.tasks[0].completed * 100 // whole != done * 100 // whole
                progress.update(task, description=french.date(day), completed=done, total=whole, refresh=moved)

            story = play(tell, published, options["hosts"])
        seconds = time.monotonic() - began
        with clock.at(story.ends):
            broken = [check for check in verify_and_keep(SYSTEM) if not check.ok]
        summary = figures(story.endowment_id, seconds, balanced=not broken)
        ends = dt.datetime.combine(story.ends, dt.time(9), clock.PARIS)
        (settings.STATE_DIR / "story_date").write_text(ends.isoformat())
        if options["json"]:
            Path(options["json"]).write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        if story.outcome:
            (settings.STATE_DIR / "rejets.csv").write_text(story.outcome.rejects(), encoding="utf-8")
            for line in story.outcome.lines():
                self.stdout.write(line)
        for name, value in summary.items():
            self.stdout.write(f"  {name:<20} {french.number(value) if type(value) is int else value}")
        if broken:
            raise RuleBroken("demo.books", "Les livres ne s’équilibrent pas : " + ", ".join(check.name for check in broken))

    def published(self, path: str | None) -> bytes | None:
        """The file's bytes. Raises Invalid when it does not exist."""
        if path is None:
            return None
        if not Path(path).is_file():
            raise Invalid("awards.no_file", f"Le fichier {path} n’existe pas : donnez le chemin d’un fichier CSV.")
        return Path(path).read_bytes()
