"""`lucette simulate fund --crash`: the desks at work on batches of 500 orders while processes are killed at random instants.

A server of its own; workers, the site and PostgreSQL die by SIGKILL and are started again; after each death the books are verified as
they stand at one instant. At the end of a batch, what the bank executed and what the base says are compared, order by order.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.postgres import JOBS, RUNTIME, SUPERUSER, Server

WORKERS = 2
CASH = 1_000_000  # cents that come in for each order, well above what orders are worth: none waits for money
PATIENCE = 300  # seconds that a batch may take after the last death
VICTIMS = ("worker", "site", "session", "server")
CERTIFY = "/caisse/bureaux/certifier/"


@dataclass
class Crash:
    """One campaign. `deaths` by victim; `faults` in French, none when all is well."""

    runs: int
    seed: int
    batch: int = 500
    deaths: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    orders: int = 0
    longest: float = 0.0

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311 – chance, not a secret
        self.inbox = Path(tempfile.mkdtemp(prefix="lucette-bank-"))
        self.port = free_port()
        self.workers: list[subprocess.Popen[bytes]] = []
        self.site: subprocess.Popen[bytes] | None = None
        self.stopping = threading.Event()

    # -- processes --------------------------------------------------------------------------------------------------------
    def start(self, *words: str, role: str = JOBS) -> subprocess.Popen[bytes]:
        log = (self.inbox / f"{words[0]}.log").open("ab")
        environment = os.environ | {"LUCETTE_ROLE": role}
        return subprocess.Popen([sys.executable, "-m", *words], env=environment, stdout=log, stderr=log, start_new_session=True)

    def start_worker(self) -> None:
        seed = str(self.rng.randrange(10**9))
        self.workers.append(self.start("django", "simulate_part", "desks", str(self.inbox), "--seed", seed))

    def start_site(self) -> None:
        bind = ("--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4", "--log-level", "critical")
        self.site = self.start("gunicorn", "config.wsgi", *bind, role=RUNTIME)

    def kill(self, victim: str) -> None:
        self.deaths[victim] += 1
        match victim:
            case "worker":
                end(self.workers.pop(self.rng.randrange(len(self.workers))))
                self.start_worker()
            case "site":
                if self.site:
                    end(self.site)
                self.start_site()
            case "session":
                kill_session(self.rng)
            case "server":
                with suppress(OSError, ValueError, IndexError):
                    os.kill(int((Server.here().data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        Server.here().ensure_running()

    # -- the campaign -----------------------------------------------------------------------------------------------------
    def play(self) -> None:
        from lucette.jobs.simulation import setting

        setting.open_setting()
        bank = self.start("django", "simulate_part", "bank", str(self.inbox))
        self.start_site()
        for _ in range(WORKERS):
            self.start_worker()
        browser = threading.Thread(target=self.browse, daemon=True)
        browser.start()
        try:
            while sum(self.deaths.values()) < self.runs and not self.faults:
                self.one_batch()
        finally:
            self.stopping.set()
            for process in (bank, self.site, *self.workers):
                if process:
                    end(process)

    def one_batch(self) -> None:
        """A batch of orders, from their request to the bank and back, among deaths."""
        from lucette.jobs.simulation import setting

        for grow in (setting.widen, setting.receive):
            again(lambda grow=grow: grow(setting.endowment_id(), self.batch * CASH))
        again(lambda: setting.order_services(self.batch, self.rng))
        self.orders += self.batch
        last = time.monotonic()
        while again(left_to_pay):
            if sum(self.deaths.values()) < self.runs:
                time.sleep(self.rng.uniform(0.5, 8.0))
                self.kill(self.rng.choice(VICTIMS))
                last = time.monotonic()
                self.verify()
            else:
                time.sleep(0.5)
            if time.monotonic() - last > PATIENCE:
                self.faults.append("des ordres sont restés en chemin")
            if self.faults:
                return
        self.longest = max(self.longest, time.monotonic() - last)
        self.verify()
        self.compare()
        print(f"  {self.orders} ordres, {sum(self.deaths.values())} morts : tout est conforme.", flush=True)

    def verify(self) -> None:
        """Every invariant, at one instant."""
        broken = again(broken_invariants)
        if broken:
            self.faults.append(f"invariants rompus après {dict(self.deaths)} : {', '.join(broken)}")

    def compare(self) -> None:
        """What the bank truly executed is what the base says, each order once."""
        executed = json.loads((self.inbox / "book.json").read_text())
        known = again(executed_orders)
        if twice := [order for order, times in executed.items() if times != 1]:
            self.faults.append(f"{len(twice)} ordres exécutés plusieurs fois, le premier : {twice[0]}")
        if lost := known ^ set(executed):
            self.faults.append(f"{len(lost)} ordres perdus ou inventés, le premier : {min(lost)}")

    def browse(self) -> None:
        """Somebody certifies on the site meanwhile, a page of orders at a time; what fails is tried again."""
        cookie = again(session_of_certifier)
        while not self.stopping.is_set():
            with suppress(Exception):
                certify_page(f"http://127.0.0.1:{self.port}{CERTIFY}", cookie)
            time.sleep(0.5)


def certify_page(address: str, cookie: str) -> None:
    """Tick every order of the page and certify."""
    opener = urllib.request.build_opener()
    opener.addheaders = [("Cookie", f"session={cookie}")]
    answer = opener.open(address, timeout=10)
    page = answer.read().decode()
    marks = dict(re.findall(r'name="(csrfmiddlewaretoken|once)" value="([^"]+)"', page))
    ticked = re.findall(r'name="choix"[^>]*value="([^"]+)"', page)
    if not ticked or "once" not in marks:
        return
    csrf = next((it.split(";")[0] for it in answer.headers.get_all("Set-Cookie", []) if it.startswith("csrf=")), "")
    opener.addheaders = [("Cookie", f"session={cookie}; {csrf}")]
    typed = [*marks.items(), *(("choix", it) for it in ticked)]
    opener.open(address, data=urllib.parse.urlencode(typed).encode(), timeout=30).read()


def again(act: Any) -> Any:
    """Do `act`; a base that went away is waited for."""
    from django.db import DatabaseError, connection

    limit = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except DatabaseError:
            if time.monotonic() > limit:
                raise
            connection.close()
            Server.here().ensure_running()
            time.sleep(0.2)


def broken_invariants() -> list[str]:
    from lucette.jobs.checks import checks_at_once

    return [check.name for check in checks_at_once() if not check.ok]


def left_to_pay() -> int:
    from lucette.kernel.acting import acting
    from lucette.kernel.actor import SYSTEM
    from lucette.scheme.payments import queries

    with acting(SYSTEM):
        return queries.unpaid_invoices(SYSTEM)


def executed_orders() -> set[str]:
    from lucette.kernel.acting import acting
    from lucette.kernel.actor import SYSTEM
    from lucette.scheme.payments import queries

    with acting(SYSTEM):
        return queries.executed_references(SYSTEM)


def session_of_certifier() -> str:
    """The cookie of a certifier who has signed in."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from lucette.foundation.accounts import queries as people
    from lucette.foundation.accounts.enums import RoleName

    holder = people.holders(RoleName.CERTIFIER)[0]
    client = Client()
    client.force_login(get_user_model().objects.get(pk=holder.person_id))
    return client.cookies["session"].value


def kill_session(rng: random.Random) -> None:
    """SIGKILL on one of PostgreSQL's own processes that serves a client: the server drops every session and recovers."""
    import psycopg

    with suppress(psycopg.Error, ProcessLookupError):
        with psycopg.connect(Server.here().address(SUPERUSER, "postgres"), autocommit=True) as it:
            found = it.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
            pids = [pid for (pid,) in found.fetchall()]
        if pids:
            os.kill(rng.choice(pids), signal.SIGKILL)


def end(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL on the process and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        port: int = it.getsockname()[1]
        return port


def crash(runs: int, seed: int, batch: int) -> int:
    """Play the campaign and tell it; returns the exit code."""
    began = time.monotonic()
    it = Crash(runs, seed, batch)
    it.play()
    told = ", ".join(f"{victim} {count}" for victim, count in sorted(it.deaths.items()))
    print(f"Graine {seed} : {sum(it.deaths.values())} morts ({told}), {it.orders} ordres, {time.monotonic() - began:.0f} s.")
    print(f"Le plus long retour après une mort : {it.longest:.0f} s. 0 double, 0 perdu." if not it.faults else "\n".join(it.faults))
    return 1 if it.faults else 0
