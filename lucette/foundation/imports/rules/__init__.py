"""A file becomes lines of text, a header becomes columns, a cell becomes a date, a number, a duration. Pure."""

from lucette.foundation.imports.rules.columns import Column, Line, Target, Trial, Written, guessed, lines_told, matching_problems
from lucette.foundation.imports.rules.sheets import MAX_LINES, Sheet, read, template
from lucette.foundation.imports.rules.values import count, day, minutes, one_of, several_of

__all__ = [
    "MAX_LINES",
    "Column",
    "Line",
    "Sheet",
    "Target",
    "Trial",
    "Written",
    "count",
    "day",
    "guessed",
    "lines_told",
    "matching_problems",
    "minutes",
    "one_of",
    "read",
    "several_of",
    "template",
]
