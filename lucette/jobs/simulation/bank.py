"""The bank of the simulation: a process apart, that nobody kills. It takes each file once, and gives a statement for it."""

from __future__ import annotations

import json
import time
from pathlib import Path

from django.db import DatabaseError, connection

from lucette.jobs.simulation.setting import endowment_id
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.payments import queries
from lucette.scheme.payments.adapters import LocalBank

PAUSE = 0.1


class Counter:
    """The counter of the bank: files come in, statements go out to `inbox`; `book.json` says what truly happened to each order."""

    def __init__(self, inbox: Path) -> None:
        self.inbox = inbox
        self.endowment = endowment_id()
        with acting(SYSTEM):
            self.bank: LocalBank = queries.local_bank(self.endowment)
        self.seen: set[object] = set()

    def turn(self) -> bool:
        """Execute what came since, in one statement; False when nothing came."""
        with acting(SYSTEM):
            files, receipts, seen = queries.given_to_bank(self.endowment, self.seen)
        if not files and not receipts:
            return False
        content = self.bank.execute(files, receipts, on=clock.today())
        self.seen |= seen
        written(self.inbox / f"{self.bank.statements:06d}.xml", content)
        written(self.inbox / "book.json", json.dumps(self.bank.executed()).encode())
        return True


def written(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    new = path.with_suffix(".new")
    new.write_bytes(content)
    new.rename(path)


def keep(inbox: Path) -> None:
    """Keep the counter open for ever."""
    counter = None
    while True:
        try:
            counter = counter or Counter(inbox)
            if counter.turn():
                continue
        except DatabaseError:
            connection.close()
        time.sleep(PAUSE)
