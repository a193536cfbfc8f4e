"""Prepare a call, publish it, open, pause, close it; change its rules from a day to come; say which establishments the State identified."""

from lucette.scheme.calls.actions.amendments import amend_parameter, amend_scale
from lucette.scheme.calls.actions.course import close, close_intake, open, pause, publish, resume  # noqa: A004
from lucette.scheme.calls.actions.identification import identify, take_off_identified
from lucette.scheme.calls.actions.preparation import prepare_call, write_rules

__all__ = [
    "amend_parameter",
    "amend_scale",
    "close",
    "close_intake",
    "identify",
    "open",
    "pause",
    "prepare_call",
    "publish",
    "resume",
    "take_off_identified",
    "write_rules",
]
