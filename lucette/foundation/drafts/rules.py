"""How much of a form is kept, and for how long."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

KEPT_DAYS = 30  # an entry nobody came back to; trust.md, section 5
MOST_CHARACTERS = 50_000  # of one form: more is no typing
NEVER = frozenset({"csrfmiddlewaretoken", "once"})

Fields = dict[str, list[str]]


def keepable(typed: Mapping[str, Sequence[str]], not_kept: Collection[str] = ()) -> Fields:
    """What may be kept of a form: never its tokens, nor the fields named in `not_kept`; {} when nothing was typed or too much."""
    fields = {name: list(values) for name, values in typed.items() if name not in NEVER and name not in not_kept}
    size = sum(len(value) for values in fields.values() for value in values)
    return fields if 0 < size <= MOST_CHARACTERS else {}
