"""A secretary who came first invites who represents the structure; the prefecture knows it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts import letters, queries
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.foundation.organizations.models import Organization
from lucette.kernel.actor import Actor, Scope


@transaction.atomic
def invite_representative(*, email: str, first_name: str, last_name: str, by: Actor) -> Role:
    """Give her the role, write to her with a link, tell the prefecture of the territory.

    Raises Forbidden (somebody represents it already), Invalid (address, names), RuleBroken (invited already).
    """
    organization = Organization.objects.visible_to(by).lock(UUID(by.scope.code))
    role = accounts.invite(
        email=email, first_name=first_name, last_name=last_name, name=RoleName.HOST_REPRESENTATIVE, scope=by.scope, by=by
    )
    for holder in queries.holders(RoleName.PREFECTURE, Scope("department", organization.commune.department_id)):
        letters.represented(Person.objects.known(holder.person_id), organization)
    return role
