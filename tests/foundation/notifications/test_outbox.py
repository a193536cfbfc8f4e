"""A letter is written with its act and leaves once, whatever the others do."""

from __future__ import annotations

import contextvars
import datetime as dt
import smtplib
import threading
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications import actions, queries, rules
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, NotFound, RuleBroken

BODY = "Bonjour,\n\nVotre dossier est complet.\n\n- une pièce & deux\n- <trois>"


class Picky(EmailBackend):
    """A mail server that refuses one recipient."""

    def send_messages(self, messages: list) -> int:
        if messages[0].to == ["refus@example.fr"]:
            raise smtplib.SMTPRecipientsRefused({"refus@example.fr": (550, b"no")})
        return super().send_messages(messages)


def write(to_email: str = "a@example.fr", subject: str = "Votre dossier", about: Person | None = None) -> Letter:
    return actions.write("application.complete", to_email, subject, BODY, about, action_label="Voir le dossier")


@pytest.mark.django_db
def test_a_letter_leaves_once_with_its_two_twins_and_its_link() -> None:
    letter = write(about=Person.objects.create(email="x@example.fr", first_name="Ada", last_name="Martin"))
    assert (actions.send_due(), actions.send_due()) == (1, 0)
    (message,) = mail.outbox
    link = f"{settings.SITE_URL}/lettre/{letter.pk}/"
    assert (message.to, message.subject) == (["a@example.fr"], "Votre dossier")
    assert link in message.body
    assert "Votre dossier est complet." in message.body
    html = message.alternatives[0].content
    assert f'href="{link}"' in html
    assert "<li>une pièce &amp; deux</li><li>&lt;trois&gt;</li>" in html
    assert 'lang="fr"' in html
    assert message.message()["Message-ID"] == f"<{letter.pk}@lucette.example>"
    letter.refresh_from_db()
    assert (letter.sent_at, letter.attempts, letter.failure) == (clock.now(), 1, "")


@pytest.mark.django_db
def test_a_letter_is_rolled_back_with_its_act() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert actions.send_due() == 0
    assert not mail.outbox


@pytest.mark.django_db
def test_a_refused_recipient_holds_up_nobody_and_waits_longer_each_time(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr("lucette.foundation.notifications.actions.mail.get_connection", Picky)
    refused, fine = write("refus@example.fr"), write("b@example.fr")
    assert actions.send_due() == 1
    assert [m.to for m in mail.outbox] == [["b@example.fr"]]
    refused.refresh_from_db()
    assert (refused.sent_at, refused.failure) == (None, "SMTPRecipientsRefused")
    assert refused.due_at == clock.now() + dt.timedelta(minutes=2)
    assert queries.undelivered() == [refused]
    with clock.at(clock.now() + dt.timedelta(minutes=3)):
        assert actions.send_due() == 0
        refused.refresh_from_db()
        assert refused.due_at == clock.now() + dt.timedelta(minutes=4)
    fine.refresh_from_db()
    assert fine.sent_at


@pytest.mark.django_db
def test_a_letter_that_always_fails_is_given_up() -> None:
    letter = write()
    Letter.objects.filter(pk=letter.pk).update(attempts=rules.MAX_ATTEMPTS, failure="SMTPDataError 554")
    assert actions.send_due() == 0
    assert queries.undelivered() == [letter]


def test_the_wait_doubles_up_to_six_hours() -> None:
    minutes = [rules.wait(n) / dt.timedelta(minutes=1) for n in (1, 2, 3, 8, 9, 40)]
    assert minutes == [2, 4, 8, 256, 360, 360]


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_each_letter_exactly_once() -> None:
    with acting(SYSTEM):
        letters = [write(f"p{rank}@example.fr") for rank in range(40)]
    counts: list[int] = []

    def work() -> None:
        counts.append(actions.send_due(limit=15))
        counts.append(actions.send_due(limit=15))
        connection.close()

    threads = [threading.Thread(target=contextvars.copy_context().run, args=[work]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == len(mail.outbox) == 40
    assert {m.to[0] for m in mail.outbox} == {it.to_email for it in letters}


@pytest.mark.django_db
def test_a_letter_claimed_by_a_worker_that_died_leaves_ten_minutes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    with monkeypatch.context() as died, pytest.raises(KeyboardInterrupt):
        died.setattr(actions, "_send", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        actions.send_due()
    assert actions.send_due() == 0
    with clock.at(clock.now() + dt.timedelta(minutes=10)):
        assert actions.send_due() == 1


@pytest.mark.django_db
def test_letters_are_found_by_subject_recipient_and_id() -> None:
    person = Person.objects.create(email="a@example.fr", first_name="Ada", last_name="Martin")
    about, other = write(about=person), write("b@example.fr")
    assert queries.letters_about(person) == [about]
    assert (about.about_type, about.about_id) == ("accounts.person", person.pk)
    assert queries.mailbox_page(search="B@example.fr") == ([other], "", 1)
    assert set(queries.mailbox_page()[0]) == {about, other}
    assert queries.counts_by_room() == {"accounts": 1, "": 1}
    assert queries.letter(other.pk) == other
    with pytest.raises(NotFound):
        queries.letter(uuid4())


@pytest.mark.django_db
def test_a_subject_is_one_short_line() -> None:
    letter = write(subject="Votre\ndossier " + "long " * 60)
    assert letter.subject.startswith("Votre dossier long")
    assert (len(letter.subject) <= 150, letter.subject[-1]) == (True, "…")


@pytest.mark.django_db
def test_a_failed_letter_is_sent_again_by_the_support_team_alone() -> None:
    support, auditor = (Actor(uuid4(), role, Scope(), "Ada Martin") for role in ("support", "auditor"))
    failed, waiting = write(), write()
    Letter.objects.filter(pk=failed.pk).update(failure="TimeoutError", attempts=rules.MAX_ATTEMPTS)
    with pytest.raises(Forbidden):
        actions.send_again(letter_id=failed.pk, by=auditor)
    with pytest.raises(RuleBroken, match="rien à renvoyer"):
        actions.send_again(letter_id=waiting.pk, by=support)
    with pytest.raises(NotFound):
        actions.send_again(letter_id=uuid4(), by=support)
    it = actions.send_again(letter_id=failed.pk, by=support)
    assert (it.attempts, it.due_at) == (0, clock.now())


def test_why_a_letter_did_not_leave_is_said_in_words() -> None:
    told = [rules.reason(failure) for failure in ("SMTPRecipientsRefused 550", "TimeoutError", "ValueError", "KeyError")]
    assert told == [
        "adresse refusée par la messagerie du destinataire (réponse 550)",
        "serveur de courrier injoignable",
        "adresse mal écrite",
        "échec de l’envoi (KeyError)",
    ]


@pytest.mark.django_db
def test_letters_drafted_then_written_together_are_those_written_one_by_one() -> None:
    drafts = [actions.draft("application.complete", f"{n}@example.fr", "Votre dossier", BODY, None, action_label="Voir") for n in range(3)]
    assert not Letter.objects.exists()
    actions.write_drafts(drafts)
    alone = actions.write("application.complete", "3@example.fr", "Votre dossier", BODY, None, action_label="Voir")
    assert Letter.objects.count() == 4
    assert {(it.subject, it.body, it.action_label, it.about_id) for it in Letter.objects.all()} == {(alone.subject, BODY, "Voir", None)}
