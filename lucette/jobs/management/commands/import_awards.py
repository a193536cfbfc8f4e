"""`lucette import awards FILE`: take over the published results of the selection committee."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from rich.progress import Progress

from lucette.jobs import setting
from lucette.jobs.awards.takeover import take_over
from lucette.jobs.command import HouseCommand
from lucette.kernel.errors import Invalid


class Command(HouseCommand):
    help = "Reprend les résultats publiés du comité de sélection (CSV) ; écrit à côté un fichier des rejets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FICHIER")
        parser.add_argument("--rejects", metavar="FICHIER", help="où écrire les lignes rejetées (par défaut : var/rejets.csv)")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if not path.is_file():
            raise Invalid("awards.no_file", f"Le fichier {path} n’existe pas : donnez le chemin d’un fichier CSV.")
        with Progress(transient=True) as progress:
            task = progress.add_task("Reprise des attributions", total=None)
            endowment_id, call_ids = setting.ready()
            outcome = take_over(
                path.read_bytes(),
                endowment_id,
                call_ids,
                lambda what, done, whole: progress.update(task, description=what, completed=done, total=whole),
            )
        rejects = Path(options["rejects"] or settings.STATE_DIR / "rejets.csv")
        rejects.write_text(outcome.rejects(), encoding="utf-8")
        for line in outcome.lines():
            self.stdout.write(line)
        self.stdout.write(f"Lignes rejetées : {rejects}")
