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


def to_person(kind: str, person: Person, subject: str, body: str, about: models.Model, label: str) -> None:
    body = f"Bonjour {person.first_name},\n\n{body}"
    notifications.write(kind, person.email, subject, body, about, to_person=person.pk, action_label=label)


def to_host(kind: str, hire: Hire, subject: str, body: str, label: str) -> None:
    """One letter to each representative and secretary of the hire's organization."""
    scope = Scope("organization", str(hire.organization_id))
    people = {it.email: it for role in HOSTS for it in holders(role, scope)}
    for it in people.values():
        whom = {"to_person": it.person_id, "to_organization": hire.organization_id}
        notifications.write(kind, it.email, subject, f"Bonjour,\n\n{body}", hire, action_label=label, **whom)


def applied(it: Candidate) -> None:
    to_person(
        "candidate.applied", it.person, "Votre inscription au vivier des conseillers numériques",
        "Votre inscription est enregistrée.\n\n"
        f"- Disponible à partir du {french.date(it.available_on)}\n"
        f"- Dans un rayon de {french.number(it.radius_km)} km autour de {it.commune.name}\n\n"
        "Les structures d’accueil proches de chez vous peuvent vous inviter. Vous recevrez une lettre à chaque invitation. "
        "Vous restez libre d’accepter ou de décliner.", it, "Voir mon inscription",
    )  # fmt: skip


def left(it: Candidate) -> None:
    to_person(
        "candidate.withdrawn", it.person, "Vous avez quitté le vivier des conseillers numériques",
        "Aucune structure ne vous voit plus. Vous pouvez revenir au vivier quand vous le voulez.", it, "Voir mon espace",
    )  # fmt: skip


def invited(it: Hire) -> None:
    to_person(
        "hire.invited", it.candidate.person, "Une structure vous invite à un recrutement",
        f"{it.organization.name} vous invite pour un poste de conseiller numérique.\n\nAcceptez l’invitation pour entrer en relation avec "
        "cette structure. Cela ne vous engage pas. Vous pouvez aussi la décliner.", it, "Répondre à l’invitation",
    )  # fmt: skip


def accepted(it: Hire) -> None:
    person = it.candidate.person
    phone = f"\n- Téléphone : {person.phone}" if person.phone else ""
    to_host(
        "hire.accepted", it, "Votre invitation est acceptée",
        f"{person} accepte votre invitation. Convenez d’un entretien ensemble.\n\n- Adresse : {person.email}{phone}\n\n"
        "Après l’entretien, choisissez cette personne ou annulez l’invitation.", "Voir l’invitation",
    )  # fmt: skip


def declined(it: Hire) -> None:
    to_host(
        "hire.declined", it, "Votre invitation est déclinée",
        f"{it.candidate.person} décline votre invitation. D’autres candidats vous attendent dans le vivier.", "Voir l’invitation",
    )  # fmt: skip


def selected(it: Hire) -> None:
    to_person(
        "hire.selected", it.candidate.person, "Une structure souhaite vous recruter",
        f"{it.organization.name} souhaite vous recruter et prépare votre contrat de travail.\n\nVous n’avez rien à faire : "
        "nous vous écrirons quand le contrat sera déposé.", it, "Voir mon recrutement",
    )  # fmt: skip


def declared(it: Hire) -> None:
    to_person(
        "hire.declared", it.candidate.person, "Votre contrat de travail est déposé",
        f"{it.organization.name} a déposé votre contrat de travail.\n\n- Période : {period(it)}\n"
        f"- Salaire : {Money(it.monthly_gross_cents or 0)} bruts par mois\n\n"
        "La Banque des Territoires va le valider. Une erreur ? Prévenez votre structure sans attendre.", it, "Voir mon contrat",
    )  # fmt: skip


def validated(it: Hire) -> None:
    to_host(
        "hire.validated", it, "Le recrutement est validé",
        f"La Banque des Territoires a validé le contrat de {it.candidate.person}. Le poste est pourvu.\n\n- Période : {period(it)}\n\n"
        "Prochaine étape : inscrivez cette personne à sa formation.", "Voir le recrutement",
    )  # fmt: skip
    to_person(
        "hire.validated", it.candidate.person, "Votre recrutement est validé : bienvenue parmi les conseillers numériques",
        f"Votre contrat avec {it.organization.name} est validé.\n\n- Période : {period(it)}\n\n"
        "Votre espace de conseiller est ouvert.", it, "Ouvrir mon espace",
    )  # fmt: skip


def ended(it: Hire) -> None:
    last = french.date(it.ended_on) if it.ended_on else ""
    why = f"- Dernier jour travaillé : {last}\n- Motif : {EndReason(it.end_reason).label}"
    to_host(
        "hire.ended", it, "La fin du contrat est enregistrée",
        f"La fin du contrat de {it.candidate.person} est enregistrée.\n\n{why}\n\n"
        "Le poste est vacant : vous pouvez recruter une autre personne.", "Voir le contrat",
    )  # fmt: skip
    to_person(
        "hire.ended", it.candidate.person, "La fin de votre contrat est enregistrée",
        f"La fin de votre contrat avec {it.organization.name} est enregistrée.\n\n{why}\n\n"
        "Les structures vous voient de nouveau dans le vivier. Vous pouvez vous en retirer.", it, "Voir mon espace",
    )  # fmt: skip


def cancelled(it: Hire) -> None:
    to_person(
        "hire.cancelled", it.candidate.person, "Un recrutement est annulé",
        f"Votre recrutement par {it.organization.name} ne se fera pas : il est annulé.\n\n"
        "Vous restez dans le vivier, et d’autres structures peuvent vous inviter.", it, "Voir mon espace",
    )  # fmt: skip


def no_longer_available(it: Hire) -> None:
    to_host(
        "hire.cancelled", it, "Un candidat n’est plus disponible",
        f"{it.candidate.person} n’est plus disponible. Votre invitation est donc annulée.\n\n"
        "D’autres candidats vous attendent dans le vivier.", "Voir l’invitation",
    )  # fmt: skip


def period(it: Hire) -> str:
    """« du 1ᵉʳ mars 2021 au 28 février 2023 », « à partir du 1ᵉʳ mars 2021 »."""
    if it.starts_on is None:
        return ""
    return f"du {french.date(it.starts_on)} au {french.date(it.ends_on)}" if it.ends_on else f"à partir du {french.date(it.starts_on)}"
