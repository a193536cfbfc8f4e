"""Letters of the fund: the DGCL is called for funds; the accounts of a year go to those who approve them, then back."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.fund.models import FundCall, Rendering

RENDERED_BY = (RoleName.CAISSE_DELEGATE, RoleName.ACCOUNTANT)


def funds_asked(it: FundCall) -> None:
    """To the DGCL: how much, for when."""
    body = (
        f"La Caisse des Dépôts appelle des fonds pour la dotation « {it.endowment.title} ».\n\n"
        f"- Montant : {Money(it.cents)}\n- Attendu pour le : {french.date(it.needed_on)}\n"
        f"- Trésorerie libre : {Money(it.free_cents)}\n\nLa prévision mois par mois accompagne cet appel."
    )
    _write((RoleName.FUNDER,), it, "fund_call.asked", f"Appel de fonds {it.number}", body, "Voir l’appel de fonds")


def call_withdrawn(it: FundCall) -> None:
    """To the DGCL: nothing is expected any more."""
    body = (
        f"La Caisse des Dépôts retire l’appel de fonds {it.number}, de {Money(it.cents)}.\n\nMotif : {it.reason}\n\n"
        "Vous n’avez rien à verser pour cet appel."
    )
    _write((RoleName.FUNDER,), it, "fund_call.withdrawn", f"L’appel de fonds {it.number} est retiré", body, "Voir l’appel de fonds")


def accounts_submitted(it: Rendering) -> None:
    """To the State's authorising officer."""
    body = (
        f"La Caisse des Dépôts vous transmet les comptes {it.year} de la dotation « {it.endowment.title} ».\n\n"
        "Relisez les recettes et les dépenses par nature, puis approuvez les comptes ou renvoyez-les avec un motif."
    )
    _write((RoleName.FUNDER,), it, "accounts_submitted", f"Comptes {it.year} à approuver", body, "Relire les comptes")


def accounts_approved(it: Rendering) -> None:
    body = (
        f"Les comptes {it.year} de la dotation « {it.endowment.title} » sont approuvés.\n\n"
        f"Le document porte toutes les signatures. Plus aucune écriture ne peut être datée de l’année {it.year}."
    )
    _write(RENDERED_BY, it, "accounts_approved", f"Comptes {it.year} approuvés", body, "Voir les comptes approuvés")


def accounts_sent_back(it: Rendering) -> None:
    body = (
        f"La direction générale des collectivités locales vous renvoie les comptes {it.year} de la dotation « {it.endowment.title} ».\n\n"
        "Le motif est écrit en haut de ces comptes. Corrigez les écritures, puis préparez de nouveau les comptes de l’année."
    )
    _write(RENDERED_BY, it, "accounts_sent_back", f"Comptes {it.year} renvoyés", body, "Lire le motif")


def _write(roles: tuple[RoleName, ...], it: FundCall | Rendering, kind: str, subject: str, body: str, label: str) -> None:
    for role in roles:
        for holder in holders(role):
            notifications.write(
                kind=kind,
                to_email=holder.email,
                to_person=holder.person_id,
                about=it,
                subject=subject,
                body=f"Bonjour,\n\n{body}",
                action_label=label,
            )
