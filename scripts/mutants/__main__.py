"""Mutation score of the rules and actions of the money: `python -m scripts.mutants --seed 2026 --minutes 25`, started again to go on.

pytest starts once, with its database. A survey tells which lines each test runs; then each mutant has a fork, in which the code of one
function is replaced and the tests that run its lines are played until one fails. var/mutants keeps the survey and the results.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from scripts.mutants.operators import Mutant, mutants
from scripts.mutants.play import fate, make_the_database, survey

ROOMS = ("foundation/ledger", "scheme/fund", "scheme/payments")
# drawn at length, or many at once: evidence of another kind
CAMPAIGNS = ("test_every_sequence", "test_hands", "test_fuzz", "test_a_hundred_broken_contracts", "test_races", "test_concurrency")
VAR = Path("var/mutants")


def sources(rooms: Sequence[str] = ROOMS) -> list[str]:
    """The rules and the actions of the rooms, files or folders."""
    parts = [Path("lucette", room, part) for room in rooms for part in ("rules", "actions")]
    return sorted(str(it) for part in parts for it in [part.with_suffix(".py"), *part.rglob("*.py")] if it.exists())


def kept(name: str) -> dict[str, Any]:
    path = VAR / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else {}


def keep(name: str, content: dict[str, Any]) -> None:
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1))


def print_of(path: str, tests: dict[str, Any]) -> str:
    ran = sorted({it for test in tests.values() for it in test["lines"]})
    return hashlib.sha256(b"".join(Path(it).read_bytes() for it in [path, *ran] if Path(it).exists())).hexdigest()[:12]


class Campaign:
    """In the place of pytest's loop over the tests."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked, self.results = asked, f"seed-{asked.seed}"

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {it.nodeid: it for it in session.items if not any(word in it.nodeid for word in CAMPAIGNS)}
        make_the_database(items.values())
        seen = self.known_lines(items)
        seconds = {name: it["seconds"] for name, it in seen.items()}
        drawn = [it for path in sources(self.asked.rooms) for it in mutants(path)]
        drawn.sort(key=lambda it: hashlib.sha256(f"{self.asked.seed} {it.ident}".encode()).digest())
        results, limit = kept(self.results), time.monotonic() + 60 * self.asked.minutes
        for mutant in drawn[: self.asked.count]:
            before = results.get(mutant.ident)
            if before and not (self.asked.survivors and before["fate"] == "survived"):
                continue
            if time.monotonic() > limit:
                break
            told = fate(mutant, [items[it] for it in self.tests(mutant, seen)], seconds)
            results[mutant.ident] = {"where": f"{mutant.path}:{mutant.line}", "what": mutant.function} | told
            keep(self.results, results)
            print(f"{told['fate']:9} {told['seconds']:6.1f} s  {place(mutant)}", flush=True)
        report({it.ident: it for it in drawn[: self.asked.count]}, results, self.asked.seed, len(drawn))
        return True

    def known_lines(self, items: dict[str, pytest.Item]) -> dict[str, Any]:
        """For each test, its seconds and the lines of the sources it runs: read again when its file, or one of those sources, changed."""
        seen, files = kept("survey"), defaultdict(list)
        for item in items.values():
            files[str(item.path.relative_to(Path.cwd()))].append(item)
        for path, tests in files.items():
            if path not in seen or seen[path]["print"] != print_of(path, seen[path]["tests"]):
                found = survey(tests, sources())
                seen[path] = {"print": print_of(path, found), "tests": found}
                keep("survey", seen)
                print(f"{len(found)} of {len(tests)} tests surveyed: {path}", flush=True)
        return {name: it for path in files for name, it in seen[path]["tests"].items() if name in items}

    @staticmethod
    def tests(mutant: Mutant, seen: dict[str, Any]) -> list[str]:
        """The tests that run its lines: those of its own room first, without a database of their own, the quickest first."""
        room = "/".join(mutant.path.split("/")[1:3])
        found = [name for name, it in seen.items() if mutant.line in it["lines"].get(mutant.path, [])]
        return sorted(found, key=lambda it: (seen[it]["commits"], f"tests/{room}" not in it, seen[it]["seconds"]))


def place(mutant: Mutant) -> str:
    return f"{mutant.path}:{mutant.line} {mutant.function} ({mutant.operator})"


def report(drawn: dict[str, Mutant], results: dict[str, Any], seed: int, whole: int) -> None:
    played = {ident: results[ident] for ident in drawn if ident in results}
    alive = {ident: it for ident, it in played.items() if it["fate"] == "survived"}
    for ident, it in alive.items():
        mutant = drawn[ident]
        print(f"\n{place(mutant)}, {it['tests']} of the {it['of']} tests that run it\n{mutant.diff}")
    share = 100 * (len(played) - len(alive)) / max(1, len(played))
    late = sum(it["fate"] == "timeout" for it in played.values())
    print(f"\nseed {seed}: {len(played)} of {whole} mutants played, {len(played) - len(alive)} killed ({late} by the clock): {share:.1f} %")
    for room in ROOMS:
        of = [it for ident, it in played.items() if drawn[ident].path.startswith(f"lucette/{room}/")]
        print(f"  {room}: {sum(it['fate'] != 'survived' for it in of)} of {len(of)}")


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m scripts.mutants")
    words.add_argument("--seed", type=int, default=2026)
    words.add_argument("--count", type=int, help="how many mutants of the draw, at most")
    words.add_argument("--minutes", type=float, default=25, help="no new mutant after that long")
    words.add_argument("--survivors", action="store_true", help="play again those that survived")
    words.add_argument("--rooms", nargs="*", default=ROOMS, choices=ROOMS, help="whose mutants and tests")
    asked = words.parse_args()
    return int(pytest.main(["-s", *(f"tests/{room}" for room in asked.rooms)], plugins=[Campaign(asked)]))


if __name__ == "__main__":
    raise SystemExit(main())
