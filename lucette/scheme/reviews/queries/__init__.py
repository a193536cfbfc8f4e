"""Questions to the instruction of applications."""

from lucette.scheme.reviews.policies import invitation_obstacle
from lucette.scheme.reviews.queries.appeals import may_answer_appeal, open_appeal
from lucette.scheme.reviews.queries.dossier import Completion, Dossier, ReviewShown, dossier
from lucette.scheme.reviews.queries.eligibility import Eligibility, Prospect, eligibility, prospect
from lucette.scheme.reviews.queries.instruction import (
    ToVerify,
    frozen_eligibility,
    items_of,
    open_request,
    opinion,
    opinion_state,
    opinions,
    proposal,
    review,
    to_verify,
)
from lucette.scheme.reviews.queries.interests import (
    Found,
    InterestShown,
    MandateShown,
    barred,
    found,
    interest,
    interests,
    is_barred,
    known_pairs,
    mandate,
    mandates,
)
from lucette.scheme.reviews.queries.waiting import AgendaCandidate, Awaited, Work, agenda_candidates, at_work, awaited_opinions
from lucette.scheme.reviews.rules import Check

__all__ = [
    "AgendaCandidate",
    "Awaited",
    "Check",
    "Completion",
    "Dossier",
    "Eligibility",
    "Found",
    "InterestShown",
    "MandateShown",
    "Prospect",
    "ReviewShown",
    "ToVerify",
    "Work",
    "agenda_candidates",
    "at_work",
    "awaited_opinions",
    "barred",
    "dossier",
    "eligibility",
    "found",
    "frozen_eligibility",
    "interest",
    "interests",
    "invitation_obstacle",
    "is_barred",
    "items_of",
    "known_pairs",
    "mandate",
    "mandates",
    "may_answer_appeal",
    "open_appeal",
    "open_request",
    "opinion",
    "opinion_state",
    "opinions",
    "proposal",
    "prospect",
    "review",
    "to_verify",
]
