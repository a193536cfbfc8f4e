"""From the draft to the receipt; what the host does with its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings

from lucette.foundation.accounts.queries import Holder
from lucette.foundation.notifications.actions import write
from lucette.kernel import clock
from lucette.kernel.french import date, plural
from lucette.scheme.applications.letters.readers import HELLO, send
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.rules import posts_text


def to_file(it: Application, filers: Iterable[Holder], prepared_by: str) -> None:
    """To each person who may file it: it is ready."""
    for reader in filers:
        write(
            "application.to_file",
            reader.email,
            f"La candidature {it.number} attend votre dépôt",
            f"{HELLO}\n\n{prepared_by or 'Une personne de votre structure'} a préparé la candidature {it.number} pour "
            f"{it.organization.name}. Elle demande {posts_text(it.post_kind, it.posts_asked)}.\n\n"
            "Relisez-la, puis déposez-la : vous seul pouvez le faire. Rien n’est déposé avant. "
            "Pour entrer, donnez l’adresse à laquelle vous recevez cette lettre : un lien de connexion vous est envoyé.",
            it,
            to_person=reader.person_id,
            to_organization=it.organization_id,
            action_label="Relire et déposer",
        )


def confirm_contact(it: Application, address: str) -> None:
    """To the address of the contact alone: whoever reads it there confirms it."""
    write(
        "application.confirm_contact",
        it.contact_email,
        "Confirmez votre adresse électronique",
        f"{HELLO}\n\n{it.organization.name} vous a donné comme personne à contacter, pour accueillir un conseiller numérique.\n\n"
        "Confirmez que cette adresse est la vôtre : les lettres du dossier y seront envoyées. Ce lien est valable sept jours.\n\n"
        f"Vous n’êtes pas cette personne ? Ne faites rien.\n\n{address}",
        None,
        to_organization=it.organization_id,
        action_label="Confirmer mon adresse",
    )


def receipt(it: Application, due: dt.date) -> None:
    """Accusé de réception (code des relations entre le public et l'administration, art. L. 112-3 and R. 112-5)."""
    send(
        it,
        "receipt",
        f"Votre candidature {it.number} est déposée",
        f"Nous avons reçu le {date(clock.today())} votre candidature {it.number}. Elle demande {posts_text(it.post_kind, it.posts_asked)}.",
        "Prochaine étape : l’Agence nationale de la cohésion des territoires étudie le dossier et demande l’avis du préfet. "
        "Vous n’avez rien à faire.",
        f"L’Agence vous répond avant le {date(due)}. Sans réponse à cette date, votre candidature est considérée comme rejetée. "
        "Des postes peuvent encore vous être attribués ensuite.",
        "Vous pouvez contester ce rejet dans les deux mois :\n\n"
        f"- par un recours gracieux, en écrivant à l’Agence ({settings.CONTACT_EMAIL}) ;\n"
        "- devant le tribunal administratif.",
    )


def withdrawn(it: Application) -> None:
    send(
        it,
        "withdrawn",
        f"Votre candidature {it.number} est retirée",
        "Votre structure a retiré cette candidature. Son examen s’arrête là, et vous n’avez rien d’autre à faire.",
        "Vous pouvez déposer une nouvelle candidature tant que l’appel est ouvert.",
    )


def declined(it: Application) -> None:
    send(
        it,
        "declined",
        f"Attribution déclinée pour la candidature {it.number}",
        f"Votre structure a décliné l’attribution de {plural(it.posts_granted, 'poste')}. "
        f"{'Ce poste revient' if it.posts_granted == 1 else 'Ces postes reviennent'} à la dotation nationale.",
    )


def intake_closed(it: Application, reason: str) -> None:
    send(
        it,
        "intake_closed",
        "Le dépôt des candidatures est clos",
        f"L’appel auquel répond votre brouillon {it.number} est clos. Ce brouillon ne peut plus être déposé.",
        f"Motif : {reason}",
        "Vous pouvez toujours relire ce que vous avez écrit. Vous n’avez rien d’autre à faire.",
    )
