"""Questions to the committee."""

from lucette.scheme.committee.queries.awards import AwardPage, award, award_letter, award_of, award_page, awards_of, awards_of_session
from lucette.scheme.committee.queries.checks import checks
from lucette.scheme.committee.queries.conflicts import NOWHERE, Standing, conflicts_of, has_conflict, standing
from lucette.scheme.committee.queries.decisions import decisions
from lucette.scheme.committee.queries.minutes import minutes
from lucette.scheme.committee.queries.sessions import (
    IfVoted,
    LineShown,
    MemberShown,
    Scales,
    SessionPage,
    agenda,
    dry_run,
    if_voted,
    line,
    members,
    outcome,
    session,
    session_page,
    sessions,
    terms,
    to_decide,
    too_many,
)
from lucette.scheme.committee.queries.waiting import Returned, first_in_line, rank_before, returned, waiting

__all__ = [
    "NOWHERE",
    "AwardPage",
    "IfVoted",
    "LineShown",
    "MemberShown",
    "Returned",
    "Scales",
    "SessionPage",
    "Standing",
    "agenda",
    "award",
    "award_letter",
    "award_of",
    "award_page",
    "awards_of",
    "awards_of_session",
    "checks",
    "conflicts_of",
    "decisions",
    "dry_run",
    "first_in_line",
    "has_conflict",
    "if_voted",
    "line",
    "members",
    "minutes",
    "outcome",
    "rank_before",
    "returned",
    "session",
    "session_page",
    "sessions",
    "standing",
    "terms",
    "to_decide",
    "too_many",
    "waiting",
]
