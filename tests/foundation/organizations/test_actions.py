"""Organizations are known once; two people stand behind an account."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.journal.queries import history
from lucette.foundation.organizations import actions, queries
from lucette.foundation.organizations.enums import BANK_DETAILS
from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.foundation.organizations.rules import siret_for
from lucette.foundation.organizations.rules import test_iban as iban_of
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY, SYSTEM, Actor
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from tests.foundation.accounts.factories import actor
from tests.foundation.organizations.factories import BankDetailsFactory, OrganizationFactory, territory
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
SIRET = siret_for("732829320")
CERTIFIER, REQUESTER = actor("certifier"), actor("requester")


def register(**changes: object) -> Organization:
    territory()
    facts = {"siret": SIRET, "name": "Commune de Tulle", "commune_code": "19272", "legal_category": "7210", "by": NOBODY}
    return actions.register(**facts | changes)


def host(organization: Organization, role: str = "host_secretary") -> Actor:
    return actor(role, "organization", organization.pk)


def test_an_organization_is_known_once_by_its_siret() -> None:
    first = register()
    again = register(siret=f"{SIRET[:9]} {SIRET[9:]}", name="Autre nom", commune_code="inconnue")
    assert (again, again.name, again.employer, again.kind) == (first, "Commune de Tulle", "public", "commune")
    assert [entry.act for entry in history(first)] == ["organization.registered"]


def test_a_caledonian_organization_is_known_by_its_ridet() -> None:
    it = register(siret="", ridet="1 234 567", legal_category="", employer="private", kind="private")
    assert (it.siret, it.ridet, it.employer) == (None, "1234567", "private")
    assert register(siret="", ridet="1234567") == it


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"siret": "73282932000079"}, "siret"),
        ({"siret": ""}, "siret"),
        ({"ridet": "1234567"}, "siret"),
        ({"siret": "", "ridet": "12"}, "ridet"),
        ({"name": " "}, "name"),
        ({"commune_code": "ZZZZZ"}, "commune_code"),
        ({"legal_category": ""}, "employer"),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_nothing_is_written(changes: dict[str, str], field: str) -> None:
    territory()
    before = count_rows()
    with pytest.raises(Invalid) as refusal:
        register(**changes)
    assert set(refusal.value.fields) == {field}
    assert count_rows() == before


def test_details_are_declared_verified_and_activated_by_two_people_then_replaced() -> None:
    organization = OrganizationFactory()
    secretary = host(organization)

    def declare(seed: int) -> BankDetails:
        return actions.declare_bank_details(organization_id=organization.pk, holder="TEST Trésorerie", iban=iban_of(seed), by=secretary)

    first = declare(1)
    assert (first.status, first.bic, queries.active_bank_details(organization.pk)) == ("declared", "CDCGFRPPXXX", None)
    actions.verify_bank_details(bank_details_id=first.pk, by=CERTIFIER)
    actions.activate_bank_details(bank_details_id=first.pk, by=REQUESTER)
    second = declare(2)
    assert queries.active_bank_details(organization.pk) == first  # until the new account is checked
    third = declare(3)
    actions.verify_bank_details(bank_details_id=third.pk, by=CERTIFIER)
    actions.activate_bank_details(bank_details_id=third.pk, by=CERTIFIER)
    assert queries.active_bank_details(organization.pk) == third
    assert {it.pk: it.status for it in BankDetails.objects.all()} == {first.pk: "replaced", second.pk: "replaced", third.pk: "active"}
    assert [entry.act for entry in history(first)] == [
        "bank_details.declared",
        "bank_details.verified",
        "bank_details.activated",
        "bank_details.replaced",
    ]
    assert first.iban not in str([entry.facts for entry in history(first)])


PERFORM: dict[str, Callable[[BankDetails], object]] = {
    "verify": lambda it: actions.verify_bank_details(bank_details_id=it.pk, by=CERTIFIER),
    "activate": lambda it: actions.activate_bank_details(bank_details_id=it.pk, by=REQUESTER),
}


@pytest.mark.parametrize(("status", "act"), edges(BANK_DETAILS, without={"replace"}))
def test_every_status_and_act_of_bank_details(status: str, act: str) -> None:
    assert_edge(BANK_DETAILS, status, act, lambda s: BankDetailsFactory(**{s: True}), PERFORM)


@pytest.mark.parametrize("act", PERFORM)
@pytest.mark.parametrize("role", ["instructor", "accountant", "system", "importer"])
def test_only_the_banque_des_territoires_checks_details(act: str, role: str) -> None:
    details = BankDetailsFactory(**{"verify": {"declared": True}, "activate": {"verified": True}}[act])
    before = count_rows()
    do = {"verify": actions.verify_bank_details, "activate": actions.activate_bank_details}[act]
    with pytest.raises(Forbidden, match="Banque des Territoires"):
        do(bank_details_id=details.pk, by=SYSTEM if role == "system" else actor(role))
    with pytest.raises(Forbidden, match="autre personne"):
        do(bank_details_id=details.pk, by=Actor(details.declared_by, "certifier"))
    with pytest.raises(NotFound):
        do(bank_details_id=details.pk, by=actor("prefecture", "department", "19"))
    details_again = BankDetails.objects.get(pk=details.pk)
    assert (details_again.status, count_rows()) == (details.status, before)


def test_the_database_too_refuses_that_the_declarer_verifies() -> None:
    details = BankDetailsFactory()
    with pytest.raises(IntegrityError, match="verified_by_another"), transaction.atomic():
        BankDetails.objects.filter(pk=details.pk).update(verified_by=details.declared_by)


def test_only_the_structure_declares_its_account() -> None:
    ours, theirs = OrganizationFactory(), OrganizationFactory()
    before = count_rows()
    refusals = [
        (host(theirs), NotFound),
        (actor("prefecture", "department", "19"), Forbidden),
        (CERTIFIER, Forbidden),
        (NOBODY, NotFound),
        (actor("adviser", "organization", ours.pk), Forbidden),
    ]
    for by, refusal in refusals:
        with pytest.raises(refusal):
            actions.declare_bank_details(organization_id=ours.pk, holder="TEST", iban=iban_of(1), by=by)
    assert count_rows() == before
    for seed, by in enumerate([host(ours), host(ours, "host_representative"), actor("importer"), SYSTEM]):
        actions.declare_bank_details(organization_id=ours.pk, holder="TEST", iban=iban_of(seed), by=by)


def test_a_wrong_or_repeated_account_is_refused() -> None:
    organization = OrganizationFactory()
    by = host(organization)
    for holder, iban, field in (("TEST", "FR00", "iban"), (" ", iban_of(1), "holder")):
        with pytest.raises(Invalid) as refusal:
            actions.declare_bank_details(organization_id=organization.pk, holder=holder, iban=iban, by=by)
        assert set(refusal.value.fields) == {field}
    actions.declare_bank_details(organization_id=organization.pk, holder="TEST", iban=iban_of(1), by=by)
    with pytest.raises(RuleBroken, match="déjà déclaré"):
        actions.declare_bank_details(organization_id=organization.pk, holder="TEST ", iban=iban_of(1), by=by)


def test_a_delegation_holds_from_its_first_to_its_last_day() -> None:
    organization, person, today = OrganizationFactory(), uuid.uuid4(), clock.today()
    week = today + dt.timedelta(days=7)
    given = actions.delegate(
        organization_id=organization.pk,
        person_id=person,
        capacity="Maire",
        basis="Délibération du 4 juillet 2020",
        since=today,
        until=week,
        by=host(organization, "host_representative"),
    )
    day = dt.timedelta(days=1)
    found = [queries.signatory(organization.pk, person, on) for on in (today - day, today, week, week + day)]
    assert found == [None, given, given, None]
    assert queries.signatory(organization.pk, uuid.uuid4(), today) is None
    assert [entry.act for entry in history(given)] == ["delegation.given"]


def test_a_secretary_does_not_delegate_and_dates_are_in_order() -> None:
    organization = OrganizationFactory()
    facts = {"organization_id": organization.pk, "person_id": uuid.uuid4(), "basis": "Arrêté", "since": clock.today()}
    before = count_rows()
    with pytest.raises(Forbidden):
        actions.delegate(**facts, capacity="Adjointe", until=None, by=host(organization))
    with pytest.raises(Invalid) as refusal:
        actions.delegate(**facts, capacity="", until=clock.today() - dt.timedelta(days=1), by=SYSTEM)
    assert set(refusal.value.fields) == {"capacity", "until"}
    assert count_rows() == before
