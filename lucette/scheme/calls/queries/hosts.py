"""What a call asks of those who answer it: legal category, identification, documents."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from lucette.kernel.actor import Actor
from lucette.scheme.calls.enums import Needed
from lucette.scheme.calls.models import (
    Call,
    EligibleCategory,
    IdentifiedBody,
    RequiredPiece,
)
from lucette.scheme.calls.rules import nearest_prefix


def eligible_category(call_id: UUID, legal_category: str) -> EligibleCategory | None:
    """The line of the call that makes this Insee legal category eligible (the most precise one); None when there is none."""
    rows = {row.category: row for row in EligibleCategory.objects.filter(call_id=call_id)}
    prefix = nearest_prefix(legal_category, rows)
    return rows[prefix] if prefix else None


def identified_bodies(call_id: UUID, by: Actor) -> list[IdentifiedBody]:
    """The establishments identified beforehand for this call, the last one first."""
    seen = IdentifiedBody.objects.filter(call__in=Call.objects.visible_to(by), call_id=call_id)
    return list(seen.order_by("-decided_on", "siret"))


def identified_body(body_id: UUID, by: Actor) -> IdentifiedBody:
    """One of them. Raises NotFound."""
    return IdentifiedBody.objects.filter(call__in=Call.objects.visible_to(by)).select_related("call").known(body_id)


def identification(call_id: UUID, siret: str | None) -> IdentifiedBody | None:
    """By which decision the State identified this establishment for this call; None when it did not."""
    return IdentifiedBody.objects.filter(call_id=call_id, siret=siret).first() if siret else None


def asks_identification(call_id: UUID) -> bool:
    """Does this call ask that some establishments be identified beforehand?"""
    return EligibleCategory.objects.filter(call_id=call_id, identified_only=True).exists()


def pieces_of_calls(call_ids: Collection[UUID], needed: str) -> dict[UUID, list[RequiredPiece]]:
    """The documents that each of these calls asks for this, in its order."""
    told: dict[UUID, list[RequiredPiece]] = {}
    for it in RequiredPiece.objects.filter(call_id__in=call_ids, needed_for=needed).order_by("position"):
        told.setdefault(it.call_id, []).append(it)
    return told


def required_pieces(call_id: UUID, legal_category: str, **more: Any) -> list[Any]:
    """The documents that the call asks of a host of this legal category: those of the filing first, in the order of the call.

    `more`: what is to be read with each, as annotations.
    """
    rows = RequiredPiece.objects.filter(call_id=call_id).annotate(**more).order_by("position")
    return sorted((it for it in rows if legal_category.startswith(it.category)), key=lambda it: it.needed_for != Needed.FILING)
