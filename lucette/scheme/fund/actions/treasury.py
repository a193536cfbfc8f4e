"""Cash of the endowment itself: tranches (2), interest (25), sums reused or restituted to the State (21)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.ledger import actions as ledger
from lucette.foundation.ledger import queries as ledger_queries
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.fund import policies, queries, rules
from lucette.scheme.fund.actions.books import opened, tell
from lucette.scheme.fund.actions.orders import check_free_cash
from lucette.scheme.fund.enums import EnvelopeCode, EventKind, Origin
from lucette.scheme.fund.models import Endowment, Tranche


@transaction.atomic
def receive_tranche(*, endowment_id: UUID, cents: int, bank_reference: str, on: dt.date, by: Actor) -> Tranche:
    """Record cash received from the DGCL (2), `on` the bank's date. The same reference again returns the tranche already recorded.

    Raises Forbidden, Invalid (amount, reference), RuleBroken (not notified; same reference with another amount or date).
    """
    return _tranche(endowment_id, cents, bank_reference, on, by, "bank")


@transaction.atomic
def reclassify_as_tranche(*, endowment_id: UUID, cents: int, bank_reference: str, on: dt.date, by: Actor) -> Tranche:
    """An unknown credit was a tranche (24). Raises as `receive_tranche`, and RuleBroken (nothing waits)."""
    return _tranche(endowment_id, cents, bank_reference, on, by, "suspense_receipts")


def _tranche(endowment_id: UUID, cents: int, bank_reference: str, on: dt.date, by: Actor, bank: str) -> Tranche:
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_receive(by)
    books = opened(endowment_id)
    _check_receipt(cents, bank_reference, "Une tranche")
    ledger.record(
        rules.tranche_key(endowment.pk, bank_reference),
        EventKind.TRANCHE_RECEIVED,
        rules.tranche(books, cents, bank),
        business_date=on,
        by=by,
        subject=f"endowment/{endowment.pk}",
    )
    tranche, created = Tranche.objects.get_or_create(
        endowment=endowment,
        bank_reference=bank_reference,
        defaults={"cents": cents, "received_on": on, "recorded_by": by.pk},
    )
    if created:
        journal.record("tranche.received", subject=tranche, by=by, cents=cents, on=on.isoformat())
    return tranche


def _check_receipt(cents: int, key: str, what: str) -> None:
    if cents <= 0 or not key:
        raise Invalid("fund.receipt_invalid", f"{what} a un montant supérieur à zéro et une référence bancaire.")


@transaction.atomic
def receive_interest(*, endowment_id: UUID, cents: int, key: str, on: dt.date, by: Actor) -> None:
    """Interest on the endowment's account (25), `on` the bank's date; `key` is `interest:<bank reference>:<attempt>`.

    It is cash, never authority. Raises Forbidden, Invalid, RuleBroken.
    """
    _interest(endowment_id, cents, key, by, "bank", on)


@transaction.atomic
def reclassify_as_interest(*, endowment_id: UUID, cents: int, key: str, by: Actor) -> None:
    """An unknown credit was interest (24). Raises as `receive_interest`, and RuleBroken (nothing waits)."""
    _interest(endowment_id, cents, key, by, "suspense_receipts", None)


def _interest(endowment_id: UUID, cents: int, key: str, by: Actor, bank: str, on: dt.date | None) -> None:
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_receive(by)
    _check_receipt(cents, key, "Un versement d’intérêts")
    if first_time(key, EventKind.INTEREST_RECEIVED):
        journal.record("interest.received", subject=endowment, by=by, cents=cents)
    postings = rules.interest(opened(endowment_id), cents, bank)
    tell(key, EventKind.INTEREST_RECEIVED, postings, by=by, subject=f"endowment/{endowment_id}", on=on)


def first_time(key: str, kind: EventKind) -> bool:
    """Was this fact never told under this key?"""
    return not ledger_queries.written(f"{key}:{kind}")


@transaction.atomic
def reuse_collected(*, endowment_id: UUID, subject: str, number: int, cents: int, key: str, by: Actor) -> None:
    """What was collected on an instalment is available again, on its envelope (21). Raises Forbidden, RuleBroken (more than collected)."""
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_reuse(by)
    books = opened(endowment_id)
    if first_time(key, EventKind.COLLECTED_REUSED):
        journal.record("collected.reused", subject=endowment, by=by, cents=cents, of=subject, number=number)
    postings = rules.reuse(books, subject.partition("/")[2], number, queries.envelope_of(books, subject), cents)
    tell(key, EventKind.COLLECTED_REUSED, postings, by=by, subject=subject)


@transaction.atomic
def restitute(
    *,
    endowment_id: UUID,
    origin: str,
    cents: int,
    key: str,
    on: dt.date,
    by: Actor,
    subject: str = "",
    number: int = 1,
    envelope: str = EnvelopeCode.GRANTS,
) -> None:
    """Give money back to the State (21), `on` the bank's date, within free cash. `origin` (enums.Origin): what was collected on an
    instalment (`subject`, `number`), authority that will not be used (`envelope`), or interest, which is cash alone.

    Raises Forbidden, Invalid, RuleBroken (not enough there; more interest than was received; free cash does not cover it).
    """
    _restitute(endowment_id, origin, cents, key, by, (subject, number, envelope), "bank", on)


@transaction.atomic
def reclassify_as_restitution(
    *,
    endowment_id: UUID,
    origin: str,
    cents: int,
    key: str,
    by: Actor,
    subject: str = "",
    number: int = 1,
    envelope: str = EnvelopeCode.GRANTS,
) -> None:
    """An unknown debit was a restitution (24): the money has left, free cash no longer counts it. Raises as `restitute`, and RuleBroken
    (nothing waits)."""
    _restitute(endowment_id, origin, cents, key, by, (subject, number, envelope), "suspense_expenses", None)


def _restitute(
    endowment_id: UUID, origin: str, cents: int, key: str, by: Actor, source: tuple[str, int, str], bank: str, on: dt.date | None
) -> None:
    subject, number, envelope = source
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_receive(by)
    if origin not in Origin.values or (origin == Origin.COLLECTED and not subject):
        raise Invalid("fund.restitution_invalid", "Dites d’où vient la somme à restituer.")
    books = opened(endowment_id, hold=True)
    if first_time(key, EventKind.RESTITUTED):
        if bank == "bank":
            check_free_cash(endowment_id, cents)
        if origin == Origin.INTEREST:
            _check_interest(endowment_id, cents)
        journal.record("endowment.restituted", subject=endowment, by=by, cents=cents, origin=origin)
    sources = {Origin.COLLECTED: f"recovered/{subject.partition('/')[2]}/{number}", Origin.UNUSED: f"available/{envelope}"}
    postings = rules.restitution(books, sources.get(Origin(origin), ""), cents, bank)
    tell(key, EventKind.RESTITUTED, postings, by=by, subject=subject or f"endowment/{endowment_id}", on=on)


def _check_interest(endowment_id: UUID, cents: int) -> None:
    if cents > queries.position(endowment_id).interest_left:
        raise RuleBroken("fund.no_interest", "On ne restitue pas plus d’intérêts que la dotation n’en a reçu.")
