"""Letters about instalment lines: held, cancelled, reduced, overridden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.kernel.actor import Scope
from lucette.kernel.money import Money
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.payments.models import ConditionOverride, InstalmentLine


def _of_the_host(agreement: Agreement) -> list[tuple[str, UUID | None]]:
    """Its representatives, else the contact of its application."""
    scope = Scope("organization", str(agreement.organization_id))
    people: list[tuple[str, UUID | None]] = [(it.email, it.person_id) for it in holders(RoleName.HOST_REPRESENTATIVE, scope)]
    contact = agreement.award.application.contact_email
    return people or ([(contact, None)] if contact else [])


def _to_host(kind: str, agreement: Agreement, subject: str, body: str) -> None:
    for address, person in _of_the_host(agreement):
        notifications.write(
            kind,
            address,
            subject,
            body,
            agreement,
            to_person=person,
            to_organization=agreement.organization_id,
            action_label="Voir la convention",
        )


def _named(line: InstalmentLine) -> str:
    return f"versement {line.instalment.number}, poste {line.post.number}, {Money(line.cents)}"


def held(lines: Iterable[InstalmentLine]) -> None:
    """To each host, once an agreement: what is held, and why."""
    by_agreement: dict[Agreement, list[InstalmentLine]] = defaultdict(list)
    for line in lines:
        by_agreement[line.instalment.agreement].append(line)
    for agreement, found in by_agreement.items():
        told = "\n".join(f"- V{_named(line)[1:]} : {line.reason}" for line in found)
        _to_host(
            "instalment_line.held",
            agreement,
            f"Convention {agreement.number} : un versement est suspendu",
            f"Bonjour,\n\nNous ne pouvons pas payer pour l’instant :\n\n{told}\n\n"
            "Les autres postes de la convention suivent leur cours. Si un contrat de travail manque, déposez-le : le versement reprendra.",
        )


def line_cancelled(line: InstalmentLine) -> None:
    """To the host: this will not be paid."""
    agreement = line.instalment.agreement
    _to_host(
        "instalment_line.cancelled",
        agreement,
        f"Convention {agreement.number} : une échéance est annulée",
        f"Bonjour,\n\nUne échéance ne sera pas versée : {_named(line)}.\n\nMotif : {line.reason}\n\n"
        "Les autres échéances de la convention ne changent pas.",
    )


def line_reduced(line: InstalmentLine, given_back: int, reason: str) -> None:
    """To the host: less will be paid."""
    agreement = line.instalment.agreement
    _to_host(
        "instalment_line.reduced",
        agreement,
        f"Convention {agreement.number} : une échéance est réduite",
        f"Bonjour,\n\nUne échéance est réduite de {Money(given_back)} : {_named(line)} restent prévus.\n\nMotif : {reason}\n\n"
        "Les autres échéances de la convention ne changent pas.",
    )


def override_asked(it: ConditionOverride) -> None:
    """To the others of the Banque des Territoires: one of them answers."""
    line = it.line
    others = {one.person_id: one for role in (RoleName.REQUESTER, RoleName.CERTIFIER) for one in holders(role)}
    for person, one in others.items():
        if person != it.asked_by:
            notifications.write(
                "override.asked",
                one.email,
                f"Convention {line.instalment.agreement.number} : une dérogation attend votre réponse",
                f"Bonjour,\n\nUne dérogation est demandée pour une échéance : {_named(line)}.\n\nMotif : {it.motive}\n\n"
                "Sans l’accord d’une deuxième personne, rien n’est exigible.",
                line,
                to_person=person,
                action_label="Répondre à la demande",
            )


def override_answered(it: ConditionOverride, reason: str) -> None:
    """To the person who asked."""
    person = Person.objects.filter(pk=it.asked_by, is_active=True).first()
    if person:
        answer = "La dérogation est confirmée : l’échéance est exigible." if not reason else f"La dérogation est refusée : {reason}"
        notifications.write(
            "override.answered",
            person.email,
            f"Convention {it.line.instalment.agreement.number} : réponse à votre dérogation",
            f"Bonjour,\n\nVous avez demandé une dérogation pour une échéance : {_named(it.line)}.\n\n{answer}",
            it.line,
            to_person=person.pk,
            action_label="Voir l’échéance",
        )
