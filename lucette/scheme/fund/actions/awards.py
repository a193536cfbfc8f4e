"""Awards: reserve (4), release (5), commit at signature (6). Named by committee and agreements, whose policies and journal they follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from lucette.foundation.ledger import actions as ledger
from lucette.foundation.ledger import queries as ledger_queries
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import rules
from lucette.scheme.fund.actions.books import opened
from lucette.scheme.fund.enums import EventKind


@transaction.atomic
def reserve(*, endowment_id: UUID, award_id: UUID, cents: int, posts: int, by: Actor) -> None:
    """Reserve an award's money (grants) and posts (4). Raises RuleBroken when either quota has not enough left."""
    reserve_many(endowment_id=endowment_id, awards=[(award_id, cents, posts)], by=by)


@transaction.atomic
def reserve_many(
    *, endowment_id: UUID, awards: Sequence[tuple[UUID, int, int]], by: Actor, given_back: Sequence[tuple[UUID, int, int]] = ()
) -> None:
    """Reserve every award of a session, (award id, cents, posts), all or none (4). Raises RuleBroken as `reserve`.

    `given_back`: awards that a rectifying session takes back, whole, in the same writing (5). Of one raised or lowered, only the difference
    moves the quotas."""
    books, today = opened(endowment_id), clock.today()
    moved = [(f"award:{it[0]}:released:1", EventKind.RELEASED, rules.release(books, *it), it[0]) for it in given_back]
    moved += [(f"award:{it[0]}:reserved", EventKind.RESERVED, rules.reservation(books, *it), it[0]) for it in awards]
    ledger.record_many([ledger.Fact(key, kind, lines, today, f"award/{award_id}") for key, kind, lines, award_id in moved], by=by)


@transaction.atomic
def release(*, endowment_id: UUID, award_id: UUID, cents: int, posts: int, by: Actor, attempt: int = 1) -> None:
    """Give back what an award had reserved (5); `attempt` numbers the releases of one award. Raises RuleBroken (more than reserved)."""
    ledger.record(
        f"award:{award_id}:released:{attempt}",
        EventKind.RELEASED,
        rules.release(opened(endowment_id), award_id, cents, posts),
        business_date=clock.today(),
        by=by,
        subject=f"award/{award_id}",
    )


@transaction.atomic
def commit(
    *,
    endowment_id: UUID,
    award_id: UUID,
    agreement_id: UUID,
    lines: Mapping[int, int],
    posts: int,
    released_cents: int,
    released_posts: int,
    by: Actor,
) -> None:
    """Commit an agreement at its signature (6): `lines` maps instalment number → cents, the rest returns to available.

    Raises RuleBroken: signed and released must be the whole reservation, money and posts alike.
    """
    books, key = opened(endowment_id), f"agreement:{agreement_id}:committed"
    if not ledger_queries.written(key):
        account = f"reserved/{award_id}"
        reserved = (ledger_queries.balance(books.budget, account), ledger_queries.balance(books.posts, account))
        if reserved != (sum(lines.values()) + released_cents, posts + released_posts):
            raise RuleBroken(
                "fund.not_the_reservation",
                "Ce qui est signé et ce qui est rendu doivent égaler la réservation, pour les crédits comme pour les postes.",
            )
    signed = rules.commitment(books, award_id, agreement_id, lines, posts)
    rest = rules.release(books, award_id, released_cents, released_posts)
    ledger.record(key, EventKind.COMMITTED, [*signed, *rest], business_date=clock.today(), by=by, subject=f"agreement/{agreement_id}")
