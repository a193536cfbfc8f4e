"""Write a letter with the act; send it after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.notifications.models import Letter, Unsubscribed
from lucette.foundation.notifications.policies import can_send_again
from lucette.foundation.notifications.queries import address_key, rendered, unsubscribable, unsubscribe_address, wanting
from lucette.foundation.notifications.rules import TOPICS, one_line, wait
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden, RuleBroken

PATIENCE = 30  # seconds, for each answer of the mail server
LEASE = dt.timedelta(minutes=10)


def write(
    kind: str,
    to_email: str,
    subject: str,
    body: str,
    about: models.Model | None,
    *,
    to_person: UUID | None = None,
    to_organization: UUID | None = None,
    action_label: str = "",
) -> Letter:
    """Put a letter in the outbox, in the transaction of the act: rolled back with it.

    `body` is plain French (a blank line parts paragraphs, `- ` opens a list item), without the link: it is added when sending,
    as the one button, with the number of `about` as the reference to quote.
    `subject` carries no personal data. `about` is what the link of the letter opens.
    """
    letter = draft(kind, to_email, subject, body, about, to_person=to_person, to_organization=to_organization, action_label=action_label)
    letter.save(force_insert=True)
    return letter


def draft(
    kind: str,
    to_email: str,
    subject: str,
    body: str,
    about: models.Model | None,
    *,
    to_person: UUID | None = None,
    to_organization: UUID | None = None,
    action_label: str = "",
) -> Letter:
    """A letter as `write` would put it in the outbox, for `write_drafts`."""
    return Letter(
        kind=kind,
        to_email=to_email,
        subject=one_line(subject),
        body=body,
        to_person=to_person,
        to_organization=to_organization,
        action_label=action_label,
        about_type=about._meta.label_lower if about else "",
        about_id=about.pk if about else None,
        reference=number_of(about),
    )


def write_drafts(letters: Iterable[Letter]) -> None:
    """Put many different letters in the outbox, in one INSERT a thousand."""
    Letter.objects.bulk_create(letters, batch_size=1_000)


def number_of(about: models.Model | None) -> str:
    """The number that people quote; "" when there is none."""
    number = getattr(about, "number", "")
    return number if isinstance(number, str) else ""


def write_many(
    kind: str, recipients: Iterable[tuple[str, UUID | None]], subject: str, body: str, about: models.Model, *, action_label: str = ""
) -> int:
    """The same letter to many, (address, person) each, in one INSERT a thousand. Returns how many; the rest as `write`.

    Whoever stopped the topic of this kind receives nothing.
    """
    letters = [
        Letter(
            kind=kind,
            to_email=email,
            to_person=person_id,
            subject=one_line(subject),
            body=body,
            action_label=action_label,
            about_type=about._meta.label_lower,
            about_id=about.pk,
            reference=number_of(about),
        )
        for email, person_id in wanting(kind, recipients)
    ]
    Letter.objects.bulk_create(letters, batch_size=1000)
    return len(letters)


def file(*, letter: Letter, document_id: UUID) -> int:
    """This letter is kept as this document, with those that say the same of the same thing to the same structure. Returns how many; none
    when it was kept already."""
    same = Letter.objects.filter(kind=letter.kind, about_id=letter.about_id, to_organization=letter.to_organization, document_id=None)
    near = dt.timedelta(minutes=1)
    return same.filter(body=letter.body, created_at__range=(letter.created_at - near, letter.created_at + near)).update(
        document_id=document_id
    )


@transaction.atomic
def unsubscribe(*, token: str) -> Letter:
    """The reader of this letter receives no more of its topic. Asked twice, done once. Raises NotFound."""
    letter = unsubscribable(token)
    Unsubscribed.objects.get_or_create(topic=TOPICS[letter.kind], key=address_key(letter.to_email))
    return letter


@transaction.atomic
def subscribe_again(*, token: str) -> Letter:
    """The reader of this letter changes her mind. Raises NotFound."""
    letter = unsubscribable(token)
    Unsubscribed.objects.filter(topic=TOPICS[letter.kind], key=address_key(letter.to_email)).delete()
    return letter


def send_due(limit: int = 100) -> int:
    """Send the letters whose turn has come, oldest first. Returns how many left.

    Three steps for each letter, so that no transaction waits for a mail server: claim (attempt counted, next turn put off: another
    worker passes by), send, mark. A letter that fails waits longer each time and holds up no other. A crash between sending and
    marking is the one case where a letter leaves twice, ten minutes later; its Message-ID stays the same, by which mail servers drop
    the second.
    """
    connection, sent = mail.get_connection(timeout=PATIENCE), 0
    for _ in range(limit):
        letter = _claim()
        if letter is None:
            break
        failure = _send(letter, connection)
        sent += not failure
        with acting(SYSTEM):
            now = clock.now()
            outcome = {"due_at": now + wait(letter.attempts)} if failure else {"sent_at": now}
            Letter.objects.filter(pk=letter.pk).update(failure=failure, **outcome)
    connection.close()
    return sent


@transaction.atomic
def send_again(*, letter_id: UUID, by: Actor) -> Letter:
    """A letter that failed, even given up, takes its turn now, with all its tries before it. Raises NotFound, Forbidden, RuleBroken
    (already left, or not tried yet)."""
    letter = Letter.objects.select_for_update().known(letter_id)
    if not can_send_again(by):
        raise Forbidden("letter.not_yours", "Seule l’équipe d’assistance renvoie une lettre.")
    if letter.sent_at or not letter.failure:
        raise RuleBroken("letter.not_failed", "Cette lettre est déjà partie, ou va partir : il n’y a rien à renvoyer.")
    letter.attempts, letter.due_at = 0, clock.now()
    letter.save(update_fields=["attempts", "due_at"])
    journal.record("letter.sent_again", subject=letter, by=by)
    return letter


def _claim() -> Letter | None:
    """The next letter, ours alone for ten minutes."""
    now = clock.now()
    with acting(SYSTEM):
        letter = Letter.objects.due(now).select_for_update(skip_locked=True).order_by("due_at", "created_at").first()
        if letter:
            letter.attempts += 1
            letter.due_at = now + LEASE
            letter.save(update_fields=["attempts", "due_at"])
    return letter


def _send(letter: Letter, connection: BaseEmailBackend) -> str:
    """Hand one letter to the mail server. Returns "" or why it failed, without the address."""
    twin = rendered(letter)
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = mail.EmailMultiAlternatives(
        twin.subject,
        twin.text,
        to=[letter.to_email],
        connection=connection,
        headers={"Message-ID": f"<{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"} | unsubscribing(letter),
    )
    message.attach_alternative(twin.html, "text/html")
    try:
        connection.open()  # kept open from one letter to the next
        message.send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSError; a malformed address or header is ValueError
        connection.close()
        return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    return ""


def unsubscribing(letter: Letter) -> dict[str, str]:
    """The headers by which a mail reader shows its own button, pressed once (RFC 8058); none for an essential letter."""
    address = unsubscribe_address(letter)
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if address else {}
