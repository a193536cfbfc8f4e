"""A representative brings a secretary in: a role, a letter, one live link."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from lucette.foundation.accounts import actions, queries
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person, SignInLink
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Forbidden, NotFound, RuleBroken
from tests.foundation.accounts.factories import RoleFactory, actor
from tests.foundation.organizations.factories import OrganizationFactory

pytestmark = pytest.mark.django_db
WHO = {"email": "aline@mairie.fr", "first_name": "Aline", "last_name": "Roux", "name": RoleName.HOST_SECRETARY}


@pytest.fixture
def representative() -> Actor:
    return actor(RoleName.HOST_REPRESENTATIVE, "organization", OrganizationFactory().pk)


def link() -> str:
    body = Letter.objects.filter(kind="invited").latest("created_at").body
    found = re.search(r"/connexion/(\S+)/", body)
    assert found
    return found[1]


def test_the_link_of_an_invitation_lives_a_week(representative: Actor) -> None:
    role = actions.invite(**WHO, scope=representative.scope, by=representative)
    assert queries.member(role.pk, representative).came is False
    with clock.at(clock.today() + dt.timedelta(days=6)):
        assert actions.use_sign_in_link(token=link()) == role.person
    assert queries.member(role.pk, representative).came is True


def test_a_renewed_invitation_closes_the_former_link(representative: Actor) -> None:
    role = actions.invite(**WHO, scope=representative.scope, by=representative)
    former = link()
    actions.renew_invitation(role_id=role.pk, by=representative)
    with pytest.raises(RuleBroken):
        actions.use_sign_in_link(token=former)
    assert SignInLink.objects.filter(expires_at__gt=clock.now()).count() == 1


def test_only_a_secretary_of_one_s_own_organization_is_invited(representative: Actor) -> None:
    elsewhere = Scope("organization", str(OrganizationFactory().pk))
    for change in ({"scope": elsewhere}, {"scope": representative.scope, "name": RoleName.HOST_REPRESENTATIVE}):
        with pytest.raises(Forbidden):
            actions.invite(**(WHO | change), by=representative)
    assert not Letter.objects.exists()


def test_a_secretary_who_came_first_invites_who_represents_until_one_has_come() -> None:
    secretary = actor(RoleName.HOST_SECRETARY, "organization", OrganizationFactory().pk)
    mayor = WHO | {"name": RoleName.HOST_REPRESENTATIVE, "scope": secretary.scope}
    wrong = actions.invite(**mayor | {"email": "mairei@mairie.fr"}, by=secretary)
    actions.renew_invitation(role_id=wrong.pk, by=secretary)
    actions.end_role(role_id=wrong.pk, by=secretary)
    right = actions.invite(**mayor, by=secretary)
    Person.objects.filter(pk=right.person_id).update(last_login=clock.now())
    for refused in (
        lambda: actions.invite(**mayor | {"email": "autre@mairie.fr"}, by=secretary),
        lambda: actions.end_role(role_id=right.pk, by=secretary),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_a_representative_who_was_not_invited_by_a_colleague_is_never_replaced() -> None:
    secretary = actor(RoleName.HOST_SECRETARY, "organization", OrganizationFactory().pk)
    held = RoleFactory(name=RoleName.HOST_REPRESENTATIVE, scope_kind="organization", scope_code=secretary.scope.code)
    with pytest.raises(Forbidden):
        actions.invite(**WHO | {"name": RoleName.HOST_REPRESENTATIVE}, scope=secretary.scope, by=secretary)
    with pytest.raises(Forbidden):
        actions.end_role(role_id=held.pk, by=secretary)


def test_the_members_of_another_organization_are_not_found(representative: Actor) -> None:
    role = actions.invite(**WHO, scope=representative.scope, by=representative)
    other = actor(RoleName.HOST_REPRESENTATIVE, "organization", OrganizationFactory().pk)
    assert queries.members(actor(RoleName.AUDITOR)) == []
    with pytest.raises(NotFound):
        queries.member(role.pk, other)
