"""Questions and their answers: searched on the page of help, and shown on the pages where they help."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lucette.kernel.french import folded

QUESTIONS = Path(__file__).resolve().parent / "reference" / "faq.toml"
MOST = 3  # shown on one page


class Question(NamedTuple):
    """`words`: other words by which it is searched; `pages`: routes where it helps, `host:*` for every other page of a space."""

    topic: str
    title: str
    text: str
    words: str = ""
    pages: tuple[str, ...] = ()

    def answers(self, asked: list[str]) -> bool:
        """Does every word asked begin a word of it?"""
        known = worded(f"{self.topic} {self.title} {self.text} {self.words}")
        return all(any(word.startswith(it) for word in known) for it in asked)

    def closeness(self, route: str) -> int:
        """How closely it names this route: 0 when it does not, most when it names it whole."""
        whole = 100 if route in self.pages else 0
        begun = (len(it) for it in self.pages if it.endswith("*") and route.startswith(it[:-1]))
        return max(whole, *begun, 0)


def worded(text: str) -> list[str]:
    return folded(text).replace("’", " ").replace("'", " ").split()


@cache
def questions() -> tuple[Question, ...]:
    """Every question, in the order of the file."""
    told = tomllib.loads(QUESTIONS.read_text("utf-8"))["question"]
    return tuple(Question(**it | {"pages": tuple(it.get("pages", ()))}) for it in told)


def searched(typed: str) -> list[Question]:
    """The questions that these words ask; all of them without words."""
    asked = worded(typed)
    return [it for it in questions() if it.answers(asked)]


@cache
def helping(route: str) -> tuple[Question, ...]:
    """The questions that help on the page of this route, the closest first, three at most."""
    close = sorted(((it.closeness(route), -n, it) for n, it in enumerate(questions())), reverse=True)
    return tuple(it for closeness, _, it in close[:MOST] if closeness)
