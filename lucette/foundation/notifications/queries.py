"""The letters of the house."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models

from lucette.foundation.notifications.models import Letter
from lucette.foundation.notifications.rules import Rendered, render


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
    """The letter as it is sent: text and HTML, with its link and the foot of the house."""
    own_link = f"{settings.SITE_URL}/" in it.body  # a sign-in link: a letter asks for one act
    return render(
        subject=it.subject,
        body=it.body,
        link="" if own_link else f"{settings.SITE_URL}/lettre/{it.pk}/",
        action_label=it.action_label,
        footer="Lettre envoyée par Lucette, la plateforme des conseillers numériques. Ne répondez pas à cette adresse : "
        f"écrivez à {settings.CONTACT_EMAIL} ou appelez le {settings.CONTACT_PHONE}.",
    )
