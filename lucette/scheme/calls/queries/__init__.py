"""Which calls are open, what each says, which rules it puts in force on a date."""

from lucette.scheme.calls.queries.hosts import (
    asks_identification,
    eligible_category,
    identification,
    identified_bodies,
    identified_body,
    pieces_of_calls,
    required_pieces,
)
from lucette.scheme.calls.queries.published import Eligible, InstalmentLine, ParameterLine, PublicCall, public_call
from lucette.scheme.calls.queries.rules import (
    SILENCE,
    Silence,
    instalment_rules,
    parameter,
    parameters,
    public_unit,
    scale_for,
    scales_of,
    silence,
    sums_of,
)
from lucette.scheme.calls.queries.shown import ComingRule, RulesShown, rules_shown, scale_lines
from lucette.scheme.calls.queries.window import call, calls, due_to_close, due_to_open, open_calls, renewal_calls, shipped_calls

__all__ = [
    "SILENCE",
    "ComingRule",
    "Eligible",
    "InstalmentLine",
    "ParameterLine",
    "PublicCall",
    "RulesShown",
    "Silence",
    "asks_identification",
    "call",
    "calls",
    "due_to_close",
    "due_to_open",
    "eligible_category",
    "identification",
    "identified_bodies",
    "identified_body",
    "instalment_rules",
    "open_calls",
    "parameter",
    "parameters",
    "pieces_of_calls",
    "public_call",
    "public_unit",
    "renewal_calls",
    "required_pieces",
    "rules_shown",
    "scale_for",
    "scale_lines",
    "scales_of",
    "shipped_calls",
    "silence",
    "sums_of",
]
