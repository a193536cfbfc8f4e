"""Letters about money asked back."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.payments.models import Recovery


def recovery_issued(it: Recovery) -> None:
    """To the host: the project, why, and until when it may answer."""
    _to_host(
        "recovery.issued",
        it,
        f"Un reversement est envisagé sur la convention {it.agreement.number}",
        f"Une partie de la subvention versée devrait nous être rendue : {_asked(it)}.\n\n"
        f"- Motif : {it.get_ground_display()}\n- Explication : {it.explanation}\n\n"
        f"Rien n’est à payer aujourd’hui. Vous pouvez répondre jusqu’au {french.date(it.answer_by)}. "
        "Votre réponse sera lue avant toute décision.",
        "Lire le calcul et répondre",
    )


def recovery_answered(it: Recovery) -> None:
    """To the person who issued it: the host has answered."""
    issuer = Person.objects.filter(pk=it.issued_by, is_active=True).first()
    if issuer:
        notifications.write(
            "recovery.answered",
            issuer.email,
            f"Une structure répond au projet de reversement {it.number}",
            f"Bonjour,\n\nLa structure a présenté ses observations sur le projet de reversement {it.number}.\n\n"
            "Répondez-lui avant toute notification.",
            it,
            to_person=issuer.pk,
            action_label="Lire les observations",
        )


def recovery_replied(it: Recovery) -> None:
    """To the host: what is answered to what it said."""
    _to_host(
        "recovery.replied",
        it,
        f"Réponse à vos observations sur le reversement {it.number}",
        f"Nous avons lu vos observations. Voici notre réponse :\n\n{it.reply}",
        "Voir le projet de reversement",
    )


def recovery_notified(it: Recovery) -> None:
    """To the host: the order, what to pay and before when."""
    _to_host(
        "recovery.notified",
        it,
        f"Ordre de reversement {it.number}",
        f"L’ordre de reversement {it.number} est notifié à votre structure. Vous y lisez le calcul et les voies de recours.\n\n"
        f"- Montant : {_asked(it)}\n- À payer avant le : {_day(it.due_on)}\n- Référence à rappeler : {it.number}",
        "Lire l’ordre et savoir comment payer",
    )


def recovery_reminded(it: Recovery) -> None:
    """To the host: it is late."""
    _to_host(
        "recovery.reminded",
        it,
        f"Rappel : l’ordre de reversement {it.number} reste à payer",
        f"Nous n’avons pas encore reçu tout le paiement de l’ordre de reversement {it.number}.\n\n"
        f"- Reste à payer : {_asked(it)}\n- Date limite : {_day(it.due_on)}\n- Référence à rappeler : {it.number}\n\n"
        "Si vous venez de payer, ne tenez pas compte de ce message.",
        "Voir comment payer",
    )


def recovery_collected(it: Recovery, cents: int) -> None:
    """To the host: what came in, and what is left."""
    left = sum(line.open_cents for line in it.lines.all())
    _to_host(
        "recovery.collected",
        it,
        f"Votre paiement de l’ordre de reversement {it.number} est enregistré",
        f"Nous avons reçu {Money(cents)} pour l’ordre de reversement {it.number}.\n\n"
        + (f"Reste à payer : {Money(left)}." if left else "Il ne reste rien à payer."),
        "Voir l’ordre de reversement",
    )


def recovery_given_up(it: Recovery, cents: int) -> None:
    """To the host: what is no longer asked, and the decision."""
    _to_host(
        "recovery.given_up",
        it,
        f"L’ordre de reversement {it.number} n’est plus à payer",
        f"{Money(cents)} ne vous sont plus demandés : l’ordre de reversement {it.number} est {it.get_status_display()}.\n\n"
        f"Décision : {it.decision}",
        "Voir l’ordre de reversement",
    )


def _to_host(kind: str, it: Recovery, subject: str, body: str, action_label: str) -> None:
    """To the representatives of the debtor, else to the contact of its application."""
    mine = [(held.email, held.person_id) for held in holders(RoleName.HOST_REPRESENTATIVE) if held.scope.code == str(it.organization_id)]
    contact = it.agreement.award.application.contact_email
    absent: list[tuple[str, UUID | None]] = [(contact, None)] if contact else []
    for address, person in mine or absent:
        text = f"Bonjour,\n\n{body}"
        whom = {"to_person": person, "to_organization": it.organization_id}
        notifications.write(kind, address, subject, text, it, action_label=action_label, **whom)


def _asked(it: Recovery) -> Money:
    return Money(sum(line.open_cents for line in it.lines.all()))


def _day(day: dt.date | None) -> str:
    return french.date(day) if day else ""
