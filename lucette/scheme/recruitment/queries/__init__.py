"""Questions to recruitment."""

from lucette.scheme.recruitment.queries.hires import (
    NEXT_STEPS,
    HireLine,
    contract_counts,
    contracts_page,
    current_hire,
    hire,
    hires_of,
    hires_of_candidate,
    hires_to_validate,
    line,
)
from lucette.scheme.recruitment.queries.pool import Offer, PoolCard, candidate_of, cards, offer, pool, pool_card, why_not, why_not_at
from lucette.scheme.recruitment.queries.terms import agreement_period, free_from, minimum_wage, terms

__all__ = [
    "NEXT_STEPS",
    "HireLine",
    "Offer",
    "PoolCard",
    "agreement_period",
    "candidate_of",
    "cards",
    "contract_counts",
    "contracts_page",
    "current_hire",
    "free_from",
    "hire",
    "hires_of",
    "hires_of_candidate",
    "hires_to_validate",
    "line",
    "minimum_wage",
    "offer",
    "pool",
    "pool_card",
    "terms",
    "why_not",
    "why_not_at",
]
