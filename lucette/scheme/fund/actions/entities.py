"""The host of an agreement becomes another legal person (30). Policies and journal: payments."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.ledger import queries as ledger_queries
from lucette.kernel.actor import Actor
from lucette.scheme.fund import queries, rules
from lucette.scheme.fund.actions.amendments import check_no_order
from lucette.scheme.fund.actions.books import opened, tell
from lucette.scheme.fund.enums import EventKind


@transaction.atomic
def change_entity(*, endowment_id: UUID, agreement_id: UUID, old: UUID, new: UUID, key: str, by: Actor) -> bool:
    """What the agreement owes to the old host, and what the old host still has to give back, pass to the new one (30).

    False when there was nothing to pass. Raises RuleBroken (an order is under way).
    """
    books = opened(endowment_id, hold=True)
    if ledger_queries.written(f"{key}:{EventKind.ENTITY_CHANGED}"):
        return True
    check_no_order(books, agreement_id)
    owner = str(agreement_id)
    owed = queries.stage_total(books, owner, "liquidated") - queries.stage_total(books, owner, "returned_transfers")
    asked_back = {n: holders[old] for n, holders in queries.open_recoveries(books, owner).items() if old in holders}
    postings = rules.entity_changed(books, agreement_id, old, new, owed, asked_back)
    if postings:
        tell(key, EventKind.ENTITY_CHANGED, postings, by=by, subject=f"agreement/{agreement_id}")
    return bool(postings)
