"""Play tests in a fork of this process: with the lines they run told, or with one function replaced."""

from __future__ import annotations

import builtins
import gc
import json
import os
import signal
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.db import connection
from django.test import TransactionTestCase

from scripts.mutants.operators import Mutant, listening

TEST_SECONDS = 15  # a longer test is left out
MUTANT_SECONDS = 40.0  # so many seconds of tests for a mutant, as measured by the survey
SLOWER = 5  # a mutant that takes so many times longer runs for ever


def passes(item: pytest.Item) -> bool:
    """Play it; what belongs to its module is put away with it, what belongs to the session stays."""
    return not any(it.failed for it in runtestprotocol(item, log=False, nextitem=item.session))


def make_the_database(items: Collection[pytest.Item]) -> None:
    """By playing one test in this process: each fork finds the database made, and opens a connection of its own."""
    first = next(it for it in items if it.get_closest_marker("django_db") and not commits(it))
    if not passes(first):
        raise pytest.UsageError(f"{first.nodeid} fails before any mutant")
    first._initrequest()  # type: ignore[attr-defined]  # a fork may play it again
    connection.close()


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


def forked(act: Callable[[], Any], seconds: float) -> Any:
    """What the act returns, played in a fork that prints nothing; None when the clock ended it."""
    with tempfile.NamedTemporaryFile("r") as answer:
        pid = os.fork()
        if not pid:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            code = 1
            try:
                Path(answer.name).write_text(json.dumps(act()))
                code = 0
            finally:
                os._exit(code)
        limit = time.monotonic() + seconds
        while (ended := os.waitpid(pid, os.WNOHANG)) == (0, 0):
            if time.monotonic() > limit:
                os.killpg(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                TransactionTestCase._fixture_teardown(None)  # type: ignore[arg-type]  # the base may be left half written
                return None
            time.sleep(0.02)
        if ended[1]:
            raise RuntimeError("A fork died before its answer: was a source changed meanwhile?")
        return json.loads(answer.read())


def fate(mutant: Mutant, items: Sequence[pytest.Item], seconds: dict[str, float]) -> dict[str, Any]:
    """Killed (by which test), timeout or survived, after how many tests and seconds."""
    begun, chosen, total = time.monotonic(), [], 0.0
    for item in items:
        total += seconds[item.nodeid]
        if total > MUTANT_SECONDS and chosen:
            break
        chosen.append(item)

    def play() -> list[Any]:
        replace(mutant)
        return next(([n + 1, it.nodeid] for n, it in enumerate(chosen) if not passes(it)), [len(chosen), ""])

    found = forked(play, SLOWER * min(total, 2 * MUTANT_SECONDS) + 30) if chosen else [0, ""]
    how = "timeout" if found is None else "killed" if found[1] else "survived"
    played, by = found or [len(chosen), ""]
    return {"fate": how, "tests": played, "of": len(items), "by": by, "seconds": round(time.monotonic() - begun, 1)}


def replace(mutant: Mutant) -> None:
    if not become({mutant.first_line: mutant.code()}, mutant.path):
        raise LookupError(f"{mutant.function} is nowhere in this process")


def become(codes: dict[int, CodeType], path: str) -> int:
    """Give its new code, by its first line, to every function made from that file, however decorated or imported; returns how many."""
    whole, done = str(Path(path).resolve()), 0
    for it in gc.get_objects():
        # its type, not its class: what is lazy would wake up to tell the latter
        if type(it) is FunctionType and it.__code__.co_filename == whole and it.__code__.co_firstlineno in codes:
            new = codes[it.__code__.co_firstlineno]
            if (new.co_name, new.co_freevars) == (it.__code__.co_name, it.__code__.co_freevars):
                it.__code__ = new
                done += 1
    return done


def survey(items: Sequence[pytest.Item], sources: Collection[str]) -> dict[str, Any]:
    """For each test of a file: its seconds and the lines of the sources it runs. Failing, skipped or too long: not there."""
    return forked(lambda: dict(surveyed(items, sources)), 3600) or {}


def surveyed(items: Sequence[pytest.Item], sources: Collection[str]) -> Iterator[tuple[str, Any]]:
    ran: dict[str, set[int]] = defaultdict(set)
    builtins.__ran__ = lambda path, line: ran[path].add(line)  # type: ignore[attr-defined]
    for path in sources:
        become({it.co_firstlineno: it for it in listening(path)}, path)
    signal.signal(signal.SIGALRM, too_long)
    for item in items:
        ran.clear()
        begun = time.monotonic()
        signal.alarm(TEST_SECONDS)
        good = passes(item)
        signal.alarm(0)
        if good:
            seconds = round(time.monotonic() - begun, 3)
            yield item.nodeid, {"seconds": seconds, "commits": commits(item), "lines": {it: sorted(ran[it]) for it in ran}}


def too_long(*_: object) -> None:
    raise TimeoutError("left out: too long to be played for each mutant")
