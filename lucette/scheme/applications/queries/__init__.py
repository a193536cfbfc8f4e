"""Which applications, where each stands, what it lacks, what comes next."""

from lucette.scheme.applications.queries.filing import PieceShown, deliberation, filers, piece, pieces, pieces_lacking, problems
from lucette.scheme.applications.queries.lists import (
    SORTS,
    Filters,
    Page,
    Placed,
    Row,
    answers,
    applications,
    awaited,
    count,
    counts_by_status,
    on_the_map,
    urgent,
)
from lucette.scheme.applications.queries.pages import Detail, RecruitBy, application, bare, open_lapse
from lucette.scheme.applications.queries.partners import PartnerShown, partners, sharing

__all__ = [
    "SORTS",
    "Detail",
    "Filters",
    "Page",
    "PartnerShown",
    "PieceShown",
    "Placed",
    "RecruitBy",
    "Row",
    "answers",
    "application",
    "applications",
    "awaited",
    "bare",
    "count",
    "counts_by_status",
    "deliberation",
    "filers",
    "on_the_map",
    "open_lapse",
    "partners",
    "piece",
    "pieces",
    "pieces_lacking",
    "problems",
    "sharing",
    "urgent",
]
