"""A session as its page shows it: agenda, decisions, gauges."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from lucette.foundation.accounts.models import Person
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import policies, rules
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.models import AgendaLine, Session, SessionMember
from lucette.scheme.committee.queries.corrections import marks, taken_back
from lucette.scheme.committee.queries.scales import Scales, coordinators_left, outcome
from lucette.scheme.fund import queries as fund
from lucette.scheme.reviews.models import Interest

UNKNOWN = "personne inconnue"
PARTS = ("application__call", "application__organization__commune__department", "corrects__session")


@dataclass(frozen=True, slots=True)
class MemberShown:
    person_id: UUID
    name: str
    present: bool


@dataclass(frozen=True, slots=True)
class LineShown:
    """`snapshot`: the file as it was when put on the agenda. `amount` is None until posts are granted. `withdrawn`: by its host, or nothing
    left to correct. `corrects`: the decision that a rectifying session corrects, with `correction`, why."""

    id: UUID
    application_id: UUID
    position: int
    number: str
    host: str
    department_code: str
    department: str
    commune_code: str
    asked: int
    snapshot: dict[str, Any]
    decision: str
    decision_label: str
    posts: int
    amount: Money | None
    reason: str
    withdrawn: bool
    corrects: str
    correction: str

    @property
    def gone(self) -> str:
        """Why it is decided of no more."""
        return "sans objet : la décision n’est plus à corriger" if self.corrects else "retiré par la structure"

    @property
    def named(self) -> str:
        """The host, and that it renews an agreement when it does."""
        return f"{self.host} (renouvellement)" if self.snapshot.get("renews") else self.host


@dataclass(frozen=True, slots=True)
class SessionPage:
    """`hidden`: how many files this person may not see (conflict). `dry_run` is None once the session is closed. `acts`: what she may.
    `session` says besides whether it is `correctable` and `rectified`."""

    session: Any
    members: list[MemberShown]
    lines: list[LineShown]
    hidden: int
    dry_run: rules.DryRun | None
    signed_by: dict[str, str]
    acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class IfVoted:
    """`lines`: the files voted together, with the decision; `run`: what the whole session would then give."""

    session: Session
    lines: list[LineShown]
    run: rules.DryRun


def sessions(by: Actor, endowment_id: UUID | None = None) -> list[Session]:
    """The sessions that this person sees, latest first; `waiting_files`: how many files wait for a post of its endowment."""
    waits = Application.objects.filter(status=ApplicationStatus.WAITING_LIST, call__endowment_id=OuterRef("endowment_id")).order_by()
    count = Subquery(waits.values("call__endowment_id").annotate(count=Count("pk")).values("count"))
    named: QuerySet[Any] = Session.objects.visible_to(by).annotate(waiting_files=Coalesce(count, 0))
    seen = named.select_related("endowment").order_by("-held_on", "-number")
    return list(seen.filter(endowment_id=endowment_id) if endowment_id else seen)


def session(session_id: UUID, by: Actor) -> Session:
    """One session. Raises NotFound."""
    return Session.objects.visible_to(by).known(session_id)


def members(session_id: UUID) -> list[UUID]:
    """Who was called to this session."""
    return list(SessionMember.objects.filter(session_id=session_id).order_by("created_at", "pk").values_list("person_id", flat=True))


def agenda(session: Session) -> list[AgendaLine]:
    """Lines still to decide or decided, in order, without the files withdrawn since."""
    found = AgendaLine.objects.filter(session=session).on_the_agenda()
    return list(found.select_related(*PARTS).order_by("position"))


def dry_run(session_id: UUID) -> rules.DryRun:
    """Totals by department, pending files, both gauges: what is left of posts and of the grants after the session. Raises NotFound."""
    session = Session.objects.select_related("endowment").known(session_id)
    lines = agenda(session)
    return _run(session, lines, Scales(session, lines))


def _run(session: Session, lines: Iterable[AgendaLine], scales: Scales) -> rules.DryRun:
    """What a rectifying session takes back counts as available: of a corrected award, only the difference is taken or returned."""
    lines, left = list(lines), fund.left_to_award(session.endowment)
    back = taken_back(lines)
    posts, cents = left.posts + sum(it.new_posts for it in back), left.cents + sum(it.amount_cents for it in back)
    quotas = coordinators_left(session, lines, back)
    return rules.dry_run([outcome(line, scales) for line in lines], posts_left=posts, cents_left=cents, coordinators=quotas)


def session_page(session_id: UUID, by: Actor) -> SessionPage:
    """The whole page. Files on which this person has a conflict are absent, but counted. Raises NotFound."""
    named: QuerySet[Any] = Session.objects.visible_to(by).select_related("endowment", "rectifies")
    session = named.annotate(chair_name=_name("minutes_signed_by"), director_name=_name("closed_by"), **marks()).known(session_id)
    every = _lines(session, by)
    seen = [line for line in every if not line.in_conflict]
    scales = Scales(session, every)
    signed = {"minutes": (session.minutes_signed_by, session.chair_name), "decisions": (session.closed_by, session.director_name)}
    open_to_all = by.scope.national and session.closed_at is None
    return SessionPage(
        session=session,
        members=_members(session),
        lines=[_shown(line, scales) for line in seen],
        hidden=len(every) - len(seen),
        dry_run=_run(session, [line for line in every if not line.gone], scales) if open_to_all else None,
        signed_by={what: name or UNKNOWN for what, (who, name) in signed.items() if who},
        acts=_acts(session, by),
    )


def line(session_id: UUID, application_id: UUID, by: Actor) -> tuple[Session, LineShown]:
    """One file of an agenda, as this person may see it. Raises NotFound (absent, or a conflict on it)."""
    session = Session.objects.visible_to(by).known(session_id)
    found = next((it for it in _lines(session, by, application_id) if not it.in_conflict), None)
    if found is None:
        raise NotFound
    return session, _shown(found, Scales(session))


def to_decide(session_id: UUID, by: Actor) -> list[int]:
    """The places of the agenda that wait for a decision and that this person may see."""
    waiting = AgendaLine.objects.visible_to(by).on_the_agenda().filter(session_id=session_id, decision="")
    return list(waiting.order_by("position").values_list("position", flat=True))


def if_voted(session_id: UUID, positions: Collection[int] | None, decision: str, by: Actor) -> IfVoted:
    """What the session would give if these places had this decision (None: those still to decide whose opinion is favourable);
    granted means all that is asked. Raises NotFound."""
    session = Session.objects.visible_to(by).select_related("endowment").known(session_id)
    every = [line for line in _lines(session, by) if not line.gone]
    chosen = [line for line in every if not line.in_conflict and (_favourable(line) if positions is None else line.position in positions)]
    for line in chosen:
        line.decision, line.posts = decision, line.application.posts_asked if decision == Decision.GRANTED else 0
    scales = Scales(session, every)
    return IfVoted(session, [_shown(line, scales) for line in chosen], _run(session, every, scales))


def _favourable(line: AgendaLine) -> bool:
    return not line.decision and bool(line.snapshot.get("opinion") == rules.FAVOURABLE)


def too_many(session: Session) -> list[AgendaLine]:
    """The last granted files, as few as needed for the rest to fit the quotas: those of coordinators first, then posts and credits."""
    lines = agenda(session)
    scales = Scales(session, lines)
    run, granted = _run(session, lines, scales), [it for it in lines if it.decision == Decision.GRANTED]
    over = rules.coordinators_over([outcome(it, scales) for it in granted], coordinators_left(session, granted, taken_back(lines)))
    kept = [it for place, it in enumerate(granted) if place not in over]
    outcomes = [outcome(it, scales) for it in kept]
    count = rules.to_waiting_list(outcomes, posts_left=run.posts.available, cents_left=run.money.available)
    moved = [*(granted[place] for place in over), *kept[len(kept) - count :]]
    return sorted(moved, key=lambda it: it.position)


def _lines(session: Session, by: Actor, application_id: UUID | None = None) -> list[Any]:
    """Every line that the role may read (or the one of that application), each saying whether this person has a conflict on it."""
    lines = AgendaLine.objects.filter(session=session)
    lines = lines.filter(application_id=application_id) if application_id else lines
    rows = lines if by.scope.national else lines.visible_to(by)
    conflict = Interest.objects.barring().of(by.pk).filter(application=OuterRef("application"))
    return list(rows.marked().annotate(in_conflict=Exists(conflict)).select_related(*PARTS).order_by("position"))


def _members(session: Session) -> list[MemberShown]:
    found: QuerySet[Any] = session.members.annotate(name=_name("person_id"))
    return [MemberShown(it.person_id, it.name or UNKNOWN, it.present) for it in found.order_by("created_at", "pk")]


def _name(reference: str) -> Subquery:
    """« Prénom Nom » of the person whose id is in that column."""
    person = Person.objects.filter(pk=OuterRef(reference))
    return Subquery(person.values(name=Concat("first_name", Value(" "), "last_name")), output_field=CharField())


def _shown(line: Any, scales: Scales) -> LineShown:
    application = line.application
    return LineShown(
        line.pk,
        application.pk,
        line.position,
        application.number,
        application.organization.name,
        application.department_code,
        application.organization.commune.department.name,
        application.organization.commune_id,
        application.posts_asked,
        line.snapshot,
        line.decision,
        line.get_decision_display() if line.decision else "à décider",
        line.posts,
        scales.amount(line),
        line.reason,
        line.gone,
        line.corrected,
        line.correction,
    )


def _acts(session: Session, by: Actor) -> frozenset[str]:
    may = {
        "add_to_agenda": policies.can_fill,
        "add_correction": policies.can_correct,
        "take_off": policies.can_prepare,
        "convene": policies.can_prepare,
        "declare_conflict": policies.can_declare_conflict,
        "open": policies.can_open,
        "decide": policies.can_decide,
        "move_to_waiting": policies.can_decide,
        "sign_minutes": policies.can_sign_minutes,
        "close": policies.can_close,
        "publish": policies.can_publish,
        "rectify": policies.can_prepare,
    }
    return frozenset(act for act, can in may.items() if session.allows(act) and can(by, session))
