"""Everything that the instruction added to an application, as its page shows it: one question to the base."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, JSONObject

from lucette.foundation.accounts.models import Person
from lucette.scheme.applications.models import Application, LapseNotice
from lucette.scheme.applications.queries import PieceShown, pieces_read, pieces_within
from lucette.scheme.reviews.enums import AppealOutcome, InterestSource, Strength
from lucette.scheme.reviews.models import Appeal, CompletionItem, CompletionRequest, Interest, Opinion, Proposal, Review
from lucette.scheme.reviews.queries.instruction import as_answered, in_force
from lucette.scheme.reviews.rules import Check, proposed

T = TypeVar("T")
READ: dict[str, Callable[[str], Any]] = {"_at": dt.datetime.fromisoformat, "_on": dt.date.fromisoformat, "_id": UUID}


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """The instruction itself. `checks`: as computed at the filing."""

    instructor_id: UUID | None
    checks: list[dict[str, Any]]
    eligible: bool | None
    opinion_due_on: dt.date | None
    derogation_reason: str
    derogated_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One thing asked, where it stood before, what the host answered."""

    label: str
    before: str
    answer: str
    document_id: UUID | None


@dataclass(frozen=True, slots=True)
class Completion:
    """What the instruction asked of the host, and what the host answered; `answered_at` is None while it waits."""

    items: list[ItemShown]
    comment: str
    created_at: dt.datetime
    due_on: dt.date
    answer: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OpinionShown:
    favourable: bool
    comment: str
    given_at: dt.datetime
    replaced_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """What the prefecture proposes instead; `replaced_at`: when another one, or nothing, took its place."""

    kind: str
    name: str
    agreement_number: str
    comment: str
    given_at: dt.datetime
    replaced_at: dt.datetime | None
    invited_at: dt.datetime | None

    @property
    def sentence(self) -> str:
        return proposed(self.kind, self.name, self.agreement_number)


@dataclass(frozen=True, slots=True)
class AppealShown:
    """`outcome`: « » as long as it waits."""

    created_at: dt.datetime
    against: str
    grounds: str
    document_id: UUID | None
    due_on: dt.date
    outcome: str
    reason: str

    @property
    def outcome_label(self) -> str:
        return AppealOutcome(self.outcome).label if self.outcome else ""


@dataclass(frozen=True, slots=True)
class LapseShown:
    """The withdrawal of an award, announced; `answered_at`, `closed_at`: None as long as it waits."""

    created_at: dt.datetime
    reason: str
    due_on: dt.date
    answer: str
    answered_at: dt.datetime | None
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class TieShown:
    """What ties a person to the file, as long as it holds."""

    pk: str
    person_id: UUID
    person: str
    strength: str
    source: str
    reason: str
    created_at: dt.datetime

    @property
    def said(self) -> str:
        return f"{Strength(self.strength).label}, {InterestSource(self.source).label}"


@dataclass(frozen=True, slots=True)
class Dossier:
    """`review` is None until the file is taken; the lists are in the order of time."""

    review: ReviewShown | None
    checks: list[Check]
    asked: list[Completion]
    opinions: list[OpinionShown]
    appeals: list[AppealShown]
    lapses: list[LapseShown] = field(default_factory=list)
    pieces: list[PieceShown] = field(default_factory=list)
    proposals: list[ProposalShown] = field(default_factory=list)
    interests: list[TieShown] = field(default_factory=list)

    @property
    def proposal(self) -> ProposalShown | None:
        """The one in force."""
        return next((it for it in self.proposals if it.replaced_at is None), None)


def dossier(application_id: UUID) -> Dossier:
    """What was computed, answered, asked, opined, contested. Raises NotFound."""
    named = ArraySubquery(CompletionItem.objects.filter(request=OuterRef("pk")).order_by("position").values(told=_fields(ItemShown)))
    parts = {
        "review": _told(Review.objects.all(), ReviewShown),
        "asked": _told(CompletionRequest.objects.order_by("created_at", "pk"), Completion, items=named),
        "opinions": _told(Opinion.objects.order_by("given_at", "created_at"), OpinionShown),
        "appeals": _told(Appeal.objects.order_by("created_at", "pk"), AppealShown),
        "lapses": _told(LapseNotice.objects.order_by("created_at", "pk"), LapseShown),
        "proposals": _told(Proposal.objects.order_by("given_at", "created_at"), ProposalShown),
        "interests": _told(Interest.objects.live().annotate(person=_name()).order_by("created_at", "pk"), TieShown),
        "asked_pieces": pieces_within(),
        "category": F("organization__legal_category"),
        "answers": in_force("review__application"),
    }
    it: Any = Application.objects.annotate(**parts).only("pk").known(application_id)
    review = next((_read(ReviewShown, said) for said in it.review), None)
    return Dossier(
        review,
        as_answered(review.checks, it.answers) if review else [],
        [_read(Completion, said | {"items": [_read(ItemShown, item) for item in said["items"]]}) for said in it.asked],
        [_read(OpinionShown, said) for said in it.opinions],
        [_read(AppealShown, said) for said in it.appeals],
        [_read(LapseShown, said) for said in it.lapses],
        pieces_read(it.asked_pieces, it.category),
        [_read(ProposalShown, said) for said in it.proposals],
        [_read(TieShown, said) for said in it.interests],
    )


def _name() -> Coalesce:
    """« Prénom Nom » of the person of a tie; "" for an account that is no longer there."""
    person = Person.objects.filter(pk=OuterRef("person_id"))
    return Coalesce(Subquery(person.values(name=Concat("first_name", Value(" "), "last_name"))), Value(""), output_field=CharField())


def _told(rows: QuerySet[Any], shape: type, **more: Any) -> ArraySubquery:
    """The rows of this application, each as an object with the fields of `shape`."""
    return ArraySubquery(rows.filter(application=OuterRef("pk")).values(told=_fields(shape, **more)))


def _fields(shape: type, **more: Any) -> JSONObject:
    return JSONObject(**{it.name: it.name for it in fields(shape)} | more)


def _read(shape: type[T], said: dict[str, Any]) -> T:
    """JSON carries moments (`…_at`), days (`…_on`) and ids as text."""
    return shape(**{name: _value(name, value) for name, value in said.items()})


def _value(name: str, value: Any) -> Any:
    read = next((read for end, read in READ.items() if name.endswith(end)), None)
    return read(value) if read and value is not None else value
