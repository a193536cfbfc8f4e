"""The people of the desks, at work until they are stopped: each takes what waits for her, in small handfuls, in any order."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from lucette.foundation.accounts.enums import RoleName
from lucette.jobs.cast import do
from lucette.jobs.simulation.setting import Crew, crew, endowment_id
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.errors import Refusal
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.enums import BatchStatus, OrderStatus

HANDFUL = 25
BATCH = 120
PAUSE = 0.2


class Desks:
    """One person at each desk. `inbox`: where the bank leaves its statements; each worker reads them all, again and again."""

    def __init__(self, people: Crew, inbox: Path, rng: random.Random) -> None:
        self.people, self.inbox, self.rng = people, inbox, rng
        self.endowment = endowment_id()
        self.read: set[str] = set()
        self.requester, self.certifier = people.one(RoleName.REQUESTER), people.one(RoleName.CERTIFIER)
        self.accountant = people.one(RoleName.ACCOUNTANT)

    def turn(self) -> int:
        """Each desk once, in a drawn order; returns how many acts were done."""
        desks = [self.request, self.certify, self.order, self.take_in_charge, self.send, self.read_back]
        self.rng.shuffle(desks)
        return sum(desk() for desk in desks)

    def each(self, by: Any, act: Callable[..., Any], name: str, ids: Iterable[Any], **more: Any) -> int:
        """The act on each, in a transaction of its own; what another worker did first is refused, and let be."""
        done = 0
        for pk in ids:
            try:
                do(by, act, **{name: pk}, **more)
                done += 1
            except Refusal:
                continue
        return done

    def request(self) -> int:
        with acting(self.requester):
            ids = [it.pk for it in queries.invoices_to_request(self.requester, HANDFUL)]
        return self.each(self.requester, actions.request_invoice, "invoice_id", ids)

    def certify(self) -> int:
        return self.each(self.certifier, actions.certify, "order_id", self.at("certify", OrderStatus.REQUESTED))

    def order(self) -> int:
        first, second = self.people.officers[:2]
        given = self.each(first, actions.order, "order_id", self.at("order", OrderStatus.CERTIFIED))
        return given + self.each(second, actions.countersign, "order_id", self.at("order", OrderStatus.TO_COUNTERSIGN))

    def take_in_charge(self) -> int:
        return self.each(self.accountant, actions.take_in_charge, "order_id", self.at("pay", OrderStatus.ORDERED))

    def at(self, desk: str, status: str) -> list[Any]:
        with acting(self.accountant):
            found = queries.orders_at(desk, self.accountant, limit=400)
        ids = [it.id for it in found if it.status == status]
        self.rng.shuffle(ids)
        return ids[:HANDFUL]

    def send(self) -> int:
        """Freeze what is ready, send what is frozen; a batch left frozen by somebody who died is sent by another."""
        with acting(self.accountant):
            ready = [it.id for it in queries.orders_to_batch(self.endowment, self.accountant)][:BATCH]
            frozen = [it.pk for it in queries.batches(self.accountant) if it.status == BatchStatus.FROZEN]
        done = self.each(self.accountant, actions.send_batch, "batch_id", frozen)
        if ready:
            composed = {"order_ids": ready, "execution_on": clock.today()}
            done += self.each(self.accountant, actions.freeze_batch, "endowment_id", [self.endowment], **composed)
        return done

    def read_back(self) -> int:
        done = 0
        for path in sorted(self.inbox.glob("*.xml")):
            if path.name not in self.read:
                more = {"content": path.read_bytes()}
                done += self.each(self.accountant, actions.read_statement, "endowment_id", [self.endowment], **more)
                self.read.add(path.name)
        return done


def work(inbox: Path, seed: int) -> None:
    """Work for ever. A base that went away is waited for, and everything is looked at again."""
    rng, desks = random.Random(seed), None  # noqa: S311 – chance, not a secret
    while True:
        try:
            desks = desks or Desks(crew(), inbox, rng)
            if not desks.turn():
                time.sleep(PAUSE)
        except (DatabaseError, OSError):
            connection.close()
            desks = None
            time.sleep(PAUSE)
