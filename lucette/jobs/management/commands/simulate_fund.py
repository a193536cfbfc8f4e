"""`lucette simulate fund`: the fund put to the test on a server of its own; the console script readies it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from lucette.jobs.command import HouseCommand
from lucette.jobs.simulation.run import TEMPERS, simulate


class Command(HouseCommand):
    help = "Joue le fonds au hasard, avec une banque qui se trompe, et vérifie chaque invariant ; la même graine rejoue la même histoire."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", metavar="GRAINE", type=int, default=1, help="graine du hasard (1)")
        parser.add_argument("--events", metavar="NOMBRE", type=int, default=500, help="combien d’actes jouer (500)")
        parser.add_argument("--bank", choices=TEMPERS, default="wild", help="humeur de la banque : ordinaire (real) ou impossible (wild)")
        parser.add_argument("--crash", action="store_true", help="tue les processus et la base au hasard, sur des lots de 500 ordres")
        parser.add_argument("--orders", metavar="NOMBRE", type=int, default=500, help="avec --crash : ordres d’un lot (500)")
        parser.add_argument("--runs", metavar="NOMBRE", type=int, default=200, help="avec --crash : combien de morts (200)")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = simulate(options["seed"], options["events"], TEMPERS[options["bank"]])
        for line in outcome.lines():
            self.stdout.write(line)
        if outcome.broken:
            raise CommandError(f"Graine {options['seed']} : {'; '.join(outcome.broken)}. La même graine rejoue la même histoire.")
