"""The test database: migrated once by the owner into a template, then copied for each process and after each test that commits."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from django.db import connection
from psycopg.sql import SQL, Identifier

from config import databases
from config.postgres import JOBS, OWNER, RUNTIME

ROOT = Path(__file__).resolve().parent.parent


def owner_connection(name: str) -> psycopg.Connection:
    it = databases.settings_for(OWNER)
    return psycopg.connect(host=it["HOST"], port=it["PORT"], user=it["USER"], password=it["PASSWORD"], dbname=name, autocommit=True)


def connect_as(role: str, name: str | None = None) -> None:
    """Make Django's connection speak as `role` (to database `name`)."""
    connection.close()
    it = databases.settings_for(role)
    connection.settings_dict.update({key: it[key] for key in ("USER", "PASSWORD")} | ({"NAME": name} if name else {}))


def fingerprint() -> str:
    """Of everything that makes the empty house: migrations, walls, reference data."""
    seen = hashlib.sha256(databases.address(RUNTIME).encode())
    reference = ROOT / "lucette/foundation/territories/reference"
    for path in sorted(
        [
            *ROOT.glob("lucette/**/migrations/*.py"),
            ROOT / "lucette/kernel/walls.py",
            ROOT / "requirements.in",
            *reference.glob("*"),
            *ROOT.glob("lucette/foundation/territories/*.py"),
            ROOT / "tests/databases.py",
        ]
    ):
        if path.is_file():
            seen.update(path.read_bytes())
    return seen.hexdigest()[:12]


def ensure_template() -> str:
    """Name of the migrated database with its reference data; made once per fingerprint, older ones dropped."""
    name = f"lucette_template_{fingerprint()}"
    lock = Path(os.environ.get("LUCETTE_VAR", ROOT / "var")) / "template.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with owner_connection("postgres") as owner:
            if not owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                old = owner.execute("SELECT datname FROM pg_database WHERE datname LIKE 'lucette_template_%%'").fetchall()
                for (stale,) in old:
                    force_drop(owner, stale)
                owner.execute(SQL("CREATE DATABASE {}").format(Identifier(f"{name}_new")))
                fill(f"{name}_new")
                owner.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(f"{name}_new"), Identifier(name)))
    return name


def fill(name: str) -> None:
    """Migrate as the owner and load the reference data, each in a process of its own."""
    for role, *words in ((OWNER, "migrate", "--no-input", "-v0"), (RUNTIME, "load_reference_data")):
        environment = os.environ | {"LUCETTE_ROLE": role, "DJANGO_SETTINGS_MODULE": "config.settings", "LUCETTE_TEST_DATABASE": name}
        program = (
            "import sys; from config import databases; plain = databases.settings_for\n"
            f"databases.settings_for = lambda role: plain(role) | {{'NAME': {name!r}}}\n"
            "from django.core.management import execute_from_command_line; execute_from_command_line(['django', *sys.argv[1:]])"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)


def force_drop(owner: psycopg.Connection, name: str) -> None:
    """Drop a database whoever is there. An autovacuum worker may be visiting it: only a superuser may end one, so it is waited for."""
    statement, limit = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)), time.monotonic() + 20
    while True:
        try:
            owner.execute(statement)
            return
        except psycopg.errors.InsufficientPrivilege:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)


copies = 0


def copy(source: str, target: str) -> None:
    """`target` becomes a fresh copy of `source`; every session on it ends."""
    global copies
    copies += 1
    connection.close()
    with owner_connection("postgres") as owner:
        force_drop(owner, target)
        owner.execute(SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(Identifier(target), Identifier(source)))


def leave_a_dead_session() -> None:
    """While a browser runs its loop, a thread has a second connection of Django's: the first one, left open, dies with the copied base."""
    if getattr(connection, "seen_copies", copies) != copies:
        connection.close()
    connection.seen_copies = copies


def drop(name: str) -> None:
    connection.close()
    with owner_connection("postgres") as owner:
        force_drop(owner, name)


__all__ = ["JOBS", "OWNER", "RUNTIME", "connect_as", "copy", "drop", "ensure_template", "leave_a_dead_session", "owner_connection"]
