"""Two accounts of one natural person are said so, and then count for one."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from lucette.foundation.accounts import actions, queries
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from tests.foundation.accounts.factories import PersonFactory, actor

pytestmark = pytest.mark.django_db
SUPPORT = actor(RoleName.SUPPORT)


def natural(person: Person) -> object:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lucette_natural_person(%s)", [person.pk])
        return cursor.fetchone()[0]


def test_accounts_joined_are_one_person_until_they_are_parted() -> None:
    first, second = PersonFactory(), PersonFactory()
    actions.join_accounts(person_id=second.pk, same_as_id=first.pk, reason="Elle nous l’a écrit.", by=SUPPORT)
    assert natural(second) == natural(first) == first.pk
    assert set(queries.accounts_of(first.pk)) == set(queries.accounts_of(second.pk)) == {first.pk, second.pk}
    third = PersonFactory()
    actions.join_accounts(person_id=third.pk, same_as_id=first.pk, reason="Même nom, même service.", by=SUPPORT)
    assert set(queries.accounts_of(third.pk)) == {first.pk, second.pk, third.pk}
    actions.part_accounts(person_id=second.pk, reason="Deux sœurs.", by=SUPPORT)
    assert natural(second) == second.pk and set(queries.accounts_of(second.pk)) == {second.pk}


def test_no_chain_no_account_with_itself_no_unknown_one_and_a_reason_always() -> None:
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    actions.join_accounts(person_id=second.pk, same_as_id=first.pk, reason="Vu", by=SUPPORT)
    for person, same in ((third, second), (first, third), (third, third)):
        with pytest.raises(RuleBroken):
            actions.join_accounts(person_id=person.pk, same_as_id=same.pk, reason="Vu", by=SUPPORT)
    with pytest.raises(Invalid):
        actions.join_accounts(person_id=third.pk, same_as_id=first.pk, reason=" ", by=SUPPORT)
    with pytest.raises(Invalid):
        actions.part_accounts(person_id=second.pk, reason="", by=SUPPORT)
    with pytest.raises(RuleBroken):
        actions.part_accounts(person_id=third.pk, reason="Vu", by=SUPPORT)
    with pytest.raises(NotFound):
        actions.join_accounts(person_id=third.pk, same_as_id=SUPPORT.pk, reason="Vu", by=actor(RoleName.SUPPORT))
    assert Person.objects.filter(same_person_as__isnull=False).count() == 1


def test_it_is_the_support_team_s_and_never_for_oneself() -> None:
    first, second = PersonFactory(), PersonFactory()
    with pytest.raises(Forbidden):
        actions.join_accounts(person_id=second.pk, same_as_id=first.pk, reason="Vu", by=actor(RoleName.AGENCY_DIRECTOR))
    for account in (first, second):
        with pytest.raises(Forbidden):
            actions.join_accounts(person_id=second.pk, same_as_id=first.pk, reason="Vu", by=Actor(account.pk, RoleName.SUPPORT))


def test_postgresql_refuses_a_chain_of_accounts() -> None:
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    Person.objects.filter(pk=second.pk).update(same_person_as=first)
    for person, same in ((third, second), (first, third), (third, third)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(same_person_as=same)
