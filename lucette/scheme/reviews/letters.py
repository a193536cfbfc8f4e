"""Letters of the instruction: to the prefecture for its opinion, to the host for what is missing."""

from __future__ import annotations

import datetime as dt

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications.actions import write
from lucette.kernel.actor import Scope
from lucette.kernel.french import date, plural
from lucette.scheme.applications import letters as applications
from lucette.scheme.applications.models import Application


def opinion_asked(application: Application, due_on: dt.date) -> None:
    """To the prefecture of the département, else to that of the région."""
    found = holders(RoleName.PREFECTURE, Scope("department", application.department_code)) or holders(
        RoleName.PREFECTURE, Scope("region", application.region_code)
    )
    host = application.organization
    body = (
        f"Madame, Monsieur,\n\nLa structure « {host.name} » ({host.commune.name}) demande "
        f"{plural(application.posts_asked, 'poste')} de conseiller numérique : candidature {application.number}.\n\n"
        f"Votre avis est attendu avant le {date(due_on)}. Il est favorable ou défavorable, avec un commentaire de 10 à 1 000 caractères, "
        "et peut changer jusqu’à la décision. Passé cette date, la candidature peut être présentée au comité sans lui."
    )
    for person in found:
        write(
            "review.opinion_asked",
            person.email,
            f"Votre avis sur la candidature {application.number}",
            body,
            application,
            to_person=person.person_id,
            action_label="Rendre l’avis",
        )


def completion_asked(application: Application, items: list[str], comment: str, due_on: dt.date) -> None:
    applications.send(
        application,
        "completion_asked",
        f"Votre candidature {application.number} est à compléter",
        "Pour poursuivre l’instruction, l’ANCT vous demande :",
        "\n".join(f"- {item}" for item in items),
        comment,
        f"Répondez avant le {date(due_on)}. Le délai de réponse de l’ANCT est suspendu jusque-là ; sans réponse à cette date, la "
        "candidature peut être classée sans suite.",
    )
