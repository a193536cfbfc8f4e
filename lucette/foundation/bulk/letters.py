"""To whoever asked, when she did not wait for it: it is over, and so many were refused."""

from __future__ import annotations

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.bulk.models import BulkAct
from lucette.foundation.bulk.rules import Advance
from lucette.foundation.notifications import actions as notifications
from lucette.kernel.french import plural


def ended(it: BulkAct, label: str, found: Advance) -> None:
    """Nothing to somebody who no longer holds the role."""
    refused = f"\n\n{plural(found.refused, 'ligne est refusée', 'lignes sont refusées')} : le motif est écrit à côté de chacune."
    body = (
        f"Bonjour,\n\nVotre demande « {label} » est terminée : {plural(found.done, 'ligne traitée', 'lignes traitées')}."
        f"{refused if found.refused else ''}"
    )
    if holder := accounts.holder(it.person_id, it.role, it.scope):
        subject = "Votre traitement en nombre est terminé"
        notifications.write("bulk_ended", holder.email, subject, body, it, to_person=holder.person_id, action_label="Voir ligne par ligne")
