"""The console script `lucette`: readies the database, then runs Django's commands."""

from __future__ import annotations

import os
import subprocess
import sys

from config import databases
from config.postgres import JOBS, OWNER, RUNTIME, Server, prune

HELP = """lucette COMMANDE

  db start|stop|status|prune         le serveur PostgreSQL de ce dossier
  db psql [-- ARGUMENTS]             ouvre psql avec le rôle du site
  migrate                            met les tables à jour (rôle propriétaire)
  demo [--awards FICHIER] [--no-serve] [--json CHEMIN]
                                     joue tout le dispositif, puis sert le site
  import awards FICHIER              reprend les résultats publiés du comité de sélection
  import zoning SORTE FICHIER        charge un zonage (zrr, frr, qpv, ifn)
  export report NUMERO DOSSIER       écrit un rapport à l’ANCT (PDF et CSV)
  fund verify                        recalcule les trois livres et nomme chaque invariant
  worker                             exécute les tâches (courriels, sceaux)
  serve                              sert le site sur http://127.0.0.1:8000
"""
PREPARED = {"demo", "serve", "seal"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
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
        case ["worker", *rest]:
            prepare()
            return as_role(JOBS, "worker", *rest)
        case ["import" | "export" | "fund" as verb, noun, *rest]:
            prepare()
            return django(f"{verb}_{noun.replace('-', '_')}", *rest)
        case ["import" | "export" | "fund"]:
            print(HELP)
            return 2
        case [name, *rest]:
            if name in PREPARED:
                prepare()
            return django(name, *rest)
    return 2


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


def django(*words: str) -> int:
    """Run a Django command in this process; a refusal of the house is one French sentence on the error output."""
    import django as framework

    framework.setup()
    from django.core.management import ManagementUtility

    from lucette.kernel.errors import Refusal

    try:
        ManagementUtility(["lucette", *words]).execute()
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    return 0
