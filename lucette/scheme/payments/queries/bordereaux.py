"""Slips: those there are, one with its orders, and the orders that may go on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from lucette.foundation.accounts.queries import names
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.kernel.records import is_uuid
from lucette.scheme.payments import policies
from lucette.scheme.payments.enums import BordereauStatus, Hand, OrderStatus
from lucette.scheme.payments.models import Bordereau, Order
from lucette.scheme.payments.queries.desks import OrderRow, ReadyToBatch, row_of

WITH_OBJECT = ("organization", "instalment__agreement", "invoice")


@dataclass(frozen=True, slots=True)
class BordereauPage:
    """A slip and its orders; `held`: this person may sign it for the hand it waits for."""

    bordereau: Bordereau
    orders: tuple[OrderRow, ...]
    composed_by: str
    signed_by: str
    countersigned_by: str
    held: bool

    @property
    def pk(self) -> UUID:
        return self.bordereau.pk

    @property
    def status(self) -> str:
        return self.bordereau.status


def bordereau_page(bordereau_id: UUID, by: Actor) -> BordereauPage:
    """A slip. Raises NotFound."""
    if not by.scope.national:
        raise NotFound
    it = Bordereau.objects.select_related("endowment", "document").known(bordereau_id)
    orders = list(it.orders.select_related(*WITH_OBJECT).order_by("number"))
    known = names({pk for pk in (it.composed_by, it.signed_by, it.countersigned_by) if pk})
    hand = Hand.COUNTERSIGNATURE if it.status == BordereauStatus.TO_COUNTERSIGN else Hand.ORDER
    return BordereauPage(
        it,
        tuple(row_of(order) for order in orders),
        known.get(it.composed_by, ""),
        known.get(it.signed_by, "") if it.signed_by else "",
        known.get(it.countersigned_by, "") if it.countersigned_by else "",
        policies.can_hold_orders(by, hand, orders),
    )


def bordereaux_page(by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50) -> tuple[list[Bordereau], str]:
    """Slips, newest first; and the id that asks for the next ones."""
    found = Bordereau.objects.all() if by.scope.national else Bordereau.objects.none()
    found = found.filter(status__in=statuses) if statuses else found
    if after and is_uuid(after) and (last := Bordereau.objects.filter(pk=after).first()):
        found = found.filter(number__lt=last.number)
    rows = list(found.order_by("-number")[: limit + 1])
    return rows[:limit], str(rows[limit - 1].pk) if len(rows) > limit else ""


def bordereau_counts(by: Actor) -> dict[str, int]:
    """How many slips in each state."""
    found = Bordereau.objects.all() if by.scope.national else Bordereau.objects.none()
    return dict(found.order_by().values_list("status").annotate(count=Count("pk")))


def ready_for_bordereau(by: Actor) -> list[ReadyToBatch]:
    """Endowments with certified orders on no slip: how many, for how much."""
    ready = Order.objects.visible_to(by).filter(status=OrderStatus.CERTIFIED, bordereau=None).order_by("endowment__created_at")
    rows = ready.values_list("endowment_id", "endowment__title").annotate(count=Count("pk"), cents=Sum("cents"))
    return [ReadyToBatch(pk, title, count, Money(cents)) for pk, title, count, cents in rows]


def orders_for_bordereau(endowment_id: UUID, by: Actor, limit: int = 200) -> list[OrderRow]:
    """Certified orders of an endowment on no slip, those that wait longest first."""
    ready = Order.objects.visible_to(by).filter(endowment_id=endowment_id, status=OrderStatus.CERTIFIED, bordereau=None)
    return [row_of(it) for it in ready.select_related(*WITH_OBJECT).order_by("status_since", "pk")[:limit]]
