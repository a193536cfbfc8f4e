"""The convocation of the members, and the decisions told to the prefectures. (The answer to each host leaves with its application.)"""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.notifications.actions import draft
from lucette.kernel import french
from lucette.kernel.actor import Scope
from lucette.scheme.committee.models import AgendaLine, Session


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


def published(session: Session) -> None:
    """To each prefecture of a département or of a région: what was decided of the files of its territory."""
    lines = AgendaLine.objects.filter(session=session).on_the_agenda().select_related("application__organization").order_by("position")
    told: dict[Scope, list[AgendaLine]] = {}
    for line in lines:
        for scope in (Scope("department", line.application.department_code), Scope("region", line.application.region_code)):
            told.setdefault(scope, []).append(line)
    letters = []
    for reader in holders(RoleName.PREFECTURE):
        if of_hers := told.get(reader.scope):
            letters.append(
                draft(
                    "session.published",
                    reader.email,
                    f"Décisions du comité de sélection du {french.date(session.held_on)}",
                    _decisions(session, of_hers),
                    session,
                    to_person=reader.person_id,
                    action_label="Voir les décisions",
                )
            )
    notifications.write_drafts(letters)


def _decisions(session: Session, lines: list[AgendaLine]) -> str:
    files = french.plural(len(lines), "candidature de votre territoire", "candidatures de votre territoire")
    told = [f"- {line.application.organization.name} : {_said(line)} ;" for line in lines]
    return (
        f"Madame, Monsieur,\n\nL’Agence nationale de la cohésion des territoires publie les décisions prises après la séance du "
        f"{french.date(session.held_on)}. Elles portent sur {files} :\n\n" + "\n".join(told)[:-2] + ".\n\n"
        "Chaque structure a reçu sa réponse. Vous n’avez rien à faire."
    )


def _said(line: AgendaLine) -> str:
    decided = line.get_decision_display()
    return f"{decided}, {french.plural(line.posts, 'poste')}" if line.posts else decided
