"""Letters of the fund: the DGCL is called for funds."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.fund.models import FundCall


def funds_asked(it: FundCall) -> None:
    """To the DGCL: how much, for when."""
    for holder in holders(RoleName.FUNDER):
        notifications.write(
            "fund_call.asked",
            holder.email,
            f"Appel de fonds {it.number}",
            f"Bonjour,\n\nLa Caisse des Dépôts appelle des fonds pour la dotation « {it.endowment.title} ».\n\n"
            f"- Montant : {Money(it.cents)}\n- Attendu pour le : {french.date(it.needed_on)}\n"
            f"- Trésorerie libre : {Money(it.free_cents)}\n\nLa prévision mois par mois accompagne cet appel.",
            it,
            to_person=holder.person_id,
            action_label="Voir l’appel de fonds",
        )


def call_withdrawn(it: FundCall) -> None:
    """To the DGCL: nothing is expected any more."""
    for holder in holders(RoleName.FUNDER):
        notifications.write(
            "fund_call.withdrawn",
            holder.email,
            f"L’appel de fonds {it.number} est retiré",
            f"Bonjour,\n\nLa Caisse des Dépôts retire l’appel de fonds {it.number}, de {Money(it.cents)}.\n\nMotif : {it.reason}\n\n"
            "Vous n’avez rien à verser pour cet appel.",
            it,
            to_person=holder.person_id,
            action_label="Voir l’appel de fonds",
        )
