"""The convocation of the members, and the decisions told to the prefectures. (The answer to each host leaves with its application.)"""

from __future__ import annotations

from django.conf import settings

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.notifications.actions import draft
from lucette.kernel import french
from lucette.kernel.actor import Scope
from lucette.scheme.applications.letters import addressed, drawn
from lucette.scheme.committee.enums import Decision
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


def announced(session: Session) -> None:
    """To each host whose award a rectifying session may lower or take back: why, when, and that it may give its observations before (CRPA
    art. L.121-1)."""
    lines = AgendaLine.objects.filter(session=session, corrects__decision=Decision.GRANTED).on_the_agenda()
    addressed(
        [
            (
                it.application,
                drawn(
                    "rectification_announced",
                    f"Votre candidature {it.application.number} sera examinée de nouveau",
                    f"Le comité de sélection se réunit le {french.date(session.held_on)} pour corriger des décisions. "
                    f"La vôtre en fait partie : {it.corrected}.",
                    f"Motif : {it.correction}",
                    f"Vous pouvez donner vos observations avant cette date, à l’adresse {settings.CONTACT_EMAIL}. "
                    "Vous pouvez demander à être entendu, avec la personne de votre choix.",
                    "D’ici là, votre attribution reste valable.",
                ),
            )
            for it in lines.select_related("application", "corrects__session").order_by("position")
        ]
    )


def published(session: Session) -> None:
    """To each prefecture of a département or of a région: what was decided of the files of its territory."""
    lines = (
        AgendaLine.objects.filter(session=session)
        .on_the_agenda()
        .select_related("application__organization", "corrects__session")
        .order_by("position")
    )
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
        f"{french.date(session.held_on)}. {_rectifies(session)}Elles portent sur {files} :\n\n" + "\n".join(told)[:-2] + ".\n\n"
        "Chaque structure a reçu sa réponse. Vous n’avez rien à faire."
    )


def _said(line: AgendaLine) -> str:
    return f"{line.said}, au lieu de : {line.corrected}" if line.corrects else str(line.said)


def _rectifies(session: Session) -> str:
    return f"Cette séance {session.rectifying}. " if session.rectifies else ""
