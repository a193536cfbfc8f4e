"""An adviser brings a table: right, it is taken whole and taken back whole; wrong, nothing of it is taken."""

from __future__ import annotations

import os
import random
import time
from typing import Any

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Role
from lucette.foundation.imports.enums import ImportStatus as S
from lucette.foundation.imports.models import Import, ImportLine
from lucette.foundation.imports.queries import problems
from lucette.foundation.journal.models import Entry
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, Refusal, RuleBroken, WrongState
from lucette.scheme.activities import actions as activities
from lucette.scheme.activities.models import Activity
from lucette.scheme.recruitment.models import Hire
from lucette.stories import imports
from tests.foundation.accounts.factories import RoleFactory
from tests.foundation.imports.files import text
from tests.scheme.activities.factories import hired
from tests.scheme.places.factories import PlaceFactory
from tests.stories.dirty import HEADERS, dirty, rows, whole

pytestmark = pytest.mark.django_db
SEED, DIRTY = 19_47, 50
LINES = int(os.environ.get("LUCETTE_LINES", "2000"))


@pytest.fixture
def hire() -> Hire:
    it = hired()
    RoleFactory(person=it.candidate.person, name=RoleName.ADVISER, scope_kind="person", scope_code=str(it.candidate.person_id))
    return it


@pytest.fixture
def by(hire: Hire) -> Actor:
    return Actor(hire.candidate.person_id, RoleName.ADVISER, Scope("person", str(hire.candidate.person_id)))


def tried(content: bytes, by: Actor) -> Import:
    it = imports.read(kind="activities", filename="suivi.csv", content=content, by=by)
    return imports.match(import_id=it.pk, matching=it.matching, by=by)


def live() -> int:
    return Activity.objects.filter(status="recorded").count()


def test_a_right_file_is_tried_taken_and_taken_back_whole(by: Actor, hire: Hire) -> None:
    place = PlaceFactory(organization=hire.organization, name="Médiathèque Éric Rohmer")
    told = [HEADERS, ["12/02/2021", "45 min", "courriels, sécurité", "mediatheque eric rohmer", "", "", ""]]
    it = tried(text([*told, ["15/02/2021", "1h30", "smartphone", "à distance", "", "6", "2"]], encoding="cp1252"), by)
    assert (it.status, it.total, it.wrong, live()) == (S.TRIED, 2, 0, 0)
    assert it.counts == {"activités à enregistrer": 2, "personnes accompagnées": 7, "jours d’activité": 2}
    it = imports.start(import_id=it.pk, by=by)
    assert it.status == S.DONE and live() == 2
    alone, several = Activity.objects.order_by("held_on")
    assert (alone.place, alone.kind, alone.minutes, alone.themes) == (place, "individuel", 45, ["courriel", "securite"])
    assert (several.kind, several.channel, several.participants, several.recurring) == ("collectif", "distance", 6, 2)
    assert not ImportLine.objects.exclude(cells=[]).exists(), "what the file said beside is forgotten"
    assert imports.undo(import_id=it.pk, by=by).status == S.UNDONE and live() == 0
    acts = ["import.read", "import.tried", "import.started", "import.finished", "import.undone"]
    assert list(Entry.objects.filter(subject_id=str(it.pk)).order_by("id").values_list("act", flat=True)) == acts


def test_each_error_names_its_line_and_its_column_and_nothing_is_taken(by: Actor) -> None:
    it = tried(
        text(
            [
                HEADERS,
                ["12/02/2021", "longtemps", "courriels", "à distance", "", "", ""],
                ["12/02/2031", "30", "courriels", "à distance", "", "", ""],
                ["12/02/2021", "30", "", "gare", "", "", ""],
                ["12/02/2021", "30", "courriels", "gare", "individuel", "3", "9"],
                ["12/02/2021", "30", "courriels", "à distance", "", "", ""],
            ]
        ),
        by,
    )
    words = [it.words for it in problems(it)]
    assert words[0] == "Ligne 2, colonne « Durée » : « longtemps » n’est pas une durée. Écrivez par exemple 45 min ou 1 h 30."
    assert words[1] == "Ligne 3, colonne « Date » : cette date est à venir : une activité s’enregistre une fois tenue."
    assert words[2] == "Ligne 4, colonne « Thèmes » : cette case est vide."
    assert words[3].startswith("Ligne 5, colonne « Lieu » : « gare » n’est pas dans la liste.") and it.wrong == 4
    with pytest.raises(RuleBroken, match="Rien n’est importé à moitié"):
        imports.start(import_id=it.pk, by=by)
    assert live() == 0


def test_fifty_dirty_files_crash_nothing_and_are_never_taken_by_half(by: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    chance, ends = random.Random(SEED), dict.fromkeys(("refused", "wrong", "taken"), 0)
    for _ in range(DIRTY):
        before = live()
        try:
            it = tried(dirty(chance), by)
        except Refusal as refusal:
            assert refusal.sentence.endswith(".") and live() == before
            ends["refused"] += 1
            continue
        if it.wrong:
            assert live() == before and problems(it)
            ends["wrong"] += 1
            continue
        it = imports.start(import_id=it.pk, by=by)
        assert it.status == S.DONE and live() == before + it.total
        assert imports.undo(import_id=it.pk, by=by).status == S.UNDONE and live() == before
        ends["taken"] += 1
    with capsys.disabled():
        print(f"\nseed {SEED}: {DIRTY} dirty files: {ends}")
    assert sum(ends.values()) == DIRTY and min(ends.values()) > 0


def test_right_files_of_every_format_are_taken(by: Actor) -> None:
    chance = random.Random(SEED)
    for _ in range(10):
        before, it = live(), tried(whole(chance), by)
        assert not it.wrong, [problem.words for problem in problems(it)]
        imports.start(import_id=it.pk, by=by)
        assert live() == before + it.total


def test_thousands_of_lines_are_taken_by_the_worker_and_undone(by: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    """LUCETTE_LINES asks for more; what it took is told."""
    began = time.monotonic()
    it = tried(text([HEADERS, *rows(random.Random(SEED), LINES)]), by)
    it = imports.start(import_id=it.pk, by=by)
    assert it.status == S.RUNNING and live() == 0, "it waits for the worker"
    assert imports.go_on() == 1
    it.refresh_from_db()
    assert (it.status, it.done, live()) == (S.DONE, LINES, LINES)
    assert imports.undo(import_id=it.pk, by=by).status == S.UNDONE and live() == 0
    with capsys.disabled():
        print(f"\n{LINES} lines in {time.monotonic() - began:.1f} s")


def test_a_failure_at_the_last_moment_leaves_nothing(by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    it = tried(text([HEADERS, *rows(random.Random(SEED), 20)]), by)
    write = activities.record_all

    def fails(**words: Any) -> Any:
        write(**words)
        raise RuleBroken("late", "La base se ferme.")

    monkeypatch.setattr(activities, "record_all", fails)
    it = imports.start(import_id=it.pk, by=by)
    assert (it.status, it.refusal, it.done, live()) == (S.TRIED, "La base se ferme.", 0, 0)
    monkeypatch.undo()
    assert imports.start(import_id=it.pk, by=by).status == S.DONE and live() == 20


def test_a_role_that_ends_meanwhile_stops_the_import(by: Actor) -> None:
    it = tried(text([HEADERS, *rows(random.Random(SEED), 1_001)]), by)
    imports.start(import_id=it.pk, by=by)
    Role.objects.filter(person_id=by.pk).update(until="2021-02-01", since="2021-01-01")
    assert imports.go_on() == 1
    it.refresh_from_db()
    assert it.status == S.TRIED and "pris fin" in it.refusal and live() == 0


def test_what_was_corrected_since_is_not_taken_back(by: Actor) -> None:
    it = tried(text([HEADERS, *rows(random.Random(SEED), 3)]), by)
    imports.start(import_id=it.pk, by=by)
    activities.correct(activity_id=Activity.objects.all()[0].pk, minutes=17, by=by)
    with pytest.raises(RuleBroken, match="1 activité a été corrigée depuis"):
        imports.undo(import_id=it.pk, by=by)
    assert live() == 3


def test_the_same_file_is_not_taken_twice_but_may_come_back_once_undone(by: Actor) -> None:
    content = text([HEADERS, *rows(random.Random(SEED), 3)])
    it = imports.start(import_id=tried(content, by).pk, by=by)
    with pytest.raises(Invalid, match="déjà importé"):
        tried(content, by)
    imports.undo(import_id=it.pk, by=by)
    assert tried(content, by).status == S.TRIED


def test_an_import_is_its_author_s_and_each_step_comes_in_its_turn(by: Actor) -> None:
    it = imports.read(kind="activities", filename="a.csv", content=text([HEADERS, *rows(random.Random(1), 1)]), by=by)
    other = Actor(hired().candidate.person_id, RoleName.ADVISER, Scope("person", "x"))
    with pytest.raises(NotFound):
        imports.match(import_id=it.pk, matching=it.matching, by=other)
    with pytest.raises(WrongState):
        imports.start(import_id=it.pk, by=by)
    with pytest.raises(Invalid, match="à corriger"):
        imports.match(import_id=it.pk, matching={"date": -1}, by=by)
    with pytest.raises(Forbidden):
        imports.read(kind="activities", filename="a.csv", content=b"a;b\n1;2", by=Actor(by.pk, RoleName.CHAIR, Scope()))
    with pytest.raises(NotFound):
        imports.read(kind="people", filename="a.csv", content=b"a;b\n1;2", by=by)
    assert imports.drop(import_id=it.pk, by=by).status == S.DROPPED and not ImportLine.objects.exists()


def test_lines_that_no_longer_serve_are_erased_at_night(by: Actor) -> None:
    idle = tried(text([HEADERS, *rows(random.Random(1), 2)]), by)
    done = imports.start(import_id=tried(text([HEADERS, *rows(random.Random(2), 2)]), by).pk, by=by)
    assert imports.cleared() == 0
    Import.objects.filter(pk=idle.pk).update(status_since="2021-01-01T00:00:00Z")
    assert imports.cleared() == 2
    Import.objects.filter(pk=done.pk).update(status_since="2021-01-01T00:00:00Z")
    with pytest.raises(RuleBroken, match="30 jours"):
        imports.undo(import_id=done.pk, by=by)
    assert imports.cleared() == 2
