"""How much of a form is kept, and for how long."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

KEPT_DAYS = 30  # an entry nobody came back to; trust.md, section 5
MOST_CHARACTERS = 50_000  # of one form: more is no typing
NEVER = frozenset({"csrfmiddlewaretoken", "once"})

Fields = dict[str, list[str]]


def keepable(typed: Mapping[str, Sequence[str]], not_kept: Collection[str] = ()) -> Fields:
    """What may be kept of a form, as typed: never its tokens, nor the fields named in `not_kept`; {} when it is too much."""
    # the null character is no typing, and PostgreSQL refuses it
    fields = {
        name: [value.replace("\0", "") for value in values] for name, values in typed.items() if name not in NEVER and name not in not_kept
    }
    return fields if size(fields) <= MOST_CHARACTERS else {}


def size(fields: Mapping[str, Sequence[str]]) -> int:
    """How many characters were typed."""
    return sum(len(value) for values in fields.values() for value in values)
