"""What candidates and hosts are told. The subject of a letter names nobody."""

from __future__ import annotations

from django.db import models

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.kernel import french
from lucette.kernel.actor import Scope
from lucette.kernel.money import Money
from lucette.scheme.recruitment.enums import EndReason
from lucette.scheme.recruitment.models import Candidate, Hire

HOSTS = (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY)


def to_person(kind: str, person: Person, subject: str, body: str, about: models.Model) -> None:
    notifications.write(kind, person.email, subject, f"Bonjour {person.first_name},\n\n{body}", about, to_person=person.pk)


def to_host(kind: str, hire: Hire, subject: str, body: str) -> None:
    """One letter to each representative and secretary of the hire's organization."""
    scope = Scope("organization", str(hire.organization_id))
    people = {it.email: it for role in HOSTS for it in holders(role, scope)}
    for it in people.values():
        notifications.write(
            kind, it.email, subject, f"Bonjour,\n\n{body}", hire, to_person=it.person_id, to_organization=hire.organization_id
        )


def applied(it: Candidate) -> None:
    to_person(
        "candidate.applied", it.person, "Votre inscription au vivier des conseillers numériques",
        f"Votre inscription est enregistrée : vous êtes disponible à partir du {french.date(it.available_on)}, dans un rayon de "
        f"{it.radius_km} km autour de {it.commune.name}.\n\nLes structures d’accueil proches peuvent vous inviter : vous recevrez une "
        "lettre à chaque invitation, et vous restez libre d’accepter ou de décliner.", it,
    )  # fmt: skip


def left(it: Candidate) -> None:
    to_person(
        "candidate.withdrawn", it.person, "Vous avez quitté le vivier des conseillers numériques",
        "Aucune structure ne vous voit plus. Vous pouvez revenir au vivier quand vous le voulez.", it,
    )  # fmt: skip


def invited(it: Hire) -> None:
    to_person(
        "hire.invited", it.candidate.person, "Une structure vous invite à un recrutement",
        f"{it.organization.name} vous invite pour un poste de conseiller numérique.\n\nRépondez à cette invitation sur Lucette : "
        "accepter vous met en relation avec la structure et ne vous engage pas.", it,
    )  # fmt: skip


def accepted(it: Hire) -> None:
    person = it.candidate.person
    reach = f"{person.email}, {person.phone}" if person.phone else person.email
    to_host(
        "hire.accepted", it, "Un candidat accepte votre invitation",
        f"{person} accepte votre invitation. Pour convenir d’un entretien : {reach}.\n\nAprès l’entretien, choisissez ce candidat sur "
        "Lucette ou annulez l’invitation.",
    )  # fmt: skip


def declined(it: Hire) -> None:
    to_host(
        "hire.declined", it, "Un candidat décline votre invitation",
        f"{it.candidate.person} décline votre invitation. Le vivier vous montre les autres candidats disponibles.",
    )  # fmt: skip


def selected(it: Hire) -> None:
    to_person(
        "hire.selected", it.candidate.person, "Une structure vous a choisi",
        f"{it.organization.name} souhaite vous recruter et prépare votre contrat de travail.", it,
    )  # fmt: skip


def declared(it: Hire) -> None:
    to_person(
        "hire.declared", it.candidate.person, "Votre contrat de travail est déposé",
        f"{it.organization.name} a déposé votre contrat ({period(it)}, {Money(it.monthly_gross_cents or 0)} bruts par mois). "
        "La Banque des Territoires le valide. Si ces indications ne sont pas exactes, prévenez votre structure.", it,
    )  # fmt: skip


def validated(it: Hire) -> None:
    to_host(
        "hire.validated", it, "Le recrutement est validé",
        f"La Banque des Territoires a validé le contrat de {it.candidate.person} ({period(it)}). Le poste est pourvu ; prochaine étape : "
        "l’inscrire à sa formation.",
    )  # fmt: skip
    to_person(
        "hire.validated", it.candidate.person, "Votre recrutement est validé : bienvenue parmi les conseillers numériques",
        f"Votre contrat avec {it.organization.name} est validé ({period(it)}). Votre espace de conseiller est ouvert.", it,
    )  # fmt: skip


def ended(it: Hire) -> None:
    last = french.date(it.ended_on) if it.ended_on else ""
    body = f"dernier jour travaillé : {last} ; motif : {EndReason(it.end_reason).label}."
    to_host("hire.ended", it, "La fin du contrat est enregistrée", f"Contrat de {it.candidate.person}, {body} Le poste est vacant.")
    to_person(
        "hire.ended", it.candidate.person, "La fin de votre contrat est enregistrée",
        f"Contrat avec {it.organization.name}, {body} Vous êtes de nouveau visible dans le vivier ; vous pouvez vous en retirer.", it,
    )  # fmt: skip


def cancelled(it: Hire) -> None:
    to_person(
        "hire.cancelled", it.candidate.person, "Un recrutement est annulé",
        f"L’invitation ou le recrutement avec {it.organization.name} est annulé.", it,
    )  # fmt: skip


def no_longer_available(it: Hire) -> None:
    to_host(
        "hire.cancelled", it, "Un candidat n’est plus disponible",
        f"{it.candidate.person} n’est plus disponible : l’invitation est annulée. Le vivier vous montre les autres candidats.",
    )  # fmt: skip


def period(it: Hire) -> str:
    """« du 1ᵉʳ mars 2021 au 28 février 2023 », « à partir du 1ᵉʳ mars 2021 »."""
    if it.starts_on is None:
        return ""
    return f"du {french.date(it.starts_on)} au {french.date(it.ends_on)}" if it.ends_on else f"à partir du {french.date(it.starts_on)}"
