"""Refusals: each has a code and a French sentence fit for the screen (what is wrong, what to do)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class Refusal(Exception):
    """Base of everything the house refuses. `code` for machines and tests, `sentence` for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code, self.sentence = code, sentence

    def __str__(self) -> str:
        return self.sentence


class Forbidden(Refusal):
    """This person may not do this (403)."""


class RuleBroken(Refusal):
    """A rule of the scheme refuses this act now (409)."""


class WrongState(RuleBroken):
    """The transition table has no such edge (409)."""


class NotFound(Refusal):
    """Absent, or not yours: the same answer (404)."""

    def __init__(self, code: str = "not_found", sentence: str = "Cette page n’existe pas, ou elle ne vous est pas ouverte.") -> None:
        super().__init__(code, sentence)


class Invalid(RuleBroken):
    """What was typed cannot be accepted; `fields` maps a field's name to its French sentence."""

    def __init__(self, code: str, sentence: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(code, sentence)
        self.fields = fields or {}


class Unavailable(Refusal):
    """An outside service does not answer; the person can go on by hand or later (503)."""


def allowed(check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Does this check let one act? A page asks it, to offer the act or not."""
    try:
        check(*args, **kwargs)
    except Refusal:
        return False
    return True
