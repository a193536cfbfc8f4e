"""A variable that a template does not know fails the test that meets it.

Django writes nothing for such a variable; here its name is told. Left alone: templates of others (Django, the design system), and what
Django itself lets be absent (`{% if x %}`, `{% for %}`, `{% firstof %}`), or a template declares optional (`{{ x|default:"…" }}`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from django.template.base import FilterExpression

OURS = str(Path(__file__).resolve().parent.parent)
THEIRS = "site-packages"


class UnknownVariable(Exception):
    """Not an AttributeError nor a KeyError: no template swallows it."""


class Watch(str):
    """Stands for `string_if_invalid`: empty for templates of others, an exception for ours."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return watched(sys._getframe(1))

    def __contains__(self, part: str) -> bool:  # type: ignore[override]
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        raise UnknownVariable(f"{variable} in {template_of(sys._getframe(1))}")


def watched(frame: FrameType) -> bool:
    """Is this the reading of a variable that one of our templates must know?"""
    if frame.f_code is not FilterExpression.resolve.__code__:
        return False
    optional = any(function.__name__.startswith("default") for function, _ in frame.f_locals["self"].filters[:1])
    origin = template_of(frame)
    return not optional and origin.startswith(OURS) and THEIRS not in origin


def template_of(frame: FrameType) -> str:
    template = frame.f_locals["context"].render_context.template
    return str(template.origin.name) if template else ""
