"""No natural person holds two hands on one payment: not by the acts, the pages or SQL, not with two accounts, not in another round."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, Refusal
from lucette.scheme.payments import actions
from lucette.scheme.payments.enums import Hand, OrderStatus
from lucette.scheme.payments.models import HANDS, Order, OrderHand
from lucette.scheme.payments.policies import ROLES
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT, CERTIFIER, OFFICER, REQUESTER
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
OF_HAND = {Hand.REQUEST: "requested_by", Hand.CERTIFICATION: "certified_by", Hand.ORDER: "ordered_by", Hand.ACCOUNT: "accepted_by"}
ACTS: dict[str, tuple[Hand, Callable[..., Any]]] = {
    "certify": (Hand.CERTIFICATION, actions.certify),
    "send_back": (Hand.CERTIFICATION, lambda **told: actions.send_back(reason="essai", **told)),
    "order": (Hand.ORDER, actions.order),
    "take_in_charge": (Hand.ACCOUNT, actions.take_in_charge),
    "reject": (Hand.ACCOUNT, lambda **told: actions.reject(reason="essai", **told)),
}
PAGES = {"certify": "caisse:certify", "order": "caisse:give_order", "take_in_charge": "caisse:take_in_charge"}
MAKE = {OrderStatus.REQUESTED: make.requested, OrderStatus.CERTIFIED: make.certified, OrderStatus.ORDERED: make.ordered}
FREE = {
    OrderStatus.REQUESTED: ("certify", "send_back"),
    OrderStatus.CERTIFIED: ("order",),
    OrderStatus.ORDERED: ("take_in_charge", "reject"),
}


def people() -> dict[Hand, Person]:
    """The four of the factories, as stored people, each with a second account."""
    found = {}
    for hand, of in zip(OF_HAND, (REQUESTER, CERTIFIER, OFFICER, ACCOUNTANT), strict=True):
        found[hand] = PersonFactory(pk=of.pk)
        PersonFactory(same_person_as=found[hand])
    return found


def held_by(order: Order) -> list[tuple[Hand, UUID]]:
    return [(hand, getattr(order, column)) for hand, column in OF_HAND.items() if getattr(order, column)]


def count() -> tuple[int, int]:
    return OrderHand.objects.count(), Order.objects.exclude(status=OrderStatus.REQUESTED).count()


class Attempt:
    """One way, drawn at random, to give a second hand to somebody who holds one."""

    def __init__(self, rng: random.Random, client: Client) -> None:
        self.rng, self.client = rng, client
        self.status = rng.choice(list(FREE))
        self.order = MAKE[self.status]()
        self.hand, self.person = rng.choice(held_by(self.order))
        self.account = rng.choice([self.person, Person.objects.get(same_person_as=self.person).pk])
        self.name = rng.choice(["act", "page", "column", "another_hand", "bulk", "round"])

    def refused(self) -> bool:
        before = count()
        with transaction.atomic():
            accepted = getattr(self, self.name)()
            transaction.set_rollback(True)
        assert accepted or count() == before, "what is refused writes nothing"
        return not accepted

    def act(self) -> bool:
        """The act itself, under the role it wants: a role switched between two steps."""
        hand, act = ACTS[self.rng.choice(FREE[self.status])]
        return self.passes(lambda: act(order_id=self.order.pk, by=Actor(self.account, ROLES[hand])), Refusal)

    def page(self) -> bool:
        """The same through the site."""
        name = FREE[self.status][0]
        person = Person.objects.get(pk=self.account)
        signed_in(self.client, RoleName(ROLES[ACTS[name][0]]), person=person)
        self.client.post(reverse(PAGES[name], args=[self.order.pk]), {})
        return Order.objects.get(pk=self.order.pk).status != self.status

    def column(self) -> bool:
        """SQL, on the order itself."""
        free = [column for column in HANDS if getattr(self.order, column) is None] or ["countersigned_by"]
        statement = f"UPDATE payments_order SET {self.rng.choice(free)} = %s WHERE id = %s"
        return self.passes(lambda: self.execute(statement, [self.account, self.order.pk]), IntegrityError)

    def another_hand(self) -> bool:
        """SQL, on the hands."""
        other = self.rng.choice([hand for hand in Hand if hand != self.hand])
        row = OrderHand(order=self.order, person_id=self.account, hand=other)
        return self.passes(lambda: row.save(force_insert=True), IntegrityError)

    def bulk(self) -> bool:
        """The command line of the programme, past every act."""
        free = [column for column in HANDS if getattr(self.order, column) is None] or ["countersigned_by"]
        change = {self.rng.choice(free): self.account}
        return self.passes(lambda: Order.objects.filter(pk=self.order.pk).update(**change), IntegrityError)

    def round(self) -> bool:
        """Another order of the same payment."""
        other = self.rng.choice([hand for hand in OF_HAND if hand not in (self.hand, Hand.REQUEST)])
        replacement = Order.objects.get(pk=self.order.pk)
        replacement.pk, replacement.number, replacement.status = None, f"ESSAI-{self.rng.random()}"[:20], OrderStatus.REQUESTED
        replacement.id = uuid4()
        replacement.requested_by = uuid4()
        replacement.certified_by = replacement.ordered_by = replacement.accepted_by = None
        setattr(replacement, OF_HAND[other], self.account)
        return self.passes(lambda: replacement.save(force_insert=True), IntegrityError)

    @staticmethod
    def execute(statement: str, parameters: list[Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)

    @staticmethod
    def passes(does: Callable[[], object], refusal: type[Exception]) -> bool:
        try:
            with transaction.atomic():
                does()
        except refusal:
            return False
        return True


def test_of_many_random_attempts_none_is_accepted(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    """LUCETTE_ATTEMPTS=10000 LUCETTE_SEED=1 asks for the whole campaign."""
    seed, wanted = int(os.environ.get("LUCETTE_SEED", "1")), int(os.environ.get("LUCETTE_ATTEMPTS", "60"))
    rng, seen, accepted = random.Random(seed), Counter[str](), 0
    people()
    for _ in range(wanted):
        with transaction.atomic():
            it = Attempt(rng, client)
            accepted += not it.refused()
            seen[it.name] += 1
            transaction.set_rollback(True)
    with capsys.disabled():
        print(f"\n{wanted} attempts, seed {seed}, {accepted} accepted: " + ", ".join(f"{name} {n}" for name, n in sorted(seen.items())))
    assert accepted == 0 and len(seen) == 6


def test_a_second_account_is_refused_in_words() -> None:
    people()
    order = make.requested()
    second = Person.objects.get(same_person_as=REQUESTER.pk)
    with pytest.raises(Forbidden) as refusal:
        actions.certify(order_id=order.pk, by=Actor(second.pk, RoleName.CERTIFIER))
    assert refusal.value.code == "hands.same_person"


def test_a_hand_held_is_never_let_go() -> None:
    order = make.certified()
    for statement in ("DELETE FROM payments_orderhand", "UPDATE payments_orderhand SET hand = 4"):
        with pytest.raises(Exception, match=r"permission denied|history"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert order.hands.count() == 2


def test_people_who_are_different_go_through() -> None:
    people()
    RoleFactory(name=RoleName.CERTIFIER)
    assert make.accepted().status == OrderStatus.ACCEPTED
