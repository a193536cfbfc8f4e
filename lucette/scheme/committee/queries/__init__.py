"""Questions to the committee."""

from lucette.scheme.committee.queries.awards import AwardPage, award, award_letter, award_of, award_page, awards_of, awards_of_session
from lucette.scheme.committee.queries.checks import checks
from lucette.scheme.committee.queries.minutes import minutes
from lucette.scheme.committee.queries.sessions import (
    LineShown,
    MemberShown,
    Scales,
    SessionPage,
    agenda,
    dry_run,
    has_conflict,
    outcome,
    session,
    session_page,
    sessions,
    terms,
)

__all__ = [
    "AwardPage",
    "LineShown",
    "MemberShown",
    "Scales",
    "SessionPage",
    "agenda",
    "award",
    "award_letter",
    "award_of",
    "award_page",
    "awards_of",
    "awards_of_session",
    "checks",
    "dry_run",
    "has_conflict",
    "minutes",
    "outcome",
    "session",
    "session_page",
    "sessions",
    "terms",
]
