"""Questions to the instruction of applications."""

from lucette.scheme.reviews.queries.eligibility import Eligibility, Prospect, eligibility, prospect
from lucette.scheme.reviews.queries.instruction import (
    ToVerify,
    completion_requests,
    frozen_eligibility,
    instruction,
    opinion,
    opinion_state,
    opinions,
    review,
    to_verify,
)
from lucette.scheme.reviews.queries.waiting import AgendaCandidate, Awaited, Work, agenda_candidates, at_work, awaited_opinions
from lucette.scheme.reviews.rules import Check

__all__ = [
    "AgendaCandidate",
    "Awaited",
    "Check",
    "Eligibility",
    "Prospect",
    "ToVerify",
    "Work",
    "agenda_candidates",
    "at_work",
    "awaited_opinions",
    "completion_requests",
    "eligibility",
    "frozen_eligibility",
    "instruction",
    "opinion",
    "opinion_state",
    "opinions",
    "prospect",
    "review",
    "to_verify",
]
