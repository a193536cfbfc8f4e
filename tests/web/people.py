"""Someone signed in, for tests of doors."""

from __future__ import annotations

from django.test import Client

from lucette.foundation.accounts.enums import NATIONAL_READERS, RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.kernel import clock
from lucette.web.gate.fresh import SIGNED_IN
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory


def signed_in(client: Client, role: RoleName, code: str = "", person: Person | None = None):
    """Sign `client` in as `person` (somebody new) in this role; returns the role. `code`: her department, organization or person."""
    person = person or PersonFactory()
    if role in NATIONAL_READERS:
        kind, code = "national", ""
    elif role == RoleName.PREFECTURE:
        kind, code = "department", code or "19"
    elif role in (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY):
        kind, code = "organization", code or str(OrganizationFactory().pk)
    else:
        kind, code = "person", code or str(person.pk)
    facts = {"person": person, "name": role, "scope_kind": kind, "scope_code": code}
    held = Role.objects.filter(**facts, until=None).first() or RoleFactory(**facts)
    client.force_login(person)
    session = client.session
    session["role"] = str(held.pk)
    session[SIGNED_IN] = clock.now().isoformat()
    session.save()
    return held
