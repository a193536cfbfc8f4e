"""Import a published list of zoning."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from lucette.foundation.territories import actions
from lucette.jobs.command import HouseCommand
from lucette.kernel import french


class Command(HouseCommand):
    help = "Charge un zonage (zrr, frr, qpv, ifn) à la place du précédent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="SORTE", help="zrr, frr, qpv ou ifn")
        parser.add_argument("file", metavar="FICHIER", type=Path)

    def handle(self, *args: Any, kind: str, file: Path, **options: Any) -> None:
        done = actions.import_zoning(kind, file)
        counted = [
            french.plural(done.read, "ligne lue", "lignes lues"),
            french.plural(done.kept, "fait retenu", "faits retenus"),
            french.plural(done.empty, "ligne sans valeur", "lignes sans valeur"),
            french.plural(
                done.merged,
                "ligne d’ancienne commune déjà dite par la commune actuelle",
                "lignes d’anciennes communes déjà dites par la commune actuelle",
            ),
            french.plural(len(done.unknown), "commune inconnue", "communes inconnues"),
        ]
        self.stdout.write(f"{done.kind.label} : {', '.join(counted)}.")
        if done.unknown:
            self.stdout.write(f"Codes inconnus : {' '.join(done.unknown)}")
