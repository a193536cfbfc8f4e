"""The books are verified: every invariant recomputed, the result kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.scheme.fund import policies, queries
from lucette.scheme.fund.models import Verification
from lucette.scheme.fund.queries import Check


@transaction.atomic
def keep_verification(*, checks: Iterable[Check], by: Actor) -> Verification:
    """Keep what a verification of the whole fund found (see jobs.checks). Raises Forbidden."""
    policies.check_can_verify(by)
    found = list(checks)
    faults = sum(not check.ok for check in found)
    it = Verification.objects.create(
        checks=[asdict(check) for check in found], faults=faults, postings=queries.postings_count(), made_by=by.pk
    )
    journal.record("books.verified", subject=it, by=by, invariants=len(found), faults=faults)
    return it
