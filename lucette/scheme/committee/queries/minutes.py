"""The minutes of a session, ready to typeset."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from lucette.foundation.accounts import queries as accounts
from lucette.kernel import french
from lucette.kernel.money import total
from lucette.scheme.committee.models import AgendaLine, Session
from lucette.scheme.committee.queries.corrections import rectified
from lucette.scheme.committee.queries.scales import Scales, outcome
from lucette.scheme.committee.queries.sessions import agenda
from lucette.scheme.committee.rules import MinutesFacts
from lucette.scheme.reviews.models import Interest
from lucette.scheme.reviews.models.interests import natural

UNKNOWN = "personne inconnue"


def minutes(session_id: UUID) -> MinutesFacts:
    """Facts of the template « minutes », for the whole committee (the door shows them to nobody in conflict). Raises NotFound."""
    session = Session.objects.select_related("rectifies").known(session_id)
    lines = agenda(session)
    scales = Scales(session, lines)
    members = list(session.members.order_by("created_at", "pk"))
    conflicts = kept_away(lines, [member.person_id for member in members])
    people = {member.person_id for member in members} | {it.person_id for it in conflicts}
    names = accounts.names(people | ({session.minutes_signed_by} if session.minutes_signed_by else set()))
    chair = names.get(session.minutes_signed_by, UNKNOWN) if session.minutes_signed_by else "à signer"
    present = sum(member.present for member in members)
    held_on = french.date(session.held_on)
    return MinutesFacts(
        title=f"Comité de sélection du {held_on}",
        reference=session.number,
        date=held_on,
        session=f"Séance {session.number}",
        held_on=held_on,
        place=session.place or "non précisé",
        chair=chair,
        members=[
            {
                "name": names.get(m.person_id, UNKNOWN),
                "capacity": "présidence" if m.person_id == session.minutes_signed_by else "membre",
                "presence": "présent" if m.present else "absent",
            }
            for m in members
        ],
        quorum=f"{french.plural(present, 'membre présent', 'membres présents')} sur {len(members)}, quorum de {session.quorum}",
        opening=_opening(lines, conflicts, names),
        lines=[_line(line, scales) for line in lines],
        totals=_totals(lines, scales),
        remarks=_remarks(session, lines),
        signatory={"name": chair, "capacity": "présidence du comité de sélection", "party": "pour le comité"},
    )


def kept_away(lines: list[AgendaLine], members: list[UUID]) -> list[Interest]:
    """The ties that keep a member away from a file of the agenda, once a person and a file, in the order of time."""
    barring = Interest.objects.barring().filter(application__in=[line.application_id for line in lines])
    people = [natural(member) for member in members]
    found: QuerySet[Any] = barring.annotate(natural=natural(F("person_id"))).filter(natural__in=people)
    first: dict[Any, Interest] = {}
    for it in found.order_by("created_at", "pk") if people else []:
        first.setdefault((it.application_id, it.natural), it)
    return list(first.values())


def _remarks(session: Session, lines: list[AgendaLine]) -> str:
    """Where a session taken over comes from; what a rectifying session corrects, and why."""
    if session.rectifies is None:
        return f"Origine : {session.source}" if session.source else ""
    return f"Cette séance {session.rectifying} :\n\n" + "\n".join(f"- {it}" for it in rectified(lines))


def _opening(lines: list[AgendaLine], conflicts: list[Interest], names: dict[UUID, str]) -> str:
    if not conflicts:
        return "Aucun membre n’a de conflit d’intérêts sur les dossiers inscrits."
    rank = {line.application_id: line.position for line in lines}
    said = [f"- {names.get(it.person_id, UNKNOWN)}, dossier n° {rank.get(it.application_id, '–')}" for it in conflicts]
    return "Conflits d’intérêts ; ces personnes n’ont ni vu le dossier ni participé à sa décision :\n\n" + "\n".join(said)


def _line(line: AgendaLine, scales: Scales) -> dict[str, str | int]:
    snapshot = line.snapshot
    amount = scales.amount(line)
    return {
        "n": line.position,
        "host": snapshot.get("host", line.application.organization.name),
        "department": snapshot.get("department", line.application.department_code),
        "opinion": snapshot.get("opinion", "–"),
        "decision": line.get_decision_display() if line.decision else "à décider",
        "posts": line.posts,
        "amount": str(amount) if amount else "–",
    }


def _totals(lines: list[AgendaLine], scales: Scales) -> list[dict[str, str]]:
    outcomes = [outcome(line, scales) for line in lines]
    amount = total(it.unit * it.posts for it in outcomes)
    return [
        {"label": "Dossiers examinés", "value": french.number(len(lines))},
        {"label": "Postes proposés à l’attribution", "value": french.number(sum(it.posts for it in outcomes))},
        {"label": "Montant correspondant", "value": str(amount)},
    ]
