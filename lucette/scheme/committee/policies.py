"""Who prepares a session, sits in it, decides, signs. The import acts on sessions that have a source only."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import check_role
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, RuleBroken, allowed
from lucette.kernel.french import plural
from lucette.scheme.committee.models import AgendaLine, Award, Session, SessionMember
from lucette.scheme.reviews.models import Interest

SECRETARIAT = "Seule l’équipe d’instruction de l’ANCT prépare les séances du comité."
CONFLICT = "Vous avez un conflit d’intérêts sur ce dossier : vous ne pouvez ni le voir ni en décider."
HOSTS = (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY)
AGENTS = (RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR, RoleName.REQUESTER, RoleName.CAISSE_DELEGATE)


def check_import(by: Actor, session: Session) -> None:
    """The import may act on what it took from a source, and on nothing else. Raises Forbidden."""
    if by.role == RoleName.IMPORTER and not session.source:
        raise Forbidden("committee.import", "La reprise de données n’agit que sur une séance dont l’origine est indiquée.")


def check_can_prepare(by: Actor, session: Session | None = None) -> None:
    """Prepare, fill the agenda, convene: the ANCT's instructors. Raises Forbidden."""
    check_role(by, RoleName.INSTRUCTOR, RoleName.IMPORTER, sentence=SECRETARIAT)
    if session:
        check_import(by, session)


def check_can_fill(by: Actor, session: Session) -> None:
    """A session that corrects another takes no other file. Raises Forbidden, RuleBroken."""
    check_can_prepare(by, session)
    if session.rectifies_id:
        sentence = "Cette séance en rectifie une autre : inscrivez-y des décisions à corriger seulement."
        raise RuleBroken("committee.rectifies", sentence)


def check_can_correct(by: Actor, session: Session) -> None:
    """Only a rectifying session corrects. Raises Forbidden, RuleBroken."""
    check_can_prepare(by, session)
    if not session.rectifies_id:
        sentence = "Une décision se corrige par une séance rectificative, préparée depuis la séance à corriger."
        raise RuleBroken("committee.rectifies", sentence)


def check_can_declare_conflict(by: Actor, session: Session, person_id: UUID) -> None:
    """A member for herself, an instructor for anyone. Raises Forbidden."""
    check_role(by, RoleName.INSTRUCTOR, RoleName.CHAIR, RoleName.MEMBER, RoleName.IMPORTER)
    check_import(by, session)
    if by.role in (RoleName.CHAIR, RoleName.MEMBER) and by.pk != person_id:
        raise Forbidden("committee.conflict_of_another", "Vous ne pouvez déclarer que vos propres conflits d’intérêts.")


def check_can_open(by: Actor, session: Session) -> None:
    """The chair, or an instructor for her. Raises Forbidden."""
    check_role(by, RoleName.CHAIR, RoleName.INSTRUCTOR, RoleName.IMPORTER, sentence="Seule la présidente du comité ouvre la séance.")
    check_import(by, session)


def check_can_decide(by: Actor, session: Session, *application_ids: UUID) -> None:
    """The chair, or an instructor under her dictation; never someone in conflict on one of these files. Raises Forbidden."""
    check_role(
        by,
        RoleName.CHAIR,
        RoleName.INSTRUCTOR,
        RoleName.IMPORTER,
        sentence="Les décisions du comité sont saisies par sa présidente ou par l’équipe d’instruction.",
    )
    check_import(by, session)
    if application_ids and Interest.objects.barring().of(by.pk).filter(application_id__in=application_ids).exists():
        raise Forbidden("committee.conflict", CONFLICT)


def check_can_sign_minutes(by: Actor, session: Session) -> None:
    """The chair, who was there. Raises Forbidden."""
    check_role(by, RoleName.CHAIR, RoleName.IMPORTER, sentence="Seule la présidente du comité signe le procès-verbal.")
    check_import(by, session)
    if by.role == RoleName.CHAIR and not SessionMember.objects.filter(session=session, person_id=by.pk, present=True).exists():
        raise Forbidden("committee.absent", "Vous n’étiez pas présente à cette séance : une autre personne en signe le procès-verbal.")


def check_can_close(by: Actor, session: Session) -> None:
    """The ANCT's director general or her delegate, another natural person than the chair who signed. Raises Forbidden."""
    check_role(
        by,
        RoleName.AGENCY_DIRECTOR,
        RoleName.IMPORTER,
        sentence="Seule la directrice générale de l’ANCT, ou sa délégataire, signe les décisions et clôt la séance.",
    )
    check_import(by, session)
    if by.role != RoleName.IMPORTER and by.pk == session.minutes_signed_by:
        raise Forbidden("committee.same_person", "Vous avez signé le procès-verbal : une autre personne doit signer les décisions.")


def check_can_publish(by: Actor, session: Session) -> None:
    """The ANCT. Raises Forbidden."""
    check_role(
        by, RoleName.AGENCY_DIRECTOR, RoleName.INSTRUCTOR, RoleName.IMPORTER, sentence="Seule l’ANCT publie les décisions du comité."
    )
    check_import(by, session)


def check_can_release(by: Actor, award: Award) -> None:
    """The host of the award, the ANCT, the Caisse des Dépôts. Raises Forbidden."""
    check_role(by, *HOSTS, *AGENTS, sentence="Seules la structure, l’ANCT et la Caisse des Dépôts peuvent libérer une attribution.")


def check_all_decided(lines: list[AgendaLine]) -> None:
    """Raise RuleBroken while a file of the agenda has no decision."""
    pending = sum(not line.decision for line in lines)
    if pending:
        raise RuleBroken("committee.pending", f"Il reste {plural(pending, 'dossier')} sans décision : terminez l’ordre du jour.")


def check_ready_to_close(session: Session, lines: list[AgendaLine]) -> None:
    """Every file decided, then the minutes signed. Raises RuleBroken."""
    check_all_decided(lines)
    if session.minutes_signed_at is None:
        raise RuleBroken("committee.minutes", "Le procès-verbal n’est pas signé : la présidente du comité le signe d’abord.")


def can_prepare(by: Actor, session: Session | None = None) -> bool:
    return allowed(check_can_prepare, by, session)


def can_fill(by: Actor, session: Session) -> bool:
    return allowed(check_can_fill, by, session)


def can_correct(by: Actor, session: Session) -> bool:
    return allowed(check_can_correct, by, session)


def can_declare_conflict(by: Actor, session: Session) -> bool:
    """Her own, or anyone's for an instructor."""
    return allowed(check_can_declare_conflict, by, session, by.pk)


def can_open(by: Actor, session: Session) -> bool:
    return allowed(check_can_open, by, session)


def can_decide(by: Actor, session: Session) -> bool:
    return allowed(check_can_decide, by, session)


def can_sign_minutes(by: Actor, session: Session) -> bool:
    return allowed(check_can_sign_minutes, by, session)


def can_close(by: Actor, session: Session) -> bool:
    return allowed(check_can_close, by, session)


def can_publish(by: Actor, session: Session) -> bool:
    return allowed(check_can_publish, by, session)
