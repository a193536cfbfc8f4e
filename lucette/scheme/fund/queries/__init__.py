"""Questions to the fund."""

from lucette.scheme.fund.queries.checks import Check, verify
from lucette.scheme.fund.queries.files import AgreementPosition, AwardPosition, LinePosition, agreement_position, award_position
from lucette.scheme.fund.queries.owed import buckets, payables
from lucette.scheme.fund.queries.position import (
    BindingQuota,
    CashPosition,
    EnvelopePosition,
    Left,
    Position,
    PostsPosition,
    binding_of,
    binding_quota,
    chosen,
    endowment,
    endowments,
    free_cash_cents,
    left_to_award,
    position,
    tranches,
)
from lucette.scheme.fund.queries.shipped import ShippedEndowment, shipped_chart, shipped_endowment
from lucette.scheme.fund.queries.trail import TrailEvent, TrailPosting, latest, postings_count, trail

__all__ = [
    "AgreementPosition",
    "AwardPosition",
    "BindingQuota",
    "CashPosition",
    "Check",
    "EnvelopePosition",
    "Left",
    "LinePosition",
    "Position",
    "PostsPosition",
    "ShippedEndowment",
    "TrailEvent",
    "TrailPosting",
    "agreement_position",
    "award_position",
    "binding_of",
    "binding_quota",
    "buckets",
    "chosen",
    "endowment",
    "endowments",
    "free_cash_cents",
    "latest",
    "left_to_award",
    "payables",
    "position",
    "postings_count",
    "shipped_chart",
    "shipped_endowment",
    "trail",
    "tranches",
    "verify",
]
