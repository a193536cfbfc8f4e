"""Events, their postings, the periods that are closed to them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Prefetch, QuerySet

from lucette.foundation.ledger.models import Account, ClosedPeriod, Event, Posting
from lucette.foundation.ledger.rules import Line


def events_of(subject: str, prefixes: tuple[str, ...] = ()) -> QuerySet[Event]:
    """Events about a subject, and those that moved an account whose code is a prefix or lies under it; oldest first."""
    touched = Account.objects.none()
    for prefix in prefixes:
        touched = touched | Account.objects.filter(code=prefix) | Account.objects.filter(code__startswith=f"{prefix}/")
    moved = Posting.objects.none()
    if prefixes:
        ids = list(touched.values_list("pk", flat=True))
        moved = Posting.objects.filter(debit__in=ids) | Posting.objects.filter(credit__in=ids)
    found = Event.objects.filter(subject=subject) | Event.objects.filter(pk__in=list(moved.values_list("event_id", flat=True)))
    return found.order_by("id").prefetch_related("postings__book", "postings__debit", "postings__credit")


def whole_postings() -> QuerySet[Posting]:
    """Postings with their book and both accounts."""
    return Posting.objects.select_related("book", "debit", "credit")


def events_of_kind(kind: str) -> QuerySet[Event]:
    """Events of this kind, oldest first."""
    return Event.objects.filter(kind=kind).order_by("id").prefetch_related(Prefetch("postings", whole_postings()))


def events(kind: str = "", after: str = "", limit: int = 50) -> tuple[list[Event], str]:
    """Events (of one kind), newest first, with their postings; and the id that asks for the next ones ("" at the end)."""
    rows = Event.objects.order_by("-id").prefetch_related(Prefetch("postings", whole_postings()))
    if kind:
        rows = rows.filter(kind=kind)
    if after.isdigit():
        rows = rows.filter(id__lt=int(after))
    found = list(rows[: limit + 1])
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else ""


def events_by_kind() -> dict[str, int]:
    """How many events of each kind were ever written."""
    return dict(Event.objects.order_by("kind").values_list("kind").annotate(count=Count("pk")))


def postings_count() -> int:
    return Posting.objects.count()


def written(key: str) -> bool:
    """Is there an event under this key?"""
    return Event.objects.filter(key=key).exists()


def event(key: str) -> Event | None:
    """The event written under this key."""
    return Event.objects.filter(key=key).first()


def lines_of(event_id: int) -> list[Line]:
    """The postings of an event as they were asked, in order; with `rules.mirror`, its correction."""
    found = Posting.objects.filter(event_id=event_id).order_by("id")
    return [Line(*row) for row in found.values_list("book__code", "debit__code", "credit__code", "amount")]


def closed_periods(books: Collection[str]) -> QuerySet[ClosedPeriod]:
    """The closed periods of these books, with their book, oldest first."""
    return ClosedPeriod.objects.filter(book__code__in=books).select_related("book").order_by("until", "book__code")
