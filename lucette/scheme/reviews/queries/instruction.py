"""The instruction of one application: opinion, what is asked of the host."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from lucette.kernel.clock import PARIS
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import policies, rules
from lucette.scheme.reviews.models import CheckAnswer, CompletionRequest, Opinion, Review
from lucette.scheme.reviews.queries.eligibility import Eligibility, explained
from lucette.scheme.reviews.rules import Answer, Check


@dataclass(frozen=True, slots=True)
class Completion:
    """What the instruction asked of the host, and what the host answered; `answered_at` is None while it waits."""

    items: tuple[str, ...]
    comment: str
    created_at: dt.datetime
    due_on: dt.date
    answer: str
    answered_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ToVerify:
    """A check left to a person, as computed, and her answer in force."""

    check: Check
    answer: CheckAnswer | None


def review(application_id: UUID) -> Review | None:
    """The instruction of the application; None until it is taken."""
    return Review.objects.filter(application_id=application_id).first()


def instruction(application_id: UUID) -> tuple[Review | None, list[Check], list[Completion]]:
    """The instruction, its checks as answered, what it asked of the host, oldest first, in one question to the base; nothing until the
    file is taken."""
    asked = CompletionRequest.objects.filter(application=OuterRef("application")).order_by("created_at", "pk")
    said = asked.values(said=JSONObject(**{field.name: field.name for field in fields(Completion)}))
    found = Review.objects.annotate(asked=ArraySubquery(said), answers=in_force()).filter(application_id=application_id).first()
    return (found, as_answered(found, found.answers), [_completion(it) for it in found.asked]) if found else (None, [], [])


def in_force() -> ArraySubquery:
    """The answers in force of an instruction, to be read with it."""
    answers = CheckAnswer.objects.filter(review=OuterRef("pk"), replaced_at=None)
    return ArraySubquery(answers.values(said=JSONObject(rule="rule", verdict="verdict", reason="reason", answered_at="answered_at")))


def as_answered(review: Review, answers: list[dict[str, Any]]) -> list[Check]:
    given = {it["rule"]: Answer(it["verdict"], it["reason"], _day(it["answered_at"])) for it in answers}
    return rules.answered([Check(**check) for check in review.checks], given)


def _day(instant: str) -> dt.date:
    return dt.datetime.fromisoformat(instant).astimezone(PARIS).date()


def to_verify(application_id: UUID) -> list[ToVerify]:
    """The checks left to a person, each with the answer in force; nothing until the file is taken."""
    given = {it.rule: it for it in CheckAnswer.objects.filter(review__application_id=application_id, replaced_at=None)}
    it = review(application_id)
    left = rules.open_checks(Check(**check) for check in it.checks) if it else []
    return [ToVerify(check, given.get(check.rule)) for check in left]


def _completion(said: dict[str, Any]) -> Completion:
    asked, due, answered = said["created_at"], said["due_on"], said["answered_at"]
    return Completion(
        tuple(said["items"]),
        said["comment"],
        dt.datetime.fromisoformat(asked),
        dt.date.fromisoformat(due),
        said["answer"],
        dt.datetime.fromisoformat(answered) if answered else None,
    )


def frozen_eligibility(application_id: UUID) -> Eligibility | None:
    """Eligibility as it was computed when the application was taken, and answered since; None until then."""
    it = review(application_id)
    return explained(policies.answered_checks([it])[it.pk]) if it else None


def opinion(application_id: UUID) -> Opinion | None:
    """The opinion in force; None when there is none."""
    return Opinion.objects.filter(application_id=application_id, replaced_at=None).first()


def opinions(application_id: UUID) -> list[Opinion]:
    """Every opinion given, the former ones too, oldest first."""
    return list(Opinion.objects.filter(application_id=application_id).order_by("given_at", "created_at"))


def opinion_state(application_id: UUID, on: dt.date) -> str:
    """`given`, `late`, `waiting` or `not_taken_over` on that day (enums.OpinionState). Raises NotFound."""
    return policies.opinion_state(Application.objects.known(application_id), on).value


def completion_requests(application_id: UUID) -> list[CompletionRequest]:
    """What was asked of the host, oldest first; the one without `answered_at` is open."""
    return list(CompletionRequest.objects.filter(application_id=application_id).in_order())
