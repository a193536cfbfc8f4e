"""One process of `lucette simulate fund --crash`: the desks, or the bank. It works until it is killed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from lucette.jobs.command import HouseCommand
from lucette.jobs.simulation import bank, desks


class Command(HouseCommand):
    help = "Joue une partie d’une simulation : les bureaux, ou la banque."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", metavar="PARTIE", choices=["desks", "bank"], help="desks (les bureaux) ou bank (la banque)")
        parser.add_argument("inbox", metavar="DOSSIER", type=Path, help="où la banque dépose ses relevés")
        parser.add_argument("--seed", metavar="GRAINE", type=int, default=1, help="graine du hasard (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["part"] == "bank":
            bank.keep(options["inbox"])
        desks.work(options["inbox"], options["seed"])
