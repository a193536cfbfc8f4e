"""To the host: the agreement is ready, in force, cancelled."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import models

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications import actions as notifications
from lucette.kernel import clock, french
from lucette.kernel.actor import Scope
from lucette.kernel.money import Money
from lucette.scheme.agreements.models import Agreement

REPLACED = "Une autre lettre vous dit ce qui est décidé à la place. S’il vous reste des postes, demandez de nouveau la convention."


def ready(agreement: Agreement) -> None:
    body = (
        f"Votre convention {agreement.number} est prête. Elle porte sur {french.plural(agreement.posts, 'poste')}, "
        f"pour une subvention de {Money(agreement.amount_cents)} au plus."
        "\n\nRelisez-la, puis signez-la en ligne. La Caisse des Dépôts la signe ensuite : le premier versement peut alors être demandé."
    )
    to_host("agreement.ready", f"Convention {agreement.number} : à signer", body, agreement, "Lire et signer")


def piece_refused(agreement: Agreement, label: str, said: str) -> None:
    body = (
        f"La Banque des Territoires prépare votre convention {agreement.number}. Un document est à donner de nouveau :\n\n- {label}\n\n"
        f"Motif : {said}\n\nLa convention sera éditée quand elle l’aura reçu."
    )
    subject = f"Convention {agreement.number} : un document à donner de nouveau"
    to_host("agreement.piece_refused", subject, body, agreement, "Donner ce document", agreement.award.application)


def remind(agreement: Agreement) -> None:
    edited = french.date(agreement.generated_at.astimezone(clock.PARIS).date()) if agreement.generated_at else ""
    body = (
        f"Votre convention {agreement.number} est prête depuis le {edited}. Personne ne l’a encore signée."
        "\n\nTant qu’elle n’est pas signée, aucun versement ne peut être demandé. Si vous y renoncez, annulez-la : "
        "une autre structure recevra ces postes."
    )
    to_host("agreement.reminded", f"Convention {agreement.number} : il reste à la signer", body, agreement, "Lire et signer")


def in_force(agreement: Agreement) -> None:
    day = french.date(agreement.in_force_on) if agreement.in_force_on else ""
    body = f"La Caisse des Dépôts a signé la convention {agreement.number}. Elle est en vigueur depuis le {day}.\n\n{_go_on(agreement)}"
    to_host("agreement.in_force", f"Convention {agreement.number} : en vigueur", body, agreement, "Voir la convention")


def _go_on(agreement: Agreement) -> str:
    if agreement.renews is None:
        return "Prochaine étape : choisissez un candidat dans le vivier."
    return f"Elle renouvelle la convention {agreement.renews.number}. Vos postes gardent leur numéro, les conseillers en place aussi."


def renewal_opens(agreement: Agreement, asked_from: dt.date) -> None:
    ends = french.date(agreement.ends_on) if agreement.ends_on else ""
    body = (
        f"Votre convention {agreement.number} prend fin le {ends}. Vous pouvez demander son renouvellement depuis le "
        f"{french.date(asked_from)}.\n\nLa demande tient en un formulaire, depuis la page de la convention. Les postes renouvelés gardent "
        "leur numéro et les conseillers en place le restent. Un poste qui n’est pas renouvelé prend fin avec la convention."
    )
    subject = f"Convention {agreement.number} : le renouvellement est ouvert"
    to_host("agreement.renewal_opens", subject, body, agreement, "Demander le renouvellement")


def cancelled(agreement: Agreement) -> None:
    back = "Les postes et les crédits correspondants reviennent à la dotation nationale."
    if agreement.award.replaced_by_id:
        back = REPLACED
    elif agreement.renews:
        back = f"Les crédits reviennent à la dotation nationale. Les postes restent à la convention {agreement.renews.number}."
    body = f"La convention {agreement.number} est annulée.\n\nMotif : {agreement.cancellation_reason}\n\n{back}"
    to_host("agreement.cancelled", f"Convention {agreement.number} : annulée", body, agreement, "Voir la convention")


def to_host(kind: str, subject: str, body: str, agreement: Agreement, label: str, about: models.Model | None = None) -> None:
    """About the agreement, or about what is told. To the legal representatives; without any known, to the contact of the application."""
    holders = accounts.holders(RoleName.HOST_REPRESENTATIVE, Scope("organization", str(agreement.organization_id)))
    people: dict[str, UUID | None] = {holder.email: holder.person_id for holder in holders}
    people = people or {agreement.award.application.contact_email: None}
    for email, person in people.items():
        if email:
            notifications.write(
                kind,
                email,
                subject,
                f"Madame, Monsieur,\n\n{body}",
                about or agreement,
                to_person=person,
                to_organization=agreement.organization_id,
                action_label=label,
            )
