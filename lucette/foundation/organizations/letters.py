"""What the contacts known before a change of account are told of it. The account number is never written in full."""

from __future__ import annotations

from lucette.foundation.notifications import actions as notifications
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import french
from lucette.kernel.clock import PARIS

ALARM = "Ce changement vous surprend ? Retirez-le depuis votre espace, ou appelez-nous tout de suite au numéro qui figure plus bas."


def to_known(kind: str, it: BankDetails, subject: str, body: str, label: str) -> None:
    """One letter to each address known before the change, former addresses included."""
    for contact in it.known:
        for email in contact.emails:
            whom = {"to_person": contact.person_id, "to_organization": it.organization_id}
            notifications.write(kind, email, subject, f"Bonjour,\n\n{body}", it, action_label=label, **whom)


def declared(it: BankDetails) -> None:
    """A change waits: whoever did not ask for it must be able to stop it."""
    day = french.date(it.usable_from.astimezone(PARIS).date()) if it.usable_from else ""
    to_known(
        "bank_details.declared",
        it,
        "Un changement de compte bancaire est demandé pour votre structure",
        f"Un nouveau compte bancaire est déclaré pour {it.organization.name}.\n\n- Compte : {it.masked_iban}\n"
        f"- Utilisable au plus tôt le {day}\n\n"
        "Une seconde personne de votre structure doit le confirmer. La Caisse des Dépôts vous rappelle ensuite, "
        f"sur un numéro qu’elle connaît déjà. D’ici là, rien ne change.\n\n{ALARM}",
        "Voir ce changement",
    )


def activated(it: BankDetails) -> None:
    to_known(
        "bank_details.activated",
        it,
        "Le compte bancaire de votre structure a changé",
        f"Les prochains versements à {it.organization.name} seront faits sur le compte {it.masked_iban}.\n\n"
        f"Les paiements déjà ordonnés ne changent pas de compte sans un nouveau contrôle.\n\n{ALARM}",
        "Voir ce compte",
    )


def refused(it: BankDetails) -> None:
    to_known(
        "bank_details.refused",
        it,
        "Le changement de compte bancaire de votre structure est refusé",
        f"La Caisse des Dépôts refuse le compte {it.masked_iban} pour {it.organization.name}.\n\n"
        "Le compte d’avant, s’il y en a un, reste utilisé. Vous pouvez déclarer un autre compte.",
        "Voir la décision",
    )
