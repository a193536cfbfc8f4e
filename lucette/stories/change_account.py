"""An organization declares where it is paid: what the rooms around know of it tells whether to trust the change."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.documents.rules import GivenFile
from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations.models import BankDetails
from lucette.foundation.organizations.rules import Known
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.scheme.payments import queries as payments


@transaction.atomic
def declare_account(*, organization_id: UUID, holder: str, iban: str, rib: GivenFile | None = None, by: Actor) -> BankDetails:
    """Declare an account, with the contacts known before and the next payment. Raises as organizations.declare_bank_details."""
    return organizations.declare_bank_details(
        organization_id=organization_id, holder=holder, iban=iban, rib=rib, known=known(organization_id), by=by
    )


@transaction.atomic
def confirm_account(*, bank_details_id: UUID, by: Actor) -> BankDetails:
    """The second person of the organization confirms. Raises as organizations.confirm_bank_details."""
    return organizations.confirm_bank_details(bank_details_id=bank_details_id, known=known(UUID(by.scope.code)), by=by)


def known(organization_id: UUID) -> Known:
    """Asked as the house: an organization does not see the desks of its payments."""
    with acting(SYSTEM):
        found = accounts.contacts(organization_id, clock.today())
        return Known(tuple(found), payments.next_payment_on(organization_id))
