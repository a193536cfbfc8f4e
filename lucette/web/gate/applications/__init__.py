"""Applications as the host, the prefecture and the agency show them."""

from lucette.web.gate.applications.facts import contact, derogation, facts, need, points, priority, steps, territory, territory_facts
from lucette.web.gate.applications.lists import SHOWN, Waiting, filters, listing, table, waiting_filters
from lucette.web.gate.applications.parts import (
    NOT_TAKEN,
    VERDICTS,
    Exchange,
    appeals,
    asked_of_host,
    at_filing,
    dossier,
    eligibility,
    lapses,
    opinion,
    pieces,
    proposals,
)

__all__ = [
    "NOT_TAKEN",
    "SHOWN",
    "VERDICTS",
    "Exchange",
    "Waiting",
    "appeals",
    "asked_of_host",
    "at_filing",
    "contact",
    "derogation",
    "dossier",
    "eligibility",
    "facts",
    "filters",
    "lapses",
    "listing",
    "need",
    "opinion",
    "pieces",
    "points",
    "priority",
    "proposals",
    "steps",
    "table",
    "territory",
    "territory_facts",
    "waiting_filters",
]
