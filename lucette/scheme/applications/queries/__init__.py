"""Which applications, where each stands, what it lacks, what comes next."""

from lucette.scheme.applications.queries.contact import contact_of
from lucette.scheme.applications.queries.filing import (
    PieceShown,
    deliberation,
    filers,
    piece,
    pieces,
    pieces_lacking,
    pieces_read,
    pieces_within,
    problems,
)
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
    "contact_of",
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
    "pieces_read",
    "pieces_within",
    "problems",
    "sharing",
    "urgent",
]
