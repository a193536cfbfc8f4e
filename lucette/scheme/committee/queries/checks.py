"""Invariants that the committee alone can prove (`lucette fund verify`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from lucette.kernel import clock
from lucette.scheme.committee.models import AgendaLine, Award
from lucette.scheme.fund import queries as fund
from lucette.scheme.reviews.models import Interest


def checks(endowment_id: UUID | None = None) -> Iterable[fund.Check]:
    """I8: reserved money of an award = its reserved posts × its unit amount. I18: nobody decided a file from which a tie then kept
    her away."""
    awards = Award.objects.filter(endowment_id=endowment_id) if endowment_id else Award.objects.all()
    yield fund.Check.of(
        "I8",
        "les crédits réservés d’une attribution égalent ses postes réservés × le montant par poste",
        _unequal(awards.select_related("application").in_order()),
        awards.count(),
    )
    decided_at = Coalesce(OuterRef("decided_at"), Value(clock.now()))
    then = Interest.objects.of(OuterRef("decided_by")).filter(
        strength="hard", application=OuterRef("application"), created_at__lte=decided_at
    )
    conflict = then.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=decided_at))
    voted = AgendaLine.objects.filter(Exists(conflict)).values_list("session__number", "position")
    yield fund.Check.of("I18", "personne ne décide d’un dossier sur lequel elle a un conflit d’intérêts", voted, AgendaLine.objects.count())


def _sound(it: Award, posts: int) -> set[tuple[int, int]]:
    """What an award may hold reserved: the money of its reserved posts; of a renewal, all its money and no post (docs/adr/0027)."""
    return {(0, it.amount_cents)} if it.application.renews else {(posts, posts * it.unit_cents)}


def _unequal(awards: Iterable[Award]) -> Iterable[tuple[Any, ...]]:
    left = fund.reserved()
    for it in awards:
        held = left.get(it.pk)
        if held and (held.reserved_posts, held.reserved_cents) not in _sound(it, held.reserved_posts):
            yield it.number, held.reserved_cents, held.reserved_posts, it.unit_cents
