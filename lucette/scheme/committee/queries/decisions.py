"""The decisions of a session, as the director general or her delegate signs them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.kernel import clock, french
from lucette.kernel.clock import PARIS
from lucette.kernel.money import total
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.models import AgendaLine, Session
from lucette.scheme.committee.queries.awards import REMEDIES
from lucette.scheme.committee.queries.corrections import rectified
from lucette.scheme.committee.queries.scales import Scales
from lucette.scheme.committee.queries.sessions import UNKNOWN, agenda
from lucette.scheme.committee.rules import DecisionsFacts

PARTY = "pour l’Agence nationale de la cohésion des territoires"


def decisions(session_id: UUID, signatory: str, capacity: str) -> DecisionsFacts:
    """Facts of the template « decisions », signed today by this person. Raises NotFound."""
    session = Session.objects.select_related("endowment", "rectifies").known(session_id)
    lines = agenda(session)
    scales = Scales(session, lines)
    awards = [line for line in lines if line.decision == Decision.GRANTED]
    held_on = french.date(session.held_on)
    return DecisionsFacts(
        title=f"Décisions après le comité de sélection du {held_on}",
        reference=session.number,
        date=french.date(clock.today()),
        session=f"Séance {session.number} du {held_on}",
        seen=[*_seen(session), *_corrections(session, lines)],
        awards=[_file(line) | {"posts": line.posts, "amount": str(scales.amount(line) or "")} for line in awards],
        others=[
            _file(line) | {"decision": line.get_decision_display() if line.decision else "à décider", "reason": line.reason}
            for line in lines
            if line.decision != Decision.GRANTED
        ],
        totals=[
            {"label": "Postes attribués", "value": french.number(sum(line.posts for line in awards))},
            {"label": "Subvention maximale", "value": str(total(amount for line in awards if (amount := scales.amount(line))))},
        ],
        remedies=REMEDIES,
        signatory={"name": signatory, "capacity": capacity, "party": PARTY},
    )


def _seen(session: Session) -> list[str]:
    """What the decisions rest on."""
    seen = [f"Vu la dotation « {session.endowment.title} » ;"]
    if session.minutes_signed_by and session.minutes_signed_at:
        chair = accounts.names([session.minutes_signed_by]).get(session.minutes_signed_by, UNKNOWN)
        day = french.date(session.minutes_signed_at.astimezone(PARIS).date())
        seen.append(f"Vu l’avis du comité de sélection, porté par son procès-verbal, signé le {day} par {chair}.")
    return seen


def _corrections(session: Session, lines: list[AgendaLine]) -> list[str]:
    """Which decisions of which session these replace, and why."""
    if session.rectifies is None:
        return []
    return [
        f"Cette séance {session.rectifying}. Ces décisions remplacent celles qu’elles corrigent :",
        *(f"– {it}" for it in rectified(lines)),
    ]


def _file(line: AgendaLine) -> dict[str, Any]:
    department = line.application.organization.commune.department
    return {
        "n": line.position,
        "number": line.application.number,
        "host": line.application.organization.name,
        "department": department.name,
    }
