"""The convocation of the members. (The answer to each host leaves with its application.)"""

from __future__ import annotations

from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications import actions as notifications
from lucette.kernel import french
from lucette.scheme.committee.models import Session


def convened(session: Session) -> None:
    """To each member: the date, the agenda, and the duty to declare conflicts."""
    people = Person.objects.filter(pk__in=session.members.values("person_id"), is_active=True)
    body = (
        f"Madame, Monsieur,\n\nLe comité de sélection se réunit le {french.date(session.held_on)}. L’ordre du jour est prêt.\n\n"
        "Un dossier vous touche de près ? Déclarez ce conflit d’intérêts avant la séance : ce dossier ne vous sera pas montré."
    )
    for person in people:
        notifications.write(
            "session.convened",
            person.email,
            f"Comité de sélection du {french.date(session.held_on)}",
            body,
            session,
            to_person=person.pk,
            action_label="Voir l’ordre du jour",
        )
