"""What every act on an account shares: hold its rows in order, move it, remember."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden


def held(bank_details_id: UUID, by: Actor) -> BankDetails:
    """The account, its organization held before it: two acts on one organization follow each other. Raises NotFound."""
    organization = Organization.objects.lock(BankDetails.objects.visible_to(by).known(bank_details_id).organization_id)
    details = BankDetails.objects.lock(bank_details_id)
    details.organization = organization
    return details


def check_different(by: Actor, *hands: UUID | None) -> None:
    """Two accounts of one natural person are one hand (the support team joins them). Raises Forbidden."""
    others = [str(hand) for hand in hands if hand]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM unnest(%s::uuid[]) hand WHERE lucette_natural_person(hand) = lucette_natural_person(%s))",
            [others, by.pk],
        )
        same = cursor.fetchone()
    if same and same[0]:
        raise Forbidden("bank_details.own", "Vous êtes déjà intervenu avec un autre accès : une autre personne doit le faire.")


def move(details: BankDetails, act: str, target: str, by: Actor, told: str, *, reason: str = "", **changes: Any) -> None:
    """Play `act`, and write it in the journal under `told`."""
    details.move_to(target, act=act, on=clock.now(), by=by, **changes)
    remember(f"bank_details.{told}", details, by, reason=reason)


def remember(act: str, details: BankDetails, by: Actor, **facts: Any) -> None:
    journal.record(act, subject=details, by=by, organization=str(details.organization_id), **facts)


def replace(details: BankDetails, by: Actor) -> None:
    """Newer details take the place of these."""
    move(details, "replace", S.REPLACED, by, "replaced")
