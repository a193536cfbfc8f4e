"""The words of `lucette` lead to the commands that the rooms wrote."""

from __future__ import annotations

import pytest

from config import command_line


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    seen: list[tuple[str, ...]] = []
    monkeypatch.setattr(command_line, "prepare", lambda: seen.append(("prepare",)))
    monkeypatch.setattr(command_line, "django", lambda *words: seen.append(words) or 0)
    return seen


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("import zoning zrr liste.csv", ("import_zoning", "zrr", "liste.csv")),
        ("import awards resultats.csv", ("import_awards", "resultats.csv")),
        ("export report R-1 dossier", ("export_report", "R-1", "dossier")),
        ("fund verify", ("fund_verify",)),
    ],
)
def test_two_words_name_one_command_on_a_ready_database(ran: list[tuple[str, ...]], typed: str, command: tuple[str, ...]) -> None:
    assert command_line.main(typed.split()) == 0
    assert ran == [("prepare",), command]


@pytest.mark.parametrize("typed", ["import", "export", "fund"])
def test_a_lone_verb_gets_the_help(ran: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str], typed: str) -> None:
    assert command_line.main([typed]) == 2
    assert "import zoning" in capsys.readouterr().out
    assert ran == []
