"""To whom the letters of an application go: its contact; its representatives as well until she confirms her address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import holders_within
from lucette.foundation.notifications.actions import draft, write_drafts
from lucette.scheme.applications.models import Application

HELLO = "Madame, Monsieur,"

SEE = "Voir la candidature"

Text = tuple[str, str, str, str]  # kind, subject, body, label of its button


def send(application: Application, kind: str, subject: str, *paragraphs: str, label: str = SEE) -> None:
    """One letter about `application` to each of its readers."""
    addressed([(application, drawn(kind, subject, *paragraphs, label=label))])


def drawn(kind: str, subject: str, *paragraphs: str, label: str = SEE) -> Text:
    """The words of a letter, for `addressed`."""
    return f"application.{kind}", subject, "\n\n".join([HELLO, *filter(None, paragraphs)]), label


def addressed(letters: Sequence[tuple[Application, Text]]) -> None:
    """Each letter to each reader of its application, together."""
    told = readers([application for application, _ in letters])
    write_drafts(
        draft(kind, email, subject, body, it, to_organization=it.organization_id, action_label=label)
        for it, (kind, subject, body, label) in letters
        for email in told[it.pk]
    )


def readers(applications: Sequence[Application]) -> dict[UUID, list[str]]:
    """By application, to whom its letters go: its contact, and its representatives too as long as she has not confirmed her address. One
    question, however many they are."""
    unsure = [it for it in applications if not it.contact_email or it.contact_confirmed != it.contact_email]
    held: dict[UUID, set[str]] = defaultdict(set)
    for organization, one in holders_within(RoleName.HOST_REPRESENTATIVE, {it.organization_id for it in unsure}) if unsure else ():
        held[organization].add(one.email)
    found = {it.pk: [it.contact_email] if it.contact_email else [] for it in applications}
    for it in unsure:
        found[it.pk] += sorted(held[it.organization_id] - {it.contact_email})
    return found
