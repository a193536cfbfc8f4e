"""The convocation of the members; the answer to each host."""

from __future__ import annotations

from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications import actions as notifications
from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.models import AgendaLine, Award, Session

REMEDIES = (
    "Vous pouvez contester cette décision dans les deux mois : par un recours gracieux auprès de l’Agence nationale de la cohésion "
    "des territoires, ou devant le tribunal administratif compétent (www.telerecours.fr)."
)


def convened(session: Session) -> None:
    """To each member: the date, the agenda, and the duty to declare conflicts."""
    people = Person.objects.filter(pk__in=session.members.values("person_id"), is_active=True)
    body = (
        f"Le comité de sélection se réunit le {french.date(session.held_on)}. L’ordre du jour est arrêté.\n\n"
        "Avant la séance, déclarez tout conflit d’intérêts : le dossier concerné ne vous sera pas montré."
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


def decided(session: Session, lines: list[AgendaLine], awards: list[Award]) -> None:
    """To each host, its decision with the remedies. An application without address (taken over) has no letter."""
    by_line = {award.line_id: award for award in awards}
    for line in lines:
        if line.application.contact_email:
            subject, body = _words(line, by_line.get(line.pk))
            notifications.write(
                f"application.{line.decision}",
                line.application.contact_email,
                f"Candidature {line.application.number} : {subject}",
                body,
                line.application,
                to_organization=line.application.organization_id,
                action_label="Voir la décision",
            )


def _words(line: AgendaLine, award: Award | None) -> tuple[str, str]:
    reason = f"\n\nMotif : {line.reason}" if line.reason else ""
    match line.decision:
        case Decision.GRANTED if award:
            posts = french.plural(award.posts, "poste de conseiller numérique", "postes de conseiller numérique")
            return posts, (
                f"Votre candidature est retenue : {posts}, soit {Money(award.amount_cents)} au plus.{reason}\n\n"
                f"Demandez maintenant la convention. Les contrats de travail sont à signer avant le {french.date(award.recruit_by)}."
                f"\n\n{REMEDIES}"
            )
        case Decision.REFUSED:
            return "non retenue", f"Votre candidature n’est pas retenue.{reason}\n\n{REMEDIES}"
        case Decision.DEFERRED:
            return "examen complémentaire", f"Le comité demande un examen complémentaire de votre candidature.{reason}"
    return "liste d’attente", (
        f"Votre candidature est inscrite au rang {line.waiting_rank} de la liste d’attente. "
        f"Elle sera proposée de nouveau si des postes se libèrent.{reason}"
    )
