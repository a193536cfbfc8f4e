"""The yearly accounts are approved: the period is closed (26). Nothing is netted, nothing moves."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.ledger import actions as ledger
from lucette.kernel.actor import Actor
from lucette.scheme.fund import policies
from lucette.scheme.fund.actions.books import opened
from lucette.scheme.fund.models import Endowment


@transaction.atomic
def approve_accounts(*, endowment_id: UUID, until: dt.date, decision: str, by: Actor) -> None:
    """Approve the accounts rendered up to the day `until` (26): nothing dated up to that day enters the three books any more.

    To be called last in an act: it holds back every writer. Raises Forbidden, Invalid (no decision), RuleBroken (not notified yet, period
    not over), Unavailable (a writer did not end in time).
    """
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_approve_accounts(by)
    books = opened(endowment_id)
    journal.record("accounts.approved", subject=endowment, by=by, reason=decision, until=until.isoformat())
    ledger.close_period(books=books.all, until=until, by=by, reason=decision)
