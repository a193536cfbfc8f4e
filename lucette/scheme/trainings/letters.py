"""What advisers, hosts and training bodies are told. The subject of a letter names nobody."""

from __future__ import annotations

from django.db import models

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.organizations.models import Organization
from lucette.kernel import french
from lucette.kernel.actor import Scope
from lucette.kernel.money import Money
from lucette.scheme.trainings.models import Enrolment, TrainingSession

HOSTS = (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY)


def to_adviser(kind: str, it: Enrolment, subject: str, body: str, label: str = "Voir ma formation") -> None:
    person = it.hire.candidate.person
    body = f"Bonjour {person.first_name},\n\n{body}\n\n{facts(it.session)}"
    notifications.write(kind, person.email, subject, body, it, to_person=person.pk, action_label=label)


def to_organization(
    organization: Organization, roles: tuple[RoleName, ...], kind: str, subject: str, body: str, about: models.Model
) -> None:
    """One letter to each person who holds one of `roles` in the organization."""
    scope = Scope("organization", str(organization.pk))
    label = "Voir la session" if isinstance(about, TrainingSession) else "Voir la formation"
    people = {it.email: it for role in roles for it in holders(role, scope)}
    for it in people.values():
        whom = {"to_person": it.person_id, "to_organization": organization.pk}
        notifications.write(kind, it.email, subject, f"Bonjour,\n\n{body}", about, action_label=label, **whom)


def to_host(kind: str, it: Enrolment, subject: str, body: str) -> None:
    body = f"{body}\n\n- Personne : {it.hire.candidate.person}\n{facts(it.session)}"
    to_organization(it.hire.organization, HOSTS, kind, subject, body, it)


def to_body(kind: str, session: TrainingSession, subject: str, body: str, about: models.Model) -> None:
    to_organization(session.body, (RoleName.TRAINING_BODY,), kind, subject, f"{body}\n{facts(session)}", about)


def facts(session: TrainingSession) -> str:
    """Which session, when, where: as a list."""
    return (
        f"- Formation : « {session.title} »\n- Dates : {dates(session)}\n"
        f"- Durée : {french.plural(session.hours, 'heure')}\n- Lieu : {session.commune.name}"
    )


def dates(session: TrainingSession) -> str:
    """« du 1ᵉʳ mars 2021 au 12 mars 2021 », « le 1ᵉʳ mars 2021 »."""
    first, last = french.date(session.starts_on), french.date(session.ends_on)
    return f"du {first} au {last}" if first != last else f"le {first}"


def described(session: TrainingSession) -> str:
    return f"« {session.title} », {dates(session)}"


def session_opened(session: TrainingSession) -> None:
    body = (
        "L’Agence nationale de la cohésion des territoires vous confie une session de formation.\n\n"
        f"- Places : {french.number(session.seats)}\n- Prix d’une place : {Money(session.seat_cents)}"
    )
    to_body("training.opened", session, "Une session de formation vous est confiée", body, session)


def enrolled(it: Enrolment) -> None:
    subject = "Inscription en formation"
    to_adviser("training.enrolled", it, subject, "Votre inscription en formation est enregistrée. Cette formation est gratuite pour vous.")
    body = f"Une personne s’ajoute à votre session.\n\n- Personne : {it.hire.candidate.person}"
    to_body("training.enrolled", it.session, subject, body, it)


def started(it: Enrolment) -> None:
    body = "Votre formation a commencé et votre présence est enregistrée. Votre présence à chaque séance est obligatoire."
    to_adviser("training.started", it, "Votre formation commence", body)


def completed(it: Enrolment) -> None:
    body = "Vous avez suivi toute votre formation, bravo. Prochaine étape : passez la certification Pix dans les six mois."
    to_adviser("training.completed", it, "Votre formation est terminée", body)


def certified(it: Enrolment) -> None:
    to_adviser("training.certified", it, "Votre certification est enregistrée", "Vous avez obtenu la certification Pix, félicitations.")
    body = "La personne que vous employez a obtenu la certification Pix. Vous n’avez rien à faire."
    to_host("training.certified", it, "Une certification est enregistrée", body)


def interrupted(it: Enrolment) -> None:
    body = "Votre formation est interrompue. Vous pourrez vous inscrire à une autre session."
    to_adviser("training.interrupted", it, "Votre formation est interrompue", body)
    body = "La formation d’une personne que vous employez est interrompue. Elle pourra s’inscrire à une autre session."
    to_host("training.interrupted", it, "Une formation est interrompue", body)


def invoiced(session: TrainingSession, number: str, cents: int) -> None:
    body = (
        "Votre facture est enregistrée. La Banque des Territoires la contrôle, puis la paie.\n\n"
        f"- Facture : {number}\n- Montant : {Money(cents)}"
    )
    to_body("training.invoiced", session, "Votre facture est enregistrée", body, session)
