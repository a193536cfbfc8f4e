"""What a filing needs, its legal dates, where an application stands and what comes next. Pure."""

from lucette.scheme.applications.rules.course import BALLS, ENDED_BY, NOW, ROAD, Dates, Next, Step, next_step, timeline
from lucette.scheme.applications.rules.days import (
    RECOURSE_MONTHS,
    RECRUIT_DAYS,
    answer_due,
    court,
    recourse_until,
    recruit_reminder,
    remedies,
)
from lucette.scheme.applications.rules.filing import (
    BUDGET_ACT,
    COUNCILS,
    DECIDES,
    IMPORT_CODES,
    LACKING,
    SHORTEST_MOTIVATION,
    Asked,
    Filing,
    draft_deliberation,
    missing,
)
from lucette.scheme.applications.rules.sharing import partner_problems, shares

__all__ = [
    "BALLS",
    "BUDGET_ACT",
    "COUNCILS",
    "DECIDES",
    "ENDED_BY",
    "IMPORT_CODES",
    "LACKING",
    "NOW",
    "RECOURSE_MONTHS",
    "RECRUIT_DAYS",
    "ROAD",
    "SHORTEST_MOTIVATION",
    "Asked",
    "Dates",
    "Filing",
    "Next",
    "Step",
    "answer_due",
    "court",
    "draft_deliberation",
    "missing",
    "next_step",
    "partner_problems",
    "recourse_until",
    "recruit_reminder",
    "remedies",
    "shares",
    "timeline",
]
