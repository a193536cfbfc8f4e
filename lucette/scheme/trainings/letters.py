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


def to_adviser(kind: str, it: Enrolment, subject: str, body: str) -> None:
    person = it.hire.candidate.person
    notifications.write(kind, person.email, subject, f"Bonjour {person.first_name},\n\n{body}", it, to_person=person.pk)


def to_organization(
    kind: str, organization: Organization, roles: tuple[RoleName, ...], subject: str, body: str, about: models.Model
) -> None:
    """One letter to each person who holds one of `roles` in the organization."""
    scope = Scope("organization", str(organization.pk))
    people = {it.email: it for role in roles for it in holders(role, scope)}
    for it in people.values():
        notifications.write(kind, it.email, subject, f"Bonjour,\n\n{body}", about, to_person=it.person_id, to_organization=organization.pk)


def to_host(kind: str, it: Enrolment, subject: str, body: str) -> None:
    to_organization(kind, it.hire.organization, HOSTS, subject, body, it)


def to_body(kind: str, session: TrainingSession, subject: str, body: str, about: models.Model) -> None:
    to_organization(kind, session.body, (RoleName.TRAINING_BODY,), subject, body, about)


def described(session: TrainingSession) -> str:
    return f"« {session.title} », du {french.date(session.starts_on)} au {french.date(session.ends_on)}"


def session_opened(session: TrainingSession) -> None:
    body = f"L’ANCT ouvre la session {described(session)} ({french.plural(session.seats, 'place')}, {Money(session.seat_cents)} la place)."
    to_body("training.opened", session, "Une session de formation vous est confiée", body, session)


def enrolled(it: Enrolment) -> None:
    where = f"{described(it.session)}, à {it.session.commune.name}"
    subject = "Inscription en formation"
    to_adviser("training.enrolled", it, subject, f"Vous êtes inscrit à la formation {where} ({it.session.hours} heures), gratuite.")
    to_body("training.enrolled", it.session, subject, f"Une personne s’ajoute à la session {where} : {it.hire.candidate.person}.", it)


def started(it: Enrolment) -> None:
    body = f"Votre présence à la formation {described(it.session)} est enregistrée. L’assiduité est obligatoire."
    to_adviser("training.started", it, "Votre formation commence", body)


def completed(it: Enrolment) -> None:
    body = f"Vous avez suivi la formation {described(it.session)}. Passez maintenant la certification Pix, dans les six mois."
    to_adviser("training.completed", it, "Votre formation est terminée", body)


def certified(it: Enrolment) -> None:
    body = f"La certification Pix est acquise à l’issue de la formation {described(it.session)}."
    to_adviser("training.certified", it, "Votre certification est enregistrée", body)
    to_host("training.certified", it, "Une certification est enregistrée", f"{body} Elle concerne {it.hire.candidate.person}.")


def interrupted(it: Enrolment) -> None:
    body = f"La formation {described(it.session)} est interrompue. Une inscription à une autre session est possible."
    to_adviser("training.interrupted", it, "Votre formation est interrompue", body)
    to_host("training.interrupted", it, "Une formation est interrompue", f"{body} Elle concernait {it.hire.candidate.person}.")


def invoiced(session: TrainingSession, number: str, cents: int) -> None:
    body = f"La facture {number} de la session {described(session)}, de {Money(cents)}, est transmise à la Banque des Territoires."
    to_body("training.invoiced", session, "Votre facture est enregistrée", body, session)
