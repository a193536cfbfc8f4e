"""docs/glossary.md joins French and English: every model is there under its French name, nothing else passes for a model."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from django.apps import apps
from django.db.models import Model

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.french import folded
from lucette.scheme.fund.enums import EventKind

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
MODEL = re.compile(r"`([a-z_]+\.[A-Z]\w+)`")  # one dot, then a capital: a model; any other identifier is written otherwise
COLUMNS = 5


class Entry(NamedTuple):
    french: str
    english: str
    definition: str
    room: str
    source: str


def entries(text: str) -> list[Entry]:
    """The rows of the table, without its two heading lines."""
    rows = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    assert all(len(row) == COLUMNS for row in rows), [row for row in rows if len(row) != COLUMNS]
    return [Entry(*(cell.strip() for cell in row)) for row in rows[2:]]


def models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("lucette.")]


def absent(wanted: dict[str, str], rows: list[Entry]) -> list[str]:
    """Of `wanted` (identifier → French word), those that no entry joins, each as the line to write."""
    joined = {(folded(row.french), identifier) for row in rows for identifier in re.findall(r"`([^`]+)`", row.english)}
    return [f"| {word} | … (`{name}`) | … | … | … |" for name, word in wanted.items() if (folded(word), name) not in joined]


def unknown(rows: list[Entry]) -> set[str]:
    """What is written like a model and is none."""
    return {name for row in rows for name in MODEL.findall(row.english)} - {model._meta.label for model in models()}


ROWS = entries(GLOSSARY.read_text())


def test_every_model_is_in_the_glossary_under_its_french_name() -> None:
    missing = absent({model._meta.label: str(model._meta.verbose_name) for model in models()}, ROWS)
    assert not missing, "add to docs/glossary.md, in order:\n" + "\n".join(missing)


@pytest.mark.parametrize("enum", [RoleName, EventKind])
def test_every_role_and_every_event_of_the_fund_is_in_the_glossary(enum: type[RoleName | EventKind]) -> None:
    missing = absent({f"{enum.__name__}.{member.name}": str(member.label) for member in enum}, ROWS)
    assert not missing, "add to docs/glossary.md, in order:\n" + "\n".join(missing)


def test_no_entry_names_a_model_that_does_not_exist() -> None:
    assert not unknown(ROWS), "docs/glossary.md names models that are gone: remove or rename their lines"


def test_the_table_is_sorted_and_names_each_word_once() -> None:
    words = [folded(row.french) for row in ROWS]
    out_of_order = [(before, after) for before, after in pairwise(words) if before >= after]
    assert not out_of_order, "docs/glossary.md is sorted without accents nor capitals"


def test_every_definition_is_one_sentence_with_a_room_and_a_source() -> None:
    assert not [row.french for row in ROWS if not (row.definition.endswith(".") and row.room and row.source)]


def test_the_checks_see_a_missing_word_and_a_dead_model() -> None:
    planted = [Entry("poste", "post (`posts.Chair`)", "Une place.", "posts", "règle du dispositif")]
    assert absent({"posts.Post": "poste"}, planted) == ["| poste | … (`posts.Post`) | … | … | … |"]
    assert unknown(planted) == {"posts.Chair"}
