"""One endowment with its three signatures; moves between its envelopes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from lucette.foundation.accounts.queries import names
from lucette.kernel.actor import Actor
from lucette.kernel.records import RecordQuerySet
from lucette.scheme.fund.enums import EndowmentStatus, Party
from lucette.scheme.fund.models import Endowment, EnvelopeMove
from lucette.scheme.fund.queries.position import endowments


@dataclass(frozen=True, slots=True)
class SignatureShown:
    """One of the three signatures; `at` is None while it is expected."""

    party: str
    label: str
    who: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class EndowmentPage:
    """An endowment and who signed it. `people`: the names of those who signed."""

    endowment: Endowment
    signatures: tuple[SignatureShown, ...]
    people: dict[UUID, str]

    @property
    def pk(self) -> UUID:
        return self.endowment.pk

    @property
    def status(self) -> str:
        return self.endowment.status

    @property
    def expected(self) -> list[str]:
        """The parties that have not signed yet."""
        return [it.label for it in self.signatures if it.at is None]

    def awaits(self, party: str) -> bool:
        """Is this party's signature expected now?"""
        waiting = {it.party for it in self.signatures if it.at is None}
        return self.endowment.status == EndowmentStatus.PREPARED and party in waiting

    def signed_by(self, person_id: UUID) -> bool:
        return any(it.person == person_id for it in self.endowment.signatures.all())


def endowment_page(endowment_id: UUID, by: Actor) -> EndowmentPage:
    """An endowment, its envelopes and its three signatures. Raises NotFound."""
    it = endowments(by).prefetch_related("envelopes", "signatures").known(endowment_id)
    signed = {signature.person for signature in it.signatures.all()}
    people = names(signed) if signed else {}
    return EndowmentPage(it, _signatures(it, people), people)


def _signatures(it: Endowment, people: dict[UUID, str]) -> tuple[SignatureShown, ...]:
    signed = {signature.party: signature for signature in it.signatures.all()}
    return tuple(
        SignatureShown(party, party.label, people.get(signed[party].person, ""), signed[party].signed_at)
        if party in signed
        else SignatureShown(party, party.label, "", None)
        for party in Party
    )


def endowment_pages(by: Actor) -> list[EndowmentPage]:
    """Every endowment with its signatures (no names), oldest first; two queries."""
    return [EndowmentPage(it, _signatures(it, {}), {}) for it in endowments(by).prefetch_related("signatures")]


def known_endowment(endowment_id: UUID, by: Actor) -> Endowment:
    """One endowment. Raises NotFound (absent, or not visible in this scope)."""
    return endowments(by).known(endowment_id)


def visible_moves(by: Actor) -> RecordQuerySet[EnvelopeMove]:
    return EnvelopeMove.objects.filter(endowment__in=endowments(by).order_by()).select_related("endowment")


def moves_page(by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50) -> tuple[list[EnvelopeMove], str]:
    """Moves between envelopes (in these statuses), newest first; and the id that asks for the next ones."""
    seen = visible_moves(by)
    return (seen.filter(status__in=statuses) if statuses else seen).page(after, limit)


def move_counts(by: Actor) -> dict[str, int]:
    """How many moves are in each status."""
    return dict(visible_moves(by).order_by("status").values_list("status").annotate(count=Count("pk")))


def move(move_id: UUID, by: Actor) -> EnvelopeMove:
    """One move, with its endowment. Raises NotFound."""
    return visible_moves(by).known(move_id)
