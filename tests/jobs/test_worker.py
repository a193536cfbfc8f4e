"""A real worker takes the tasks and does them; nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from lucette.foundation.journal import actions as journal
from lucette.foundation.journal import queries
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.notifications.models import Letter
from lucette.jobs import tasks
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from tests import databases


@pytest.fixture
def jobs_role(transactional_db: None) -> Iterator[None]:
    """As `lucette worker` connects."""
    databases.connect_as(databases.JOBS)
    yield
    databases.connect_as(databases.RUNTIME)


def write() -> Letter:
    with acting(SYSTEM):
        letter = notifications.write("essai", "a@example.fr", "Essai", "Bonjour.", None)
        journal.record("letter.written", subject=letter, by=SYSTEM)
    return letter


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_the_letter_and_seals_the_journal(jobs_role: None) -> None:
    letter = write()
    tasks.send_letters.defer(timestamp=0)
    tasks.seal_history.defer(timestamp=0)
    call_command("worker", "--once")
    letter.refresh_from_db()
    assert [m.to for m in mail.outbox] == [["a@example.fr"]]
    assert letter.sent_at
    assert queries.verify_seals() == (1, None)
    assert not ProcrastinateJob.objects.filter(status__in=["todo", "doing", "failed"]).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("lucette_jobs",)


@pytest.mark.django_db(transaction=True)
def test_tasks_do_not_pile_up_while_no_worker_runs(jobs_role: None) -> None:
    tasks.send_letters.defer(timestamp=0)
    with pytest.raises(AlreadyEnqueued):
        tasks.send_letters.defer(timestamp=60)


def test_the_clock_of_the_worker_knows_its_tasks() -> None:
    assert {(it.task.name, it.cron) for it in app.periodic_registry.periodic_tasks.values()} >= {
        ("send_letters", "* * * * *"),
        ("seal_history", "*/10 * * * *"),
        ("verify_books", "0 4 * * *"),
    }


@pytest.mark.django_db
def test_sealing_by_hand_prints_the_digest_to_keep() -> None:
    write()
    said = StringIO()
    call_command("seal", stdout=said)
    last = queries.last_seal()
    assert last
    assert said.getvalue() == f"1 nouveau sceau, 1 sceau vérifié.\nDernière empreinte : {last.digest}\n"


@pytest.mark.django_db
def test_an_altered_history_is_told_and_the_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    (seal,) = journal.seal()
    monkeypatch.setattr(queries, "verify_seals", lambda: (0, seal))
    with pytest.raises(CommandError, match="Historique altéré"):
        call_command("seal")
