"""The letter that lets a person in."""

from __future__ import annotations

from django.conf import settings

from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications import actions as notifications


def sign_in_link(person: Person, token: str) -> None:
    """The link, once, for thirty minutes."""
    notifications.write(
        kind="sign_in_link",
        to_email=person.email,
        to_person=person.pk,
        to_organization=None,
        about=person,
        subject="Votre lien de connexion",
        body=(
            f"Bonjour {person.first_name},\n\n"
            "Vous avez demandé à vous connecter. Ce lien sert une seule fois et reste valable trente minutes.\n\n"
            "Si vous n’avez rien demandé, ne faites rien : personne ne peut se connecter sans ce lien.\n\n"
            f"{settings.SITE_URL}/connexion/{token}/"
        ),
        action_label="Me connecter",
    )
