"""`lucette fund verify`: every invariant of the fund, one line each; exit code 1 when one is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from lucette.jobs.checks import all_checks
from lucette.jobs.command import HouseCommand
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.french import plural
from lucette.scheme.fund import queries


class Command(HouseCommand):
    help = "Vérifie les invariants du fonds, un par ligne ; sort avec le code 1 si l’un d’eux est rompu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dotation", metavar="CODE", default="", help="code d’une dotation (toutes, par défaut)")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting(SYSTEM):
            endowment = queries.endowment(options["dotation"]) if options["dotation"] else None
            if options["dotation"] and endowment is None:
                raise CommandError(f"Il n’y a pas de dotation « {options['dotation']} ».")
            checks = all_checks(endowment.pk if endowment else None)
        for check in checks:
            self.stdout.write(line(check))
        if broken := [check.name for check in checks if not check.ok]:
            raise CommandError(f"{plural(len(broken), 'invariant rompu', 'invariants rompus')} : {', '.join(broken)}.")
        self.stdout.write(f"{plural(queries.postings_count(), 'écriture')}, {plural(len(checks), 'invariant')} : tout est conforme.")


def line(check: queries.Check) -> str:
    """`I3   conforme     aucun compte n’est sous zéro (412 lignes comparées)`."""
    if check.ok:
        compared = f" ({plural(check.rows, 'ligne comparée', 'lignes comparées')})" if check.applies else ""
        return f"{check.name:<4} {'conforme' if check.applies else 'sans objet':<11} {check.label}{compared}"
    return f"{check.name:<4} {'ROMPU':<11} {check.label} ({plural(check.count, 'cas', 'cas')} ; premier : {check.first})"
