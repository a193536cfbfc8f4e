"""A structure comes in: found or registered, the person who comes for it known, her role given, her link sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts import letters
from lucette.foundation.accounts import queries as account_queries
from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.models import Person
from lucette.foundation.accounts.rules import normal_email
from lucette.foundation.journal import actions as journal
from lucette.foundation.notifications import queries as notifications
from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations.adapters import Company
from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Invalid

ROLES = (R.HOST_REPRESENTATIVE, R.HOST_SECRETARY)
COMPATIBLE = frozenset({*ROLES, R.CANDIDATE, R.ADVISER})
REQUESTS_A_DAY = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """Who comes for the structure, in her own words."""

    first_name: str
    last_name: str
    email: str
    role: str
    phone: str = ""


@transaction.atomic
def welcome_host(*, company: Company, contact: Contact, source: str, by: Actor) -> bool:
    """Was the structure's space opened? Not when somebody acts for it already: she is told by letter, and may invite.

    The answer is the same whether the address of the contact is known or not. Raises Invalid (fields of the structure or of the contact).
    """
    if contact.role not in ROLES:
        raise Invalid("host.role", "Dites à quel titre vous agissez.", {"role": "Choisissez dans la liste."})
    organization = organizations.register(
        siret=company.siret,
        ridet=company.ridet,
        name=company.name,
        commune_code=company.commune_code,
        legal_category=company.legal_category,
        address=company.address,
        source=source,
        by=by,
    )
    Organization.objects.lock(organization.pk)
    scope = Scope("organization", str(organization.pk))
    held = [holder for role in ROLES for holder in account_queries.holders(role, scope)]
    if held:
        tell_referent(Person.objects.known(held[0].person_id), organization, contact, {holder.email for holder in held})
        return False
    person = accounts.register_person(
        email=contact.email, first_name=contact.first_name, last_name=contact.last_name, phone=contact.phone, by=by
    )
    if not {role.name for role in account_queries.roles_of(person.pk)} <= COMPATIBLE:
        letters.not_with_this_address(person)
        return True
    accounts.grant_role(person_id=person.pk, name=contact.role, scope=scope, by=SYSTEM)
    journal.record("organization.joined", subject=organization, by=by, person=str(person.pk), role=contact.role)
    tell_prefecture(organization, R(contact.role).label)
    accounts.ask_sign_in_link(email=person.email)
    return True


def tell_referent(referent: Person, organization: Organization, contact: Contact, known: set[str]) -> None:
    """She who acts already is told, a few times a day at most; if it is herself who asks, her link is sent."""
    if normal_email(contact.email) in known:
        accounts.ask_sign_in_link(email=contact.email)
        return
    since = clock.now() - dt.timedelta(days=1)
    if notifications.written_since("asked_to_join", organization.pk, since) < REQUESTS_A_DAY:
        letters.asked_to_join(referent, organization, f"{contact.first_name} {contact.last_name}", normal_email(contact.email))


def tell_prefecture(organization: Organization, role: str) -> None:
    for holder in account_queries.holders(R.PREFECTURE, Scope("department", organization.commune.department_id)):
        letters.joined(Person.objects.known(holder.person_id), organization, role)
