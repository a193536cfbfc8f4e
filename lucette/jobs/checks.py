"""Every invariant of the fund: those of the ledger alone, and those that the rooms add about their own rows."""

from __future__ import annotations

from uuid import UUID

from lucette.kernel.acting import acting, reading
from lucette.kernel.actor import SYSTEM, Actor
from lucette.scheme.committee import queries as committee
from lucette.scheme.fund import actions
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import queries as payments
from lucette.scheme.posts import queries as posts

EXTRA = (committee.checks, posts.checks, payments.checks)


def all_checks(endowment_id: UUID | None = None) -> list[fund.Check]:
    """Each check with its count of faults, in order of its name."""
    with acting(SYSTEM):
        return fund.verify(endowment_id, extra=EXTRA)


def checks_at_once() -> list[fund.Check]:
    """The same as everything stood at one instant, while others write."""
    with reading(SYSTEM):
        return fund.verify(None, extra=EXTRA)


def verify_and_keep(by: Actor) -> list[fund.Check]:
    """Verify the whole fund and keep what was found, as this person or the house itself. Raises Forbidden."""
    found = all_checks()
    with acting(by):
        actions.keep_verification(checks=found, by=by)
    return found
