"""Questions to the instruction of applications."""

from lucette.scheme.reviews.queries.eligibility import Eligibility, Prospect, eligibility, prospect
from lucette.scheme.reviews.queries.instruction import (
    completion_requests,
    frozen_eligibility,
    instruction,
    opinion,
    opinion_state,
    opinions,
    review,
)
from lucette.scheme.reviews.queries.waiting import AgendaCandidate, Awaited, agenda_candidates, answered, awaited_opinions
from lucette.scheme.reviews.rules import Check

__all__ = [
    "AgendaCandidate",
    "Awaited",
    "Check",
    "Eligibility",
    "Prospect",
    "agenda_candidates",
    "answered",
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
]
