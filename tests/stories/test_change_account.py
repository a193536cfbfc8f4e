"""Fifty ways to be paid in the place of a host: each is refused, or held until a third person decides; the account in use never moves."""

from __future__ import annotations

import contextvars
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts.models import Person, Role
from lucette.foundation.organizations import actions, queries
from lucette.foundation.organizations.models import BankDetails, CallBack, Organization
from lucette.foundation.organizations.rules import test_iban as iban_of
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Refusal
from lucette.scheme.payments import actions as payments
from lucette.stories.change_account import confirm_account, declare_account
from tests.foundation.accounts.factories import PersonFactory, RoleFactory, actor
from tests.foundation.organizations.factories import RIB, BankDetailsFactory, OrganizationFactory
from tests.scheme.payments import factories as make

pytestmark = pytest.mark.django_db
LONG_AGO, DAY = dt.date(2020, 11, 2), dt.timedelta(days=1)
CERTIFIER, REQUESTER, DELEGATE = actor("certifier"), actor("requester"), actor("caisse_delegate")
ABROAD = {
    "Germany": "DE89370400440532013000", "Spain": "ES9121000418450200051332", "Luxembourg": "LU280019400644750000",
    "Netherlands": "NL91ABNA0417164300", "Italy": "IT60X0542811101000000123456",
}  # fmt: skip
OUT = {"Brazil": "BR1800360305000010009795493C1", "Turkey": "TR330006100519786457841326", "Kazakhstan": "KZ86125KZT5004100100"}
LOOK_ALIKES = (
    "mairie-tul1e.fr", "mairie-tu11e.fr", "mairie-tulle.com", "mairie-tulle.net", "mairie-tulle-19.fr", "rnairie-tulle.fr",
    "mairietulle.fr",    "mairie-tule.fr", "mairle-tulle.fr", "mairie-tulle.fr.co", "mаirie-tulle.fr".encode("idna").decode(),
)  # fmt: skip


@dataclass
class Scene:
    """A commune paid on its accountant's account, its mayor and its secretary, known for long; an association likewise."""

    host: Organization
    used: BankDetails
    mayor: Person
    secretary: Person

    def join(self, *, role: str = "host_secretary", since: dt.date = LONG_AGO, **person: Any) -> Person:
        it: Person = PersonFactory(**person)
        RoleFactory(person=it, name=role, scope_kind="organization", scope_code=str(self.host.pk), since=since)
        return it

    def by(self, person: Person, role: str = "host_secretary") -> Actor:
        return Actor(person.pk, role, Scope("organization", str(self.host.pk)))

    def declare(self, by: Person | None = None, *, iban: str = "", holder: str = "TEST Trésorerie de Tulle") -> BankDetails:
        who = self.by(by or self.secretary)
        return declare_account(organization_id=self.host.pk, holder=holder, iban=iban or iban_of(2), rib=RIB, by=who)

    def confirmed(self, second: Person | None = None) -> BankDetails:
        it = self.declare()
        confirm_account(bank_details_id=it.pk, by=self.by(second or self.mayor))
        return it

    def ready(self) -> BankDetails:
        """Verified, and waiting."""
        it = self.confirmed()
        called(it)
        actions.check_payee(bank_details_id=it.pk, by=CERTIFIER)
        actions.verify_bank_details(bank_details_id=it.pk, by=CERTIFIER)
        return it


def scene(*, private: bool = False) -> Scene:
    host = OrganizationFactory(name="Clic et Compagnie", association=True) if private else OrganizationFactory(name="Commune de Tulle")
    used = BankDetailsFactory(organization=host, active=True)
    it = Scene(host, used, None, None)  # type: ignore[arg-type]
    it.mayor = it.join(role="host_representative", email="maire@mairie-tulle.fr", first_name="Dominique", phone="0555213000")
    it.secretary = it.join(email="secretariat@mairie-tulle.fr", phone="0555213001")
    return it


def called(it: BankDetails, by: Actor = CERTIFIER, result: str = "confirmed") -> None:
    actions.call_back(bank_details_id=it.pk, person_name="La maire", result=result, by=by)


def activate(it: BankDetails, by: Actor = REQUESTER, after: dt.timedelta = 4 * DAY) -> None:
    with clock.at(clock.now() + after):
        actions.activate_bank_details(bank_details_id=it.pk, by=by)


def sql(it: BankDetails, **changes: Any) -> None:
    BankDetails.objects.filter(pk=it.pk).update(**changes)


def told_shared(status: str, *, ours_private: bool, theirs_private: bool) -> Callable[[Scene], None]:
    """The same account as another organization's, whatever became of it there."""

    def attempt(it: Scene) -> None:
        BankDetailsFactory(organization=OrganizationFactory(association=theirs_private), iban=iban_of(2), **{status: True})
        it.declare(holder="TEST Clic et Compagnie" if ours_private else "TEST Trésorerie de Tulle")

    attempt.private = ours_private  # type: ignore[attr-defined]
    return attempt


def after_a_change_of_phone(days: int, act: Callable[[Scene, BankDetails], object]) -> Callable[[Scene], None]:
    def attempt(it: Scene) -> None:
        with clock.at(clock.now() - days * DAY):
            accounts.change_phone(phone="06 99 99 99 99", by=it.by(it.mayor))
        act(it, it.declare())

    return attempt


def call_new_number(it: Scene, declared: BankDetails) -> None:
    assert declared.call_phone == "0555213000", "the number held before"
    CallBack.objects.create(bank_details=declared, person_name="x", phone="0699999999", result="confirmed", called_by=CERTIFIER.pk)


def before_a_payment(prepare: Callable[[Organization], object]) -> Callable[[Scene], None]:
    def attempt(it: Scene) -> None:
        prepare(it.host)
        it.declare()

    return attempt


def due(host: Organization) -> None:
    make.schedule(organization=host)
    payments.fall_due(on=clock.today(), by=SYSTEM)


def insert(it: Scene, **changes: Any) -> None:
    now = clock.now()
    facts = {"organization": it.host, "holder": "x", "iban": iban_of(2), "bic": "CDCGFRPPXXX", "payee_match": "MTCH", "active_since": now}
    hands = {"declared_by": uuid4(), "verified_by": uuid4(), "verified_at": now, "activated_by": uuid4()}
    BankDetails.objects.create(**facts | hands | changes)


def replaced_then_first(it: Scene) -> None:
    sql(it.used, status="replaced")
    insert(it, status="active")


def end_role(it: Scene) -> None:
    Role.objects.filter(person=it.secretary).update(until=clock.today() - 40 * DAY)
    it.declare()


HELD: dict[str, tuple[str, Callable[[Scene], object]]] = {
    **{f"the declarer writes from {name}": ("look_alike", lambda s, name=name: s.declare(s.join(email=f"secretariat@{name}")))
       for name in LOOK_ALIKES},
    **{f"an account in {place}": ("foreign_account", lambda s, iban=iban: s.declare(iban=iban)) for place, iban in ABROAD.items()},
    "the second person writes from a look-alike": (
        "second_look_alike", lambda s: s.confirmed(s.join(email="maire@mairie-tuile.fr", first_name="Lou"))),
    "two private SIRET, declared": ("shared_account", told_shared("declared", ours_private=True, theirs_private=True)),
    "two private SIRET, in use": ("shared_account", told_shared("active", ours_private=True, theirs_private=True)),
    "two private SIRET, refused there": ("shared_account", told_shared("refused", ours_private=True, theirs_private=True)),
    "a commune on an association's account": ("shared_account", told_shared("active", ours_private=False, theirs_private=True)),
    "an association on a commune's account": ("shared_account", told_shared("active", ours_private=True, theirs_private=False)),
    "the mayor's telephone changed yesterday": ("contact_changed", after_a_change_of_phone(1, lambda s, it: None)),
    "the mayor's telephone changed three weeks ago": ("contact_changed", after_a_change_of_phone(21, lambda s, it: None)),
    "an instalment is due": ("eve_of_payment", before_a_payment(due)),
    "an order is on its way": (
        "eve_of_payment", before_a_payment(lambda host: make.requested(instalment=make.schedule(organization=host)[0]))),
    "the declarer joined yesterday": ("newcomer", lambda s: s.declare(s.join(since=clock.today() - DAY))),
    "the declarer left last month": ("newcomer", end_role),
    "the second person joined yesterday": ("second_newcomer", lambda s: s.confirmed(s.join(since=clock.today() - DAY, first_name="Lou"))),
    "the second person bears the name of the first": (
        "same_person", lambda s: s.confirmed(s.join(first_name=s.secretary.first_name, last_name=s.secretary.last_name))),
    "the second person has the telephone of the first": (
        "same_person", lambda s: s.confirmed(s.join(first_name="Lou", phone="+33555213001"))),
    "the holder is somebody": ("low_score", lambda s: s.declare(holder="Jean Dupont")),
    "the holder is a company": ("low_score", lambda s: s.declare(holder="SARL Tulle Conseil et Services")),
    "the bank knows another name": (
        "no_match", lambda s: actions.check_payee(bank_details_id=s.declare(iban=iban_of(998)).pk, by=CERTIFIER)),
    "called back, the mayor knows nothing of it": ("denied", lambda s: called(s.confirmed(), result="denied")),
}  # fmt: skip
BLOCKED: dict[str, Callable[[Scene], object]] = {
    **{f"an account out of the payment area: {place}": lambda s, iban=iban: s.declare(iban=iban) for place, iban in OUT.items()},
    "the same person declares and confirms": lambda s: confirm_account(bank_details_id=s.declare().pk, by=s.by(s.secretary)),
    "two accounts of one person declare and confirm": lambda s: s.confirmed(s.join(same_person_as=s.secretary)),
    "somebody of another structure confirms": lambda s: confirm_account(
        bank_details_id=s.declare().pk, by=actor("host_secretary", "organization", OrganizationFactory().pk)),
    "the declarer verifies as a banker": lambda s: actions.check_payee(
        bank_details_id=s.declare().pk, by=Actor(s.secretary.pk, "certifier")),
    "verified without the second person": lambda s: actions.verify_bank_details(bank_details_id=s.declare().pk, by=CERTIFIER),
    "verified without a call back": lambda s: actions.verify_bank_details(bank_details_id=s.confirmed().pk, by=CERTIFIER),
    "who called back activates": lambda s: activate(s.ready(), CERTIFIER),
    "activated a minute too early": lambda s: activate(s.ready(), after=3 * DAY - dt.timedelta(minutes=1)),
    "the call is made on the new number": after_a_change_of_phone(1, call_new_number),
    "the telephone changed without a trace": lambda s: Person.objects.filter(pk=s.mayor.pk).update(phone="0699999999"),
    "the address changed without a trace": lambda s: Person.objects.filter(pk=s.mayor.pk).update(email="x@example.fr"),
    "SQL: the account in use is rewritten": lambda s: sql(s.used, iban=iban_of(3)),
    "SQL: the wait is shortened": lambda s: sql(s.ready(), usable_from=clock.now()),
    "SQL: used before the wait": lambda s: sql(s.ready(), status="active", active_since=clock.now(), activated_by=uuid4()),
    "SQL: declared is active": lambda s: sql(s.declare(), status="active", active_since=clock.now(), activated_by=uuid4()),
    "SQL: the alarm is silenced": lambda s: sql(s.declare(iban=ABROAD["Spain"]), alerts={}, status="declared"),
    "SQL: an account is put in": lambda s: insert(s, status="active"),
    "SQL: the former is replaced, the new one is first": replaced_then_first,
    "SQL: the account is removed": lambda s: BankDetails.objects.filter(pk=s.used.pk).delete(),
    "SQL: the call back is rewritten": lambda s: (called(s.confirmed(), result="unreached"), CallBack.objects.update(result="confirmed")),
}  # fmt: skip


def test_there_are_fifty_ways() -> None:
    assert len(HELD) + len(BLOCKED) >= 50


@pytest.mark.parametrize("name", HELD)
def test_it_is_held(name: str) -> None:
    code, attempt = HELD[name]
    it = scene(private=getattr(attempt, "private", False))
    attempt(it)
    declared = BankDetails.objects.filter(organization=it.host).exclude(pk=it.used.pk).get()
    assert declared.status == "on_hold" and code in declared.alerts, declared.alerts
    assert declared.alerts[code][0].isupper() and declared.alerts[code].endswith(".")
    assert queries.active_bank_details(it.host.pk) == it.used


@pytest.mark.parametrize("name", BLOCKED)
def test_it_is_refused(name: str) -> None:
    it = scene()
    with pytest.raises((Refusal, DatabaseError)), transaction.atomic():
        BLOCKED[name](it)
    it.used.refresh_from_db()
    assert it.used.status == "active" and queries.active_bank_details(it.host.pk) == it.used


def test_an_honest_change_goes_through() -> None:
    it = scene()
    declared = it.ready()
    assert declared.alerts == {} and declared.call_phone == "0555213000"
    activate(declared)
    assert queries.active_bank_details(it.host.pk) == declared


def test_communes_share_the_account_of_their_accountant() -> None:
    first, second = scene(), OrganizationFactory()
    by = actor("host_secretary", "organization", second.pk)
    it = declare_account(organization_id=second.pk, holder="Trésorerie de Tulle", iban=first.used.iban, rib=RIB, by=by)
    assert (it.status, it.alerts) == ("declared", {})


def test_an_order_already_issued_keeps_its_account() -> None:
    it = scene()
    order = make.ordered(instalment=make.schedule(organization=it.host)[0])
    declared = it.declare()
    actions.release_bank_details(bank_details_id=declared.pk, reason="Changement annoncé par courrier.", by=DELEGATE)
    confirm_account(bank_details_id=declared.pk, by=it.by(it.mayor))
    called(declared)
    actions.check_payee(bank_details_id=declared.pk, by=CERTIFIER)
    actions.verify_bank_details(bank_details_id=declared.pk, by=CERTIFIER)
    activate(declared)
    order.refresh_from_db()
    assert (order.iban, order.holder, order.bank_details_id) == (it.used.iban, it.used.holder, it.used.pk)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_act_at_once_one_only_does() -> None:
    with acting(SYSTEM):
        it = scene()
        declared = it.ready()
    bankers = [actor("requester") for _ in range(8)]

    def attempt(by: Actor) -> str:
        try:
            with clock.at(clock.now() + 4 * DAY), acting(by):
                actions.activate_bank_details(bank_details_id=declared.pk, by=by)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as threads:
        told = sorted(one.result() for one in [threads.submit(contextvars.copy_context().run, attempt, by) for by in bankers])
    assert told == ["done", *["state.activate"] * 7]
    with acting(SYSTEM):
        assert queries.active_bank_details(it.host.pk) == declared


@pytest.mark.django_db(transaction=True)
def test_of_many_accounts_declared_at_once_one_only_waits() -> None:
    with acting(SYSTEM):
        it = scene()
        people = [it.join(first_name=f"Personne {n}") for n in range(6)]

    def attempt(n: int, person: Person) -> None:
        try:
            with acting(it.by(person)):
                it.declare(person, iban=iban_of(10 + n))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        for one in [threads.submit(contextvars.copy_context().run, attempt, n, person) for n, person in enumerate(people)]:
            one.result()
    with acting(SYSTEM):
        states = sorted(BankDetails.objects.filter(organization=it.host).values_list("status", flat=True))
    assert states == ["active", "declared", *["replaced"] * 5]
