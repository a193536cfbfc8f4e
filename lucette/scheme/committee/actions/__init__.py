"""Acts of the committee, in the order of a session."""

from lucette.scheme.committee.actions.awards import release_award
from lucette.scheme.committee.actions.closing import close, publish
from lucette.scheme.committee.actions.preparation import add_from_waiting, add_to_agenda, convene, prepare, take_off
from lucette.scheme.committee.actions.rectification import add_correction, rectify
from lucette.scheme.committee.actions.sitting import (
    decide,
    decide_many,
    declare_conflict,
    move_to_waiting,
    open,  # noqa: A004
    sign_minutes,
    take_back_votes,
)

__all__ = [
    "add_correction",
    "add_from_waiting",
    "add_to_agenda",
    "close",
    "convene",
    "decide",
    "decide_many",
    "declare_conflict",
    "move_to_waiting",
    "open",
    "prepare",
    "publish",
    "rectify",
    "release_award",
    "sign_minutes",
    "take_back_votes",
    "take_off",
]
