"""One order with its history and its hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from lucette.foundation.accounts.queries import names
from lucette.foundation.journal import queries as journal
from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.foundation.organizations.rules import masked
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.money import Money
from lucette.scheme.payments import policies
from lucette.scheme.payments.adapters import reason_label
from lucette.scheme.payments.enums import ORDER, Hand
from lucette.scheme.payments.models import HANDS, InstalmentLine, Order
from lucette.scheme.payments.models.orders import OrderQuerySet
from lucette.scheme.payments.queries.desks import OrderRow, row_of
from lucette.scheme.payments.rules import SECOND_SIGNER

LABELS = {
    "order.requested": "demandé",
    "order.sent_back": "renvoyé",
    "order.certified": "certifié",
    "order.certified_again": "certifié sur de nouvelles coordonnées bancaires",
    "order.ordered": "ordonnancé",
    "order.signed_once": "signé par un premier ordonnateur",
    "order.countersigned": "contresigné",
    "order.declined": "refusé au contreseing",
    "order.certification_cancelled": "certification annulée",
    "order.certification_reduced": "certification réduite",
    "order.rejected": "rejeté",
    "order.taken_in_charge": "pris en charge",
    "order.batched": "mis dans un lot",
    "order.sent": "envoyé à la banque",
    "order.refused_by_bank": "refusé par la banque",
    "order.executed": "exécuté par la banque",
    "order.returned": "revenu de la banque",
    "order.replaced": "demandé de nouveau",
    "order.under_inquiry": "mis en enquête à la banque",
    "order.inquiry_answered": "attendu, d’après la banque",
}
ACTS = {
    "cancel": Hand.CERTIFICATION,
    "reduce": Hand.CERTIFICATION,
    "send_back": Hand.CERTIFICATION,
    "certify": Hand.CERTIFICATION,
    "certify_again": Hand.CERTIFICATION,
    "order": Hand.ORDER,
    "countersign": Hand.COUNTERSIGNATURE,
    "decline": Hand.COUNTERSIGNATURE,
    "take_in_charge": Hand.ACCOUNT,
    "reject": Hand.ACCOUNT,
    "refuse_by_bank": Hand.ACCOUNT,
    "answer": Hand.ACCOUNT,
    "replace": Hand.REQUEST,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One act on an order: what, when, by whom, why."""

    label: str
    at: dt.datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class HandHeld:
    """One of the hands: its label, and who holds it ("" while nobody does)."""

    label: str
    who: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LineShown:
    """One post paid by an order."""

    pk: UUID
    post_number: str
    amount: Money
    status_label: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of an order, when and why ("" when the bank gave no reason)."""

    amount: Money
    on: dt.date
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An order, with whom it pays and where; the IBAN is masked. `pk`, `status`: those of the order."""

    row: OrderRow
    holder: str
    iban: str

    @property
    def pk(self) -> UUID:
        return self.row.id

    @property
    def status(self) -> str:
        return self.row.status


@dataclass(frozen=True, slots=True)
class OrderPage(Shown):
    """Everything on an order. `acts`: what this person may do now (codes of enums.ORDER)."""

    batch_id: UUID | None
    agreement_id: UUID | None
    executed_on: dt.date | None
    returned: Returned | None
    lines: tuple[LineShown, ...]
    hands: tuple[HandHeld, ...]
    steps: tuple[Step, ...]
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderCard(Shown):
    """What one must have before one's eyes to act on an order; `posts` it pays; `acts` as in OrderPage;
    `two_officers`: from this amount on, two of them sign."""

    endowment_id: UUID
    posts: int
    acts: tuple[str, ...]
    two_officers: bool


def _seen(by: Actor) -> OrderQuerySet:
    return Order.objects.visible_to(by).select_related("organization", "instalment__agreement", "invoice", "bank_details")


def order_card(order_id: UUID, by: Actor) -> OrderCard:
    """An order for the page of one act. Raises NotFound."""
    order: Any = _seen(by).annotate(posts=Count("lines")).known(order_id)
    two = order.cents >= parameters.value(SECOND_SIGNER, clock.today())
    return OrderCard(row_of(order), order.holder, masked(order.iban), order.endowment_id, order.posts, _acts(order, by), two)


def order_page(order_id: UUID, by: Actor) -> OrderPage:
    """An order, its lines, hands and timeline. The IBAN is masked. Raises NotFound."""
    order = _seen(by).known(order_id)
    entries = [it for it in journal.history(order) if it.act in LABELS]
    known = names({it.actor_id for it in entries} | set(holders(order))) | {SYSTEM.pk: SYSTEM.name}
    return OrderPage(
        row_of(order),
        order.holder,
        masked(order.iban),
        order.batch_id,
        order.instalment.agreement_id if order.instalment else None,
        order.executed_on,
        Returned(Money(order.returned_cents), order.returned_on, reason_label(order.bank_reason) if order.bank_reason else "")
        if order.returned_on
        else None,
        tuple(
            LineShown(line.pk, line.post.number, Money(line.cents), line.get_status_display())
            for line in order.lines.select_related("post").order_by("post__number")
        ),
        hands(order, known),
        tuple(Step(LABELS[it.act], it.at, known.get(it.actor_id, ""), it.reason) for it in entries),
        _acts(order, by),
    )


def posts_of_order(order_id: UUID, by: Actor) -> list[tuple[UUID, str, Money]]:
    """The lines of an order: id, number of the post, amount."""
    lines = InstalmentLine.objects.visible_to(by).filter(order_id=order_id).order_by("post__number", "part")
    return [(pk, number, Money(cents)) for pk, number, cents in lines.values_list("pk", "post__number", "cents")]


def _acts(order: Order, by: Actor) -> tuple[str, ...]:
    """Each hand is asked once whether this person may hold it; one certifies again only once the payee's account has changed."""
    allowed = {act: hand for act, hand in ACTS.items() if ORDER.allows(order.status, act)}
    if order.bank_details.status == BankDetailsStatus.ACTIVE:
        allowed.pop("certify_again", None)
    if order.batch_id:
        allowed.pop("reject", None)
    if order.bordereau_id:
        allowed.pop("cancel", None)
    if order.bordereau_id or order.invoice_id:
        allowed.pop("reduce", None)
    held = {hand for hand in set(allowed.values()) if policies.can_hold(by, hand, order)}
    return tuple(act for act, hand in allowed.items() if hand in held)


def holders(order: Order) -> list[UUID]:
    """Who has held the order so far, first hand first."""
    return [pk for column in HANDS if (pk := getattr(order, column))]


def hands(order: Order, known: Mapping[UUID, str]) -> tuple[HandHeld, ...]:
    """The hands of an order, in their order, with the names known; the countersignature when one is needed."""
    pairs = [
        (Hand.REQUEST, order.requested_by, order.created_at),
        (Hand.CERTIFICATION, order.certified_by, order.certified_at),
        (Hand.ORDER, order.ordered_by, order.ordered_at),
        *([(Hand.COUNTERSIGNATURE, order.countersigned_by, order.countersigned_at)] if order.to_countersign else []),
        (Hand.ACCOUNT, order.accepted_by, order.accepted_at),
    ]
    return tuple(HandHeld(hand.label, known.get(pk, "") if pk else "", at) for hand, pk, at in pairs)
