"""The commands of the house answer in French: usage, help, and what is wrong with the words typed."""

from __future__ import annotations

from argparse import SUPPRESS
from functools import partial
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter

WORDS = {"positional arguments": "à donner ", "options": "au choix "}
# options of every Django command: they work, and are not listed
DJANGO_S = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}


class FrenchHelp(DjangoHelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "usage : " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(WORDS.get(heading or "", heading))


class HouseCommand(BaseCommand):
    """`lucette import awards` runs `import_awards`. Its CommandError goes up to the console script, which tells the sentence alone."""

    suppressed_base_arguments = DJANGO_S

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        words = subcommand.replace("_", " ", 1) if subcommand.startswith(("import_", "export_", "fund_")) else subcommand
        parser = super().create_parser("lucette", words, formatter_class=FrenchHelp, add_help=False, **kwargs)
        parser.add_argument("-h", "--help", action="help", help="montre cette aide")
        parser.set_defaults(traceback=True)
        for action in parser._actions:
            if "--skip-checks" in action.option_strings:
                action.help = SUPPRESS
        if parser.called_from_command_line:
            parser.error = partial(refuse, parser)  # type: ignore[method-assign]
        return parser


def refuse(parser: CommandParser, message: str) -> NoReturn:
    """Leave with the usage; `message`, argparse's own, is in English."""
    parser.exit(2, f"{parser.format_usage()}Cette commande ne se comprend pas ainsi : reprenez-la d’après l’usage ci-dessus.\n")
