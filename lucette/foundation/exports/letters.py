"""To whoever asked: the file is there."""

from __future__ import annotations

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.exports.models import Export
from lucette.foundation.exports.rules import KEPT_HOURS
from lucette.foundation.notifications import actions as notifications
from lucette.kernel.french import plural


def ready(export: Export) -> None:
    """Nothing to somebody who no longer holds the role."""
    holder = accounts.holder(export.person_id, export.role, export.scope)
    if holder:
        notifications.write(
            kind="export_ready",
            to_email=holder.email,
            to_person=holder.person_id,
            about=export,
            subject="Votre export est prêt",
            body=(
                f"Bonjour,\n\nVotre export « {export.title} » est prêt : {plural(export.rows, 'ligne')}.\n\n"
                f"Il vous attend pendant {plural(KEPT_HOURS, 'heure')}, dans « Mes exports ». Ensuite, nous l’effaçons."
            ),
            action_label="Voir mon export",
        )


def failed(export: Export) -> None:
    """Why, and what to do."""
    holder = accounts.holder(export.person_id, export.role, export.scope)
    if holder:
        notifications.write(
            kind="export_failed",
            to_email=holder.email,
            to_person=holder.person_id,
            about=export,
            subject="Votre export n’a pas abouti",
            body=(
                f"Bonjour,\n\nVotre export « {export.title} » n’a pas abouti. {export.failure}\n\n"
                "Vous pouvez le redemander depuis la liste."
            ),
            action_label="Voir mes exports",
        )
