"""The database of the benchmarks: made as the owner, migrated, filled with the reference data, dropped at the end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.sql import SQL, Identifier

from config import databases
from config.postgres import OWNER, PROJECT, RUNTIME

NAME = "lucette_bench"


def to(address: str, name: str) -> str:
    """The same server and role, another database."""
    return f"{address.rpartition('/')[0]}/{name}"


@contextmanager
def bench_database() -> Iterator[None]:
    """DATABASE_URL and its two sisters point to a fresh database until the end. To enter before Django reads its settings."""
    addresses = {variable: databases.address(role) for role, variable in databases.VARIABLES.items()}
    maintenance = to(addresses[databases.VARIABLES[OWNER]], "postgres")
    before = {variable: os.environ.get(variable) for variable in addresses}
    drop(maintenance)
    with psycopg.connect(maintenance, autocommit=True) as owner:
        owner.execute(SQL("CREATE DATABASE {}").format(Identifier(NAME)))
    os.environ.update({variable: to(address, NAME) for variable, address in addresses.items()})
    try:
        run("migrate", "--no-input", "-v0", role=OWNER)
        run("load_reference_data", role=RUNTIME)
        yield
    finally:
        for variable, value in before.items():
            os.environ.pop(variable)
            if value is not None:
                os.environ[variable] = value
        drop(maintenance)


def analyze(table: str) -> None:
    """Fresh statistics for the planner, which only the owner may ask for."""
    with psycopg.connect(os.environ[databases.VARIABLES[OWNER]], autocommit=True) as owner:
        owner.execute(SQL("ANALYZE {}").format(Identifier(table)))


def run(*words: str, role: str) -> None:
    """A Django command in a process of its own. Raises CalledProcessError."""
    environment = os.environ | {"LUCETTE_ROLE": role, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-m", "django", *words], env=environment, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)


def drop(maintenance: str) -> None:
    with psycopg.connect(maintenance, autocommit=True) as owner:
        owner.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(NAME)))
