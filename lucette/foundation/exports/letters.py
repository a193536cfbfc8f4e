"""To whoever asked: the file is there."""

from __future__ import annotations

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.exports.models import Export
from lucette.foundation.exports.rules import KEPT_HOURS
from lucette.foundation.notifications import actions as notifications
from lucette.kernel.french import plural


def ready(export: Export) -> None:
    body = (
        f"Votre export « {export.title} » est prêt : {plural(export.rows, 'ligne')}.\n\n"
        f"Il vous attend pendant {plural(KEPT_HOURS, 'heure')}, dans « Mes exports ». Ensuite, nous l’effaçons."
    )
    _write("export_ready", export, "Votre export est prêt", body, "Voir mon export")


def failed(export: Export) -> None:
    """Why, and what to do."""
    body = f"Votre export « {export.title} » n’a pas abouti. {export.failure}\n\nVous pouvez le redemander depuis la liste."
    _write("export_failed", export, "Votre export n’a pas abouti", body, "Voir mes exports")


def _write(kind: str, export: Export, subject: str, body: str, label: str) -> None:
    """Nothing to somebody who no longer holds the role."""
    if holder := accounts.holder(export.person_id, export.role, export.scope):
        body = f"Bonjour,\n\n{body}"
        notifications.write(kind, holder.email, subject, body, export, to_person=holder.person_id, action_label=label)
