"""People are registered once; roles are granted by those who may; a link lets in once."""

from __future__ import annotations

import contextvars
import datetime as dt
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lucette.foundation.accounts import actions, queries
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Attempt, Person, Role, SignInLink
from lucette.foundation.journal.queries import history
from lucette.foundation.notifications.models import Letter
from lucette.foundation.notifications.queries import rendered
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY, SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from tests.foundation.accounts.factories import PersonFactory, RoleFactory, actor
from tests.foundation.organizations.factories import OrganizationFactory, territory
from tests.states import count_rows

pytestmark = pytest.mark.django_db


def register(**changes: object) -> Person:
    facts = {"email": " Ada.Martin@Mairie.FR ", "first_name": "Ada", "last_name": "Martin", "by": NOBODY}
    return actions.register_person(**facts | changes)


def test_a_person_is_registered_once_whatever_the_case_of_her_address() -> None:
    ada = register()
    again = register(email="ADA.martin@mairie.fr", first_name="Autre")
    assert (ada, ada.email, again.first_name) == (again, "ada.martin@mairie.fr", "Ada")
    assert [entry.act for entry in history(ada)] == ["person.registered"]


@pytest.mark.parametrize(("field", "value"), [("email", "pas une adresse"), ("email", ""), ("first_name", " "), ("last_name", "")])
def test_an_incomplete_person_is_refused_field_by_field(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        register(**{field: value})
    assert set(refusal.value.fields) == {field}
    assert not Person.objects.exists()


@pytest.mark.parametrize("role", ["system", "support", "agency_director", "importer"])
def test_a_role_is_granted_once_by_those_who_may(role: str) -> None:
    person, by = PersonFactory(), actor(role)
    first = actions.grant_role(person_id=person.pk, name="auditor", scope=Scope(), by=by)
    assert actions.grant_role(person_id=person.pk, name=RoleName.AUDITOR, scope=Scope(), by=by) == first
    assert [entry.act for entry in history(first)] == ["role.granted"]


@pytest.mark.parametrize("by", [actor("instructor"), actor("host_secretary", "organization", uuid.uuid4()), NOBODY], ids=lambda a: a.role)
def test_others_grant_nothing(by: Actor) -> None:
    person = PersonFactory()
    before = count_rows()
    with pytest.raises(Forbidden):
        actions.grant_role(person_id=person.pk, name="auditor", scope=Scope(), by=by)
    assert count_rows() == before


def test_nobody_grants_herself_a_role() -> None:
    person = PersonFactory()
    with pytest.raises(Forbidden, match="soi-même"):
        actions.grant_role(person_id=person.pk, name="accountant", scope=Scope(), by=Actor(person.pk, "support"))


def test_a_representative_names_the_secretaries_of_her_own_structure_only() -> None:
    ours, theirs, person = OrganizationFactory(), OrganizationFactory(), PersonFactory()
    by = actor("host_representative", "organization", ours.pk)
    role = actions.grant_role(person_id=person.pk, name="host_secretary", scope=by.scope, by=by)
    for name, scope in (("host_secretary", Scope("organization", str(theirs.pk))), ("host_representative", by.scope), ("support", Scope())):
        with pytest.raises(Forbidden):
            actions.grant_role(person_id=person.pk, name=name, scope=scope, by=by)
    assert actions.end_role(role_id=role.pk, by=by).until == clock.today()
    with pytest.raises(Forbidden):
        actions.end_role(role_id=RoleFactory().pk, by=by)


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("prefecture", Scope()),
        ("prefecture", Scope("department", "ZZ")),
        ("prefecture", Scope("organization", "x")),
        ("auditor", Scope("region", "75")),
        ("host_secretary", Scope("organization", "pas un identifiant")),
        ("host_secretary", Scope("organization", str(uuid.uuid4()))),
        ("candidate", Scope("person", str(uuid.uuid4()))),
        ("importer", Scope("national", "19")),
    ],
)
def test_a_role_is_not_granted_where_it_cannot_be_held(name: str, scope: Scope) -> None:
    territory()
    with pytest.raises(RuleBroken, match="périmètre"):
        actions.grant_role(person_id=PersonFactory().pk, name=name, scope=scope, by=SYSTEM)
    assert not Role.objects.exists()


def test_a_prefecture_a_region_and_a_candidate_have_their_scopes() -> None:
    territory()
    person = PersonFactory()
    own = Scope("person", str(person.pk))
    for name, scope in (("prefecture", Scope("department", "19")), ("prefecture", Scope("region", "75")), ("candidate", own)):
        assert actions.grant_role(person_id=person.pk, name=name, scope=scope, by=SYSTEM).scope == scope
    with pytest.raises(NotFound):
        actions.grant_role(person_id=uuid.uuid4(), name="auditor", scope=Scope(), by=SYSTEM)


def test_an_ended_role_is_not_held_any_more_the_same_day_and_may_be_granted_again() -> None:
    role = RoleFactory()
    actions.end_role(role_id=role.pk, by=SYSTEM)
    assert queries.actor(role.person_id).role == ""
    with pytest.raises(RuleBroken, match="déjà terminé"):
        actions.end_role(role_id=role.pk, by=SYSTEM)
    again = actions.grant_role(person_id=role.person_id, name=role.name, scope=role.scope, by=SYSTEM)
    assert (again != role, queries.actor(role.person_id).role) == (True, role.name)


def token_of(letter: Letter) -> str:
    found = re.search(r"/connexion/([\w-]+)/", letter.body)
    assert found
    return found[1]


def test_a_link_lets_its_person_in_once(settings) -> None:
    person = PersonFactory(email="ada@example.fr")
    actions.ask_sign_in_link(email=" ADA@example.fr")
    letter = Letter.objects.get()
    token = token_of(letter)
    assert (letter.to_email, letter.to_person, len(token)) == ("ada@example.fr", person.pk, 43)
    assert token not in SignInLink.objects.get().token_hash
    link, mail = f"{settings.SITE_URL}/connexion/{token}/", rendered(letter)
    assert (mail.text.count("http"), link in mail.text, f'href="{link}"' in mail.html) == (1, True, True)  # one link only
    assert actions.use_sign_in_link(token=token) == person
    with pytest.raises(RuleBroken, match="déjà servi"):
        actions.use_sign_in_link(token=token)
    assert [entry.act for entry in history(person)] == ["person.signed_in"]


def test_a_link_lives_thirty_minutes() -> None:
    PersonFactory(email="ada@example.fr")
    actions.ask_sign_in_link(email="ada@example.fr")
    token = token_of(Letter.objects.get())
    with clock.at(clock.now() + dt.timedelta(minutes=30)), pytest.raises(RuleBroken, match="expiré"):
        actions.use_sign_in_link(token=token)
    with clock.at(clock.now() + dt.timedelta(minutes=29)):
        actions.use_sign_in_link(token=token)


def test_an_unknown_token_and_a_closed_account_are_refused_alike() -> None:
    person = PersonFactory(email="ada@example.fr")
    actions.ask_sign_in_link(email="ada@example.fr")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    for token in (token_of(Letter.objects.get()), "inconnu"):
        with pytest.raises(RuleBroken, match="n’est pas valable"):
            actions.use_sign_in_link(token=token)


def test_an_unknown_address_and_a_closed_account_get_the_same_answer_and_no_letter() -> None:
    PersonFactory(email="ferme@example.fr", is_active=False)
    for email in ("inconnue@example.fr", "ferme@example.fr", ""):
        assert actions.ask_sign_in_link(email=email) is None
    assert not Letter.objects.exists()


def test_an_address_receives_five_links_an_hour_at_most() -> None:
    PersonFactory(email="ada@example.fr")
    for _ in range(7):
        actions.ask_sign_in_link(email="ada@example.fr")
    assert Letter.objects.count() == 5
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        actions.ask_sign_in_link(email="ada@example.fr")
    assert Letter.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_let_in_once() -> None:
    with acting(SYSTEM):
        PersonFactory(email="ada@example.fr")
    with acting(NOBODY):
        actions.ask_sign_in_link(email="ada@example.fr")
        token = token_of(Letter.objects.get())

    def click() -> str:
        try:
            with acting(NOBODY):
                return actions.use_sign_in_link(token=token).email
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        clicks = [pool.submit(contextvars.copy_context().run, click) for _ in range(4)]
    assert sorted(it.result() for it in clicks) == ["ada@example.fr", "link.used", "link.used", "link.used"]


def test_requests_without_account_are_counted_for_an_hour_and_kept_a_day_without_any_address() -> None:
    limits = {"from 192.0.2.1": 2}
    for _ in range(2):
        actions.count_attempt(kind="essai", limits=limits)
    with pytest.raises(RuleBroken):
        actions.count_attempt(kind="essai", limits=limits)
    actions.count_attempt(kind="autre", limits=limits)
    actions.count_attempt(kind="essai", limits={"from 192.0.2.2": 2})
    assert not any("192.0.2" in key for key in Attempt.objects.values_list("key", flat=True))
    with clock.at(clock.now() + dt.timedelta(hours=25)):
        actions.count_attempt(kind="essai", limits=limits)
        assert Attempt.objects.count() == 1
