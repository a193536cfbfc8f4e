"""A session as its page shows it: agenda, decisions, gauges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.territories.models import Department
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import Zone
from lucette.scheme.calls.models import GrantScale
from lucette.scheme.calls.rules import add_months
from lucette.scheme.committee import policies, rules
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.models import AgendaLine, Conflict, Session
from lucette.scheme.fund import queries as fund

GRANTS = "grants"


@dataclass(frozen=True, slots=True)
class MemberShown:
    person_id: UUID
    name: str
    present: bool


@dataclass(frozen=True, slots=True)
class LineShown:
    """`snapshot`: the file as it was when put on the agenda. `amount` is None until posts are granted."""

    id: UUID
    application_id: UUID
    position: int
    number: str
    host: str
    department_code: str
    department: str
    asked: int
    snapshot: dict[str, Any]
    decision: str
    decision_label: str
    posts: int
    amount: Money | None
    reason: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class SessionPage:
    """`hidden`: how many files this person may not see (conflict). `dry_run` is None once the session is closed. `acts`: what she may."""

    session: Session
    members: list[MemberShown]
    lines: list[LineShown]
    hidden: int
    dry_run: rules.DryRun | None
    signed_by: dict[str, str]
    acts: frozenset[str]


def has_conflict(application_id: UUID, by: Actor) -> bool:
    """Did this person declare a conflict on this application, in any session? Then she may not see it."""
    return Conflict.objects.filter(application_id=application_id, person_id=by.pk).exists()


def sessions(by: Actor, endowment_id: UUID | None = None) -> list[Session]:
    """The sessions that this person sees, latest first."""
    seen = Session.objects.visible_to(by).select_related("endowment").order_by("-held_on", "-number")
    return list(seen.filter(endowment_id=endowment_id) if endowment_id else seen)


def session(session_id: UUID, by: Actor) -> Session:
    """One session. Raises NotFound."""
    return Session.objects.visible_to(by).known(session_id)


def agenda(session: Session) -> list[AgendaLine]:
    """Lines still to decide or decided, in order, without the files withdrawn since."""
    found = AgendaLine.objects.filter(session=session).on_the_agenda()
    return list(found.select_related("application__call", "application__organization__commune").order_by("position"))


class Scales:
    """The grant scale of each line at the session's date, by its call, its employer and its zone; each read once."""

    def __init__(self, session: Session) -> None:
        self.on, self.known = session.held_on, dict[tuple[UUID, str, Zone], GrantScale]()

    def of(self, line: AgendaLine) -> GrantScale:
        """Raises RuleBroken when the call has no scale for it."""
        call_id, organization = line.application.call_id, line.application.organization
        zone = Zone(rules.zone_code(organization.commune.department_id, list(Zone.values), Zone.METRO, Zone.OVERSEAS))
        key = (call_id, organization.employer, zone)
        if key not in self.known:
            self.known[key] = calls.scale_for(call_id, organization.employer, zone, self.on)
        return self.known[key]

    def amount(self, line: AgendaLine) -> Money | None:
        """None until posts are granted."""
        return Money(self.of(line).cents) * line.posts if line.posts else None


def terms(line: AgendaLine, session: Session, scales: Scales) -> tuple[GrantScale, rules.Terms]:
    """What a granted line gives: unit by the scale of the session's date, months to recruit by the call's parameter. Raises RuleBroken."""
    it, call_id = scales.of(line), line.application.call_id
    code = "months_to_recruit_additional" if line.application.additional else "months_to_recruit"
    recruit_by = add_months(session.held_on, calls.parameter(call_id, code, session.held_on))
    return it, rules.Terms(line.posts, Money(it.cents), it.months, recruit_by)


def outcome(line: AgendaLine, scales: Scales, departments: dict[str, str] | None = None) -> rules.LineOutcome:
    """The line as the totals see it."""
    unit = Money(scales.of(line).cents) if line.decision == Decision.GRANTED else Money(0)
    code = line.application.department_code
    return rules.LineOutcome(code, (departments or {}).get(code, code), line.decision, line.posts, unit)


def dry_run(session_id: UUID) -> rules.DryRun:
    """Totals by department, pending files, both gauges: what is left of posts and of the grants after the session. Raises NotFound."""
    session = Session.objects.known(session_id)
    lines = agenda(session)
    names = dict(Department.objects.filter(code__in={line.application.department_code for line in lines}).values_list("code", "name"))
    (posts, cents), scales = available(session.endowment_id), Scales(session)
    return rules.dry_run([outcome(line, scales, names) for line in lines], posts_left=posts, cents_left=cents)


def available(endowment_id: UUID) -> tuple[int, int]:
    """(posts, cents of the grants envelope) that nobody reserved yet."""
    it = fund.position(endowment_id)
    return it.posts.available, sum(envelope.available_cents for envelope in it.envelopes if envelope.code == GRANTS)


def session_page(session_id: UUID, by: Actor) -> SessionPage:
    """The whole page. Files on which this person has a conflict are absent, but counted. Raises NotFound."""
    session = Session.objects.visible_to(by).select_related("endowment").known(session_id)
    members = list(session.members.order_by("created_at", "pk"))
    names = accounts.names({*(m.person_id for m in members), *filter(None, (session.minutes_signed_by, session.closed_by))})
    every = AgendaLine.objects.filter(session=session)
    seen = every.visible_to(by).select_related("application__call", "application__organization__commune__department").order_by("position")
    scales = Scales(session)
    signed = {"minutes": session.minutes_signed_by, "decisions": session.closed_by}
    return SessionPage(
        session=session,
        members=[MemberShown(m.person_id, names.get(m.person_id, "personne inconnue"), m.present) for m in members],
        lines=[_shown(line, scales) for line in seen],
        hidden=every.count() - len(seen) if by.scope.national else 0,
        dry_run=dry_run(session_id) if by.scope.national and session.closed_at is None else None,
        signed_by={what: names.get(who, "personne inconnue") for what, who in signed.items() if who},
        acts=_acts(session, by),
    )


def _shown(line: AgendaLine, scales: Scales) -> LineShown:
    application = line.application
    return LineShown(
        line.pk,
        application.pk,
        line.position,
        application.number,
        application.organization.name,
        application.department_code,
        application.organization.commune.department.name,
        application.posts_asked,
        line.snapshot,
        line.decision,
        line.get_decision_display() if line.decision else "à décider",
        line.posts,
        scales.amount(line),
        line.reason,
        application.status == "withdrawn",
    )


def _acts(session: Session, by: Actor) -> frozenset[str]:
    may = {
        "add_to_agenda": policies.can_prepare,
        "convene": policies.can_prepare,
        "open": policies.can_open,
        "decide": policies.can_decide,
        "move_to_waiting": policies.can_decide,
        "sign_minutes": policies.can_sign_minutes,
        "close": policies.can_close,
        "publish": policies.can_publish,
    }
    return frozenset(act for act, can in may.items() if session.allows(act) and can(by, session))
