"""docs/states says what the transition tables say."""

from __future__ import annotations

from pathlib import Path

from lucette.jobs.states import pages, workflows

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "states"


def test_the_drawn_states_are_those_of_the_tables() -> None:
    drawn = {path.name: path.read_text() for path in FOLDER.glob("*.md")}
    assert drawn == pages(), "run make states"


def test_every_status_can_be_reached_and_every_table_begins() -> None:
    for room, name, workflow in workflows():
        reached = {target for t in workflow.transitions for target in t.targets}
        assert reached == {s.value for s in workflow.statuses}, f"{room}.{name}"
        assert workflow.initial
