"""The words of `lucette` lead to the commands that the rooms wrote."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from config import command_line

ROOT = Path(__file__).resolve().parents[2]


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


@pytest.mark.parametrize("typed", ["import", "export", "fund", "import lune", "fund lune fichier.csv", "lune", "db lune"])
def test_words_that_lead_nowhere_get_the_help(ran: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str], typed: str) -> None:
    assert command_line.main(typed.split()) == 2
    assert "import zoning" in "".join(capsys.readouterr())
    assert ran == []


@pytest.mark.parametrize(
    ("typed", "usage"),
    [
        ("import_awards", "usage : lucette import awards [--rejects FICHIER] [-h] FICHIER"),
        ("fund_verify --lune", "usage : lucette fund verify [--dotation CODE] [-h]"),
        ("worker --lune", "usage : lucette worker [--once] [--queue FILE] [--concurrency NOMBRE] [-h]"),
    ],
)
def test_words_that_do_not_fit_are_refused_in_french(typed: str, usage: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command_line.django(*typed.split())
    told = capsys.readouterr().err
    assert (end.value.code, told.splitlines()[0]) == (2, usage)
    assert told.endswith("l’usage ci-dessus.\n") and "error" not in told


@pytest.mark.parametrize("name", sorted(name for name, app in get_commands().items() if app == "lucette.jobs"))
def test_the_help_of_every_command_of_the_house_is_in_french(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.django(name, "--help")
    told = capsys.readouterr().out
    assert told.startswith("usage : lucette ") and "montre cette aide" in told
    assert not any(word in told for word in ("show", "options:", "arguments:", "Skip"))


def test_words_of_the_demonstration_are_read_before_anything_is_erased(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    done: list[str] = []
    for step in ("rebuild", "prepare", "serve"):
        monkeypatch.setattr(command_line, step, lambda *_, step=step: done.append(step))
    monkeypatch.setattr(command_line, "django", lambda *words: done.append(" ".join(words)))
    with pytest.raises(SystemExit):
        command_line.main(["demo", "--lune"])
    assert command_line.main(["demo", "--awards", str(tmp_path / "absent.csv")]) == 1
    assert done == []
    assert command_line.main(["demo", "--no-serve"]) == 0
    assert done == ["rebuild", "prepare", "demo --no-serve"]
    assert "n’existe pas" in capsys.readouterr().err


def test_the_demonstration_is_refused_in_production(monkeypatch: pytest.MonkeyPatch, settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.DEMONSTRATION = False
    monkeypatch.setattr(command_line, "rebuild", lambda: pytest.fail("the base was erased"))
    assert command_line.main(["demo"]) == 1
    assert capsys.readouterr().err == "La démonstration efface la base : elle est refusée en production.\n"


def test_production_says_what_its_environment_lacks() -> None:
    environment = {k: v for k, v in os.environ.items() if k != "LUCETTE_SECRET_KEY"} | {"LUCETTE_ENVIRONMENT": "production"}
    program = "import sys; from config.command_line import main; sys.exit(main(['demo']))"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (1, "LUCETTE_SECRET_KEY manque : en production, donnez ce secret dans l’environnement.\n")


@pytest.mark.django_db
def test_a_refusal_is_one_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)  # the command closes what the test still needs
    assert command_line.django("fund_verify", "--dotation", "lune") == 1
    assert capsys.readouterr().err == "Il n’y a pas de dotation « lune ».\n"
