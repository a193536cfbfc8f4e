"""An export is asked for once, written by one worker, kept a day for one person in one role, then forgotten."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.exports import actions, queries
from lucette.foundation.exports.enums import ExportState
from lucette.foundation.exports.models import Export
from lucette.foundation.exports.rules import LEASE, MOST_TRIES, MOST_WAITING
from lucette.foundation.journal.queries import history
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Forbidden, NotFound, RuleBroken
from tests.foundation.accounts.factories import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Actor:
    role = RoleFactory(name=RoleName.AUDITOR, scope_kind="national", scope_code="")
    return Actor(role.person_id, role.name, role.scope)


def ask(by: Actor, address: str = "/audit/journal/?format=csv") -> Export:
    return actions.ask(address=address, title="Le journal", name="journal", extension="csv", expected=3, by=by)


def written(by: Actor) -> Export:
    ask(by)
    claimed = actions.claim()
    assert claimed
    return actions.finish(export_id=claimed.pk, content=io.BytesIO(b"a;b\r\n"), rows=1)


def test_the_same_list_asked_again_while_it_waits_is_the_same_export(by: Actor) -> None:
    first = ask(by)
    assert ask(by) == first and ask(by, "/audit/journal/?sorte=batch&format=csv") != first
    assert first.state == ExportState.WAITING
    assert [it.act for it in history(first)] == ["export.asked"]


def test_too_many_at_once_are_refused_in_french(by: Actor) -> None:
    for n in range(MOST_WAITING):
        ask(by, f"/audit/journal/?jour={n}&format=csv")
    with pytest.raises(RuleBroken, match="attendez que l’un d’eux soit prêt"):
        ask(by)


def test_one_worker_takes_it_then_says_how_far_it_is(by: Actor) -> None:
    asked = ask(by)
    assert actions.claim() == asked and actions.claim() is None
    actions.told(export_id=asked.pk, rows=2)
    asked.refresh_from_db()
    assert (asked.state, asked.rows) == (ExportState.UNDER_WAY, 2)


def test_a_worker_that_dies_is_replaced_and_after_three_the_export_fails(by: Actor) -> None:
    asked, now = ask(by), clock.now()
    for n in range(MOST_TRIES):
        with clock.at(now + 2 * n * LEASE):
            assert actions.claim() == asked
            assert actions.claim() is None
    with clock.at(now + 2 * MOST_TRIES * LEASE):
        assert actions.claim() is None
    asked.refresh_from_db()
    assert asked.state == ExportState.FAILED and asked.failure
    assert [it.subject for it in Letter.objects.all()] == ["Votre export n’a pas abouti"]


def test_a_file_is_kept_a_day_and_its_reader_is_told_without_its_matter(by: Actor) -> None:
    it = written(by)
    (letter,) = Letter.objects.all()
    assert (letter.subject, letter.to_person, letter.about_id) == ("Votre export est prêt", by.pk, it.pk)
    assert it.state == ExportState.READY and actions.open_file(export_id=it.pk, by=by) == it
    assert [line.act for line in history(it)] == ["export.asked", "export.written", "export.opened"]
    path = Path(default_storage.path(it.file.name))
    assert path.read_bytes() == b"a;b\r\n" and actions.forget() == 0
    with clock.at(it.ready_at + dt.timedelta(hours=24)):
        with pytest.raises(NotFound):
            actions.open_file(export_id=it.pk, by=by)
        assert actions.forget() == 1 and actions.forget() == 0
        (kept,) = queries.exports(by)
        assert (kept.state, kept.address, path.exists()) == (ExportState.EXPIRED, "", False)
    with clock.at(it.ready_at + dt.timedelta(days=31)):
        actions.forget()
        assert queries.exports(by) == []


def test_a_second_worker_that_ends_later_changes_nothing(by: Actor) -> None:
    it = written(by)
    with pytest.raises(NotFound):
        actions.finish(export_id=it.pk, content=io.BytesIO(b"other"), rows=9)
    assert Letter.objects.count() == 1


def test_nobody_else_sees_it_nor_the_same_person_in_another_role(by: Actor) -> None:
    it, other = written(by), RoleFactory(name=RoleName.AUDITOR, scope_kind="national", scope_code="")
    strangers = [
        Actor(other.person_id, other.name, other.scope),
        replace(by, role=RoleName.INSTRUCTOR),
        replace(by, scope=Scope("department", "19")),
    ]
    for stranger in strangers:
        assert queries.exports(stranger) == []
        with pytest.raises(NotFound):
            actions.open_file(export_id=it.pk, by=stranger)


def test_it_is_no_longer_written_for_somebody_whose_role_is_over() -> None:
    role = RoleFactory(name=RoleName.AUDITOR, scope_kind="national", scope_code="")
    by = Actor(role.person_id, role.name, role.scope)
    it = ask(by)
    assert queries.reader_of(it) == replace(by, name=str(role.person))
    role.until = clock.today()
    role.save()
    with pytest.raises(Forbidden, match="a pris fin"):
        queries.reader_of(it)
