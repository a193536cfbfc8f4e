"""The console script `lucette`: readies the database, then runs Django's commands."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from config import databases
from config.postgres import JOBS, OWNER, RUNTIME, Server, prune

HELP = """lucette COMMANDE

  db start|stop|status|prune         le serveur PostgreSQL de ce dossier
  db psql [-- ARGUMENTS]             ouvre psql avec le rôle du site
  migrate                            met les tables à jour (rôle propriétaire)
  demo [--awards FICHIER [--hosts NOMBRE]] [--no-serve] [--json CHEMIN]
                                     joue tout le dispositif, puis sert le site
  import awards FICHIER              reprend les résultats publiés du comité de sélection
  import zoning SORTE FICHIER        charge un zonage (zrr, frr, qpv, ifn)
  export report NUMERO DOSSIER       écrit un rapport à l’ANCT (PDF et CSV)
  simulate fund [--seed N] [--events M] [--crash [--runs R]]
                                     met le fonds à l’épreuve, sur un serveur à part
  fund verify                        recalcule les trois livres et nomme chaque invariant
  worker                             exécute les tâches (courriels, sceaux, exports)
  serve                              sert le site sur http://127.0.0.1:8000
"""
PREPARED = {"demo", "serve", "seal"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code. What the environment lacks is told in one sentence."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        return run(arguments)
    except ImproperlyConfigured as lack:
        print(lack, file=sys.stderr)
        return 1


def run(arguments: list[str] | None = None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    match words:
        case [] | ["help" | "--help" | "-h"]:
            print(HELP)
            return 0
        case ["db", *rest]:
            return database(rest)
        case ["migrate", *rest]:
            return as_role(OWNER, "migrate", *rest)
        case ["demo", *rest]:
            return demonstrate(rest)
        case ["serve", *rest]:
            prepare()
            return serve(rest)
        case ["worker", *rest]:
            prepare()
            return as_role(JOBS, "worker", *rest)
        case ["simulate", "fund", *rest]:
            return simulate(rest)
        case ["import" | "export" | "fund" as verb, noun, *rest] if (name := f"{verb}_{noun.replace('-', '_')}") in known():
            prepare()
            return django(name, *rest)
        case [name, *rest] if name in known():
            if name in PREPARED:
                prepare()
            return django(name, *rest)
    print(HELP, file=sys.stderr)
    return 2


def known() -> dict[str, str]:
    """The commands of the house and Django's, with where each comes from."""
    import django as framework

    framework.setup()
    from django.core.management import get_commands

    return get_commands()


def database(words: list[str]) -> int:
    """`lucette db …`: the embedded server, or psql on whichever database is configured."""
    match words:
        case ["psql", *rest]:
            return psql([word for word in rest if word != "--"])
        case [_] if databases.outside():
            print("DATABASE_URL désigne un autre serveur : il se gère de son côté.")
            return 1
        case ["start"]:
            port = Server.here().ensure_running().settings()["port"]
            print(f"PostgreSQL répond sur le port {port}.")
        case ["stop"]:
            Server.here().stop()
            print("PostgreSQL est arrêté.")
        case ["prune"]:
            print(f"Dossiers orphelins retirés : {len(prune())}.")
        case ["status"]:
            running = Server.here().answers()
            print("PostgreSQL répond." if running else "PostgreSQL est arrêté.")
            return 0 if running else 3
        case _:
            print(HELP)
            return 2
    return 0


def psql(arguments: list[str]) -> int:
    """Replace this process by psql, connected as the run-time role."""
    address = databases.address(RUNTIME)
    program = "psql" if databases.outside() else str(Server.here().engine() / "bin" / "psql")
    os.execvp(program, [program, address, *arguments])  # noqa: S606 – psql takes the terminal over


def as_role(role: str, *words: str) -> int:
    """Run a Django command in a process of its own that knows only this role's password."""
    return subprocess.run([sys.executable, "-m", "django", *words], env=os.environ | {"LUCETTE_ROLE": role}, check=False).returncode


def prepare() -> None:
    """Database started, tables up to date, reference data present. Exits when a migration fails."""
    import django as framework

    framework.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Mise à jour des tables…", flush=True)
        if as_role(OWNER, "migrate", "--no-input", "-v0"):
            sys.exit("Les tables n’ont pas pu être mises à jour.")
    call_command("load_reference_data")


def demonstrate(words: list[str]) -> int:
    """Rebuild the one database of this checkout, play the scheme, then serve the site unless `--no-serve`."""
    from django.conf import settings

    if not settings.DEMONSTRATION:
        print("La démonstration efface la base : elle est refusée en production.", file=sys.stderr)
        return 1
    typed = understood("demo", words)  # before anything is erased
    if typed.awards and not Path(typed.awards).is_file():
        print("Le fichier donné à --awards n’existe pas.", file=sys.stderr)
        return 1
    rebuild()
    prepare()
    return django("demo", *words) or (0 if typed.no_serve else serve([]))


def simulate(words: list[str]) -> int:
    """Put the fund to the test on a server of its own, whose base is made anew."""
    os.environ["LUCETTE_SERVER"] = "simulation"
    from config.crash import crash

    typed = understood("simulate_fund", words)
    rebuild()
    prepare()
    try:
        return crash(typed.runs, typed.seed, typed.orders) if typed.crash else django("simulate_fund", *words)
    finally:
        Server.here().stop()


def understood(name: str, words: list[str]) -> Namespace:
    """The words of a command of the house, read; leaves with its usage when they do not fit."""
    origin = known()[name]
    from django.core.management import load_command_class

    command = load_command_class(origin, name)
    command._called_from_command_line = True  # type: ignore[attr-defined]
    return command.create_parser("lucette", name).parse_args(words)


def rebuild() -> None:
    """Empty the database, as its owner: other sessions end, the schema is made anew. Exits when real people are in it."""
    import psycopg

    with psycopg.connect(databases.address(OWNER), autocommit=True) as owner:
        if real_people(owner):
            sys.exit("Cette base connaît des personnes réelles : la démonstration ne l’efface pas. Donnez-lui une autre base.")
        # autovacuum workers give way by themselves, and nobody but a superuser may end them
        others = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        owner.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608 – no input
        owner.execute("DROP SCHEMA public CASCADE")
        owner.execute("CREATE SCHEMA public")


def real_people(owner: Any) -> bool:
    """Does this database hold anybody who is not fictional? A demonstration makes nobody else."""
    (table,) = owner.execute("SELECT to_regclass('public.accounts_person')").fetchone()
    return bool(table) and owner.execute("SELECT EXISTS (SELECT 1 FROM accounts_person WHERE NOT fictional)").fetchone()[0]


def serve(words: list[str]) -> int:
    """Serve the site with gunicorn on http://127.0.0.1:8000 (`serve HOST:PORT` elsewhere); a demonstration at its story's date."""
    from django.conf import settings

    environment = dict(os.environ)
    story_date = settings.STATE_DIR / "story_date"
    if settings.DEMONSTRATION and story_date.exists():
        environment.setdefault("LUCETTE_STORY_DATE", story_date.read_text().strip())
    address = words[0] if words else "127.0.0.1:8000"
    print(f"Lucette répond sur http://{address} (Ctrl+C pour arrêter).", flush=True)
    arguments = ["--bind", address, "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"]
    if settings.DEMONSTRATION:
        arguments += ["--config", "python:config.beside"]
    program = [sys.executable, "-m", "gunicorn", "config.wsgi", *arguments]
    os.execve(sys.executable, program, environment)  # noqa: S606 – the server takes the process over


def django(*words: str) -> int:
    """Run a Django command in this process; a refusal of the house is one French sentence on the error output."""
    import django as framework

    framework.setup()
    from django.core.management import CommandError, ManagementUtility

    from lucette.kernel.errors import Refusal

    try:
        ManagementUtility(["lucette", *words]).execute()
    except (Refusal, CommandError) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0
