"""The letters that let a person in, or tell who asked to."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models

from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.organizations.models import Organization

MY_SPACE = "Ouvrir mon espace"


def sign_in_link(person: Person, token: str) -> None:
    """The link, once, for thirty minutes."""
    body = (
        f"Bonjour {person.first_name},\n\n"
        "Vous avez demandé à vous connecter. Ce lien sert une seule fois et reste valable trente minutes.\n\n"
        "Si vous n’avez rien demandé, ne faites rien : personne ne peut se connecter sans ce lien.\n\n"
        f"{settings.SITE_URL}/connexion/{token}/"
    )
    _write("sign_in_link", person, person, "Votre lien de connexion", body, "Me connecter")


def asked_to_join(referent: Person, organization: Organization, name: str, email: str) -> None:
    """To who already acts for the organization: somebody else wants to."""
    subject = "Une personne demande à rejoindre votre structure"
    body = (
        f"Bonjour,\n\nUne personne demande à agir sur Lucette pour {organization.name} :\n\n- {name}\n- {email}\n\n"
        "Vous la connaissez ? Invitez-la depuis votre espace. Sinon, ne faites rien : aucun droit ne lui est donné."
    )
    _write("asked_to_join", referent, organization, subject, body, MY_SPACE, to_organization=organization.pk)


def joined(reader: Person, organization: Organization, role: str) -> None:
    """To the prefecture: somebody now acts for an organization of its territory, on her own word."""
    body = (
        f"Bonjour,\n\n{organization.name} a ouvert son espace sur Lucette. La personne qui l’a ouvert se déclare : {role}.\n\n"
        "Si cela vous surprend, prévenez l’équipe d’assistance : elle peut mettre fin à ce rôle."
    )
    _write("joined", reader, organization, "Une structure de votre territoire a ouvert son espace", body, MY_SPACE)


def represented(reader: Person, organization: Organization) -> None:
    """To the prefecture: a colleague names who represents an organization of its territory."""
    notifications.write(
        kind="represented",
        to_email=reader.email,
        to_person=reader.pk,
        about=organization,
        subject="Une structure de votre territoire nomme qui la représente",
        body=(
            f"Bonjour,\n\nUne personne de {organization.name} vient d’inviter celle qui représente la structure. "
            "Cette personne pourra déposer une candidature et signer une convention.\n\n"
            "Si cela vous surprend, prévenez l’équipe d’assistance : elle peut mettre fin à ce rôle."
        ),
        action_label="Ouvrir mon espace",
    )


def not_with_this_address(person: Person) -> None:
    """To a person whose roles do not go with the one that was asked with her address."""
    body = (
        f"Bonjour {person.first_name},\n\nUne demande d’accès vient d’être faite avec votre adresse. "
        "Vous avez déjà un rôle sur Lucette, qui ne s’accorde pas avec celui demandé : rien n’a été changé.\n\n"
        "Si la demande vient de vous, utilisez une autre adresse, ou écrivez à l’équipe d’assistance."
    )
    _write("not_with_this_address", person, person, "Votre demande d’accès", body, MY_SPACE)


def invited(person: Person, role: str, place: str, inviter: str, token: str) -> None:
    """Somebody gives her a role: the link lets her in once, within the week; she may ask for another by herself."""
    body = (
        f"Bonjour {person.first_name},\n\n{inviter} vous invite à agir sur Lucette pour {place}. Votre rôle : {role}.\n\n"
        "Ce lien sert une seule fois et reste valable sept jours. "
        "Passé ce délai, connectez-vous avec votre adresse : un nouveau lien vous est envoyé.\n\n"
        f"{settings.SITE_URL}/connexion/{token}/"
    )
    _write("invited", person, person, "Vous êtes invité à rejoindre une structure", body, "Rejoindre la structure")


def _write(
    kind: str, reader: Person, about: models.Model, subject: str, body: str, label: str, to_organization: UUID | None = None
) -> None:
    whom = {"to_person": reader.pk, "to_organization": to_organization}
    notifications.write(kind, reader.email, subject, body, about, action_label=label, **whom)
