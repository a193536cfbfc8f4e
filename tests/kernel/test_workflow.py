"""A table says what may follow what."""

from __future__ import annotations

import pytest
from django.db.models import TextChoices

from lucette.kernel.errors import WrongState
from lucette.kernel.workflow import Transition, Workflow


class Door(TextChoices):
    SHUT = "shut", "fermée"
    OPEN = "open", "ouverte"


DOOR = Workflow(
    "la porte",
    Door,
    Transition("build", "poser la porte", (), (Door.SHUT,)),
    Transition("open", "ouvrir la porte", (Door.SHUT,), (Door.OPEN,)),
    Transition("paint", "peindre la porte", (Door.SHUT, Door.OPEN), (Door.SHUT, Door.OPEN)),
)


def test_an_edge_of_the_table_is_allowed() -> None:
    DOOR.check(Door.SHUT, "open", Door.OPEN)
    assert DOOR.initial == Door.SHUT
    assert [t.act for t in DOOR.acts_from(Door.OPEN)] == ["paint"]


def test_any_other_is_refused_in_french() -> None:
    with pytest.raises(WrongState, match="On ne peut pas ouvrir la porte : la porte est à l’état « ouverte »"):
        DOOR.check(Door.OPEN, "open")


def test_a_table_cannot_name_an_act_twice_or_an_unknown_status() -> None:
    with pytest.raises(ValueError, match="twice"):
        Workflow("x", Door, DOOR.transitions[0], DOOR.transitions[0])
    with pytest.raises(ValueError, match="ajar"):
        Workflow("x", Door, Transition("open", "ouvrir", ("ajar",), (Door.OPEN,)))


def test_the_diagram_is_mermaid() -> None:
    assert DOOR.diagram().splitlines()[:4] == [
        "stateDiagram-v2",
        "    shut: fermée",
        "    open: ouverte",
        "    [*] --> shut: poser la porte",
    ]
