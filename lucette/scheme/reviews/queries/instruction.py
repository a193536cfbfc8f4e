"""The instruction of one application: opinion, what is asked of the host."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from lucette.kernel.clock import PARIS
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import policies, rules
from lucette.scheme.reviews.models import CheckAnswer, CompletionItem, CompletionRequest, Opinion, Proposal, Review
from lucette.scheme.reviews.queries.eligibility import Eligibility, explained
from lucette.scheme.reviews.rules import Answer, Check


@dataclass(frozen=True, slots=True)
class ToVerify:
    """A check left to a person, as computed, and her answer in force."""

    check: Check
    answer: CheckAnswer | None


def review(application_id: UUID) -> Review | None:
    """The instruction of the application; None until it is taken."""
    return Review.objects.filter(application_id=application_id).first()


def in_force(on: str) -> ArraySubquery:
    """The answers in force on an instruction, to be read with it; `on`: how an answer names the row they are read with."""
    answers = CheckAnswer.objects.filter(replaced_at=None, **{on: OuterRef("pk")})
    return ArraySubquery(answers.values(said=JSONObject(rule="rule", verdict="verdict", reason="reason", answered_at="answered_at")))


def as_answered(checks: list[dict[str, Any]], answers: list[dict[str, Any]]) -> list[Check]:
    """The checks as computed, with the answers in force, both as the base keeps them."""
    given = {it["rule"]: Answer(it["verdict"], it["reason"], _day(it["answered_at"])) for it in answers}
    return rules.answered([Check(**check) for check in checks], given)


def _day(instant: str) -> dt.date:
    return dt.datetime.fromisoformat(instant).astimezone(PARIS).date()


def to_verify(application_id: UUID) -> list[ToVerify]:
    """The checks left to a person, each with the answer in force; nothing until the file is taken."""
    given = {it.rule: it for it in CheckAnswer.objects.filter(review__application_id=application_id, replaced_at=None)}
    it = review(application_id)
    left = rules.open_checks(Check(**check) for check in it.checks) if it else []
    return [ToVerify(check, given.get(check.rule)) for check in left]


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


def proposal(application_id: UUID) -> Proposal | None:
    """What the prefecture proposes instead, with its opinion; None when it proposes nothing."""
    return Proposal.objects.filter(application_id=application_id, replaced_at=None).select_related("organization").first()


def opinion_state(application_id: UUID, on: dt.date) -> str:
    """`given`, `late`, `waiting` or `not_taken_over` on that day (enums.OpinionState). Raises NotFound."""
    return policies.opinion_state(Application.objects.known(application_id), on).value


def open_request(application_id: UUID) -> CompletionRequest | None:
    """What is asked of the host and not answered yet."""
    return CompletionRequest.objects.filter(application_id=application_id, answered_at=None, lapsed_at=None).first()


def items_of(request: CompletionRequest) -> list[CompletionItem]:
    """What it names, in order."""
    return list(request.named.order_by("position"))
