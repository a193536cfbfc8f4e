"""The letters of the house."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models

from lucette.foundation.notifications.adapters import page
from lucette.foundation.notifications.models import Letter
from lucette.foundation.notifications.rules import Rendered, part_link, reference, render


def mailbox(limit: int = 50, *, to_email: str = "", kind: str = "", organization_id: UUID | None = None) -> list[Letter]:
    """The latest letters, newest first, narrowed by the filters that are given."""
    filters = {"to_email__iexact": to_email, "kind": kind, "to_organization": organization_id}
    wanted = {name: value for name, value in filters.items() if value}
    return list(Letter.objects.filter(**wanted).order_by("-created_at", "-pk")[:limit])


def letter(letter_id: UUID) -> Letter:
    """One letter, with what it is about (`about_type`, `about_id`). Raises NotFound."""
    return Letter.objects.known(letter_id)


def letters_about(subject: models.Model) -> list[Letter]:
    """Every letter about `subject`, oldest first."""
    return list(Letter.objects.about(subject).in_order())


def undelivered() -> list[Letter]:
    """Letters that failed at least once and are still not sent, oldest first."""
    return list(Letter.objects.filter(sent_at=None).exclude(failure="").in_order())


def rendered(it: Letter) -> Rendered:
    """The letter as it is sent: text and HTML, with its button, the reference to quote and whom to call."""
    # a letter about its own reader carries its link (sign-in); the others lead to what they are about; about nothing, nothing to open
    body, link = part_link(it.body, settings.SITE_URL) if it.about_id and it.about_id == it.to_person else (it.body, "")
    if it.about_id and not link:
        link = f"{settings.SITE_URL}/lettre/{it.pk}/"
    return render(
        page(button=bool(link)),
        subject=it.subject,
        body=body,
        link=link,
        action_label=it.action_label,
        footer=[
            f"Une question ? Appelez le {settings.CONTACT_PHONE} ou écrivez à {settings.CONTACT_EMAIL}. "
            f"Votre référence : {reference(it.reference, it.pk)}.",
            "Lettre envoyée par Lucette, la plateforme des conseillers numériques. Ne répondez pas à l’adresse d’envoi.",
        ],
    )
