"""The director closes a session: awards, posts, minutes and decisions, then the letters of award."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import code_of, seal_pdf, sign_pdf, typeset
from lucette.foundation.documents.models import Document
from lucette.kernel import clock, french
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import RuleBroken
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import policies, queries
from lucette.scheme.committee.models import Award, Session
from lucette.scheme.committee.rules import DecisionsFacts, MinutesFacts
from lucette.scheme.posts import actions as posts

LETTER, MINUTES, DECISIONS = "award_letter", "minutes", "decisions"
AT_ONCE = 50  # letters typeset before the director reads her receipt; the worker does those of a longer session
CHANGED = "L’ordre du jour a changé pendant la clôture : relisez la séance puis recommencez."
Facts = tuple[MinutesFacts, DecisionsFacts]


def close_session(*, session_id: UUID, capacity: str, by: Actor) -> Session:
    """Close the session (committee.close), create the posts of each award (or pass on those of an award replaced), file minutes and
    decisions: one transaction, both made, sealed and dated by the time-stamping authority before any row is held.

    The letters of award come after, each on its own: `file_award_letters` takes up where it was stopped. A session taken over from a source
    has no document of ours. Raises as committee.close, RuleBroken when the agenda changed while the files were being made, Unavailable
    (no time-stamp).
    """
    found = queries.session(session_id, by)
    policies.check_can_close(by, found)
    found.check_act("close")
    taken_over, facts = bool(found.source), told(session_id, capacity, by)
    acts = () if taken_over else drawn(found, facts, by)
    with transaction.atomic():
        session = committee.close(session_id=session_id, capacity=capacity, by=by)
        if told(session_id, capacity, by) != facts:
            raise RuleBroken("committee.changed", CHANGED)
        awards = queries.awards_of_session(session_id, by)
        followed = replace_awards(session_id, by)
        posts.create_for_awards(award_ids=[award.pk for award in awards if award.new_posts and award.pk not in followed], by=by)
        for act in acts:
            documents.deliver(**asdict(act), subject=session, by=by)
    if not taken_over and len(awards) <= AT_ONCE:
        file_award_letters(session_id=session_id, by=by)
    return session


def replace_awards(session_id: UUID, by: Actor) -> set[UUID]:
    """A rectifying session replaced awards: their posts follow or are released, the agreements in preparation are cancelled.

    Returns the new awards that have their posts."""
    replaced = queries.replaced_in(session_id, by)
    if replaced:
        agreements.cancel_replaced(award_ids=[it.award.pk for it in replaced], by=by)
    for it in (one for one in replaced if one.award.new_posts):
        if it.by:
            posts.follow(former_id=it.award.pk, award_id=it.by.pk, by=by)
        else:
            posts.release(award_id=it.award.pk, by=by)
    return {it.by.pk for it in replaced if it.by}


@dataclass(frozen=True, slots=True)
class Drawn:
    """An act ready to deliver."""

    kind: str
    title: str
    filename: str
    content: bytes


def drawn(session: Session, facts: Facts, by: Actor) -> tuple[Drawn, Drawn]:
    """The director signs the decisions; the seal of the platform closes each file, and that of the minutes says who signed."""
    minutes, decisions = facts
    return (
        Drawn(MINUTES, minutes.title, f"proces-verbal-{session.number}.pdf", seal_minutes(session, minutes, decisions)),
        Drawn(DECISIONS, decisions.title, f"decisions-{session.number}.pdf", seal_decisions(session, decisions)),
    )


def seal_minutes(session: Session, minutes: MinutesFacts, decisions: DecisionsFacts) -> bytes:
    pdf = typeset(MINUTES, asdict(minutes), code_of(MINUTES, session.pk))
    return seal_pdf(pdf, attested(session, minutes.chair, decisions), clock.now())


def seal_decisions(session: Session, facts: DecisionsFacts) -> bytes:
    pdf = typeset(DECISIONS, asdict(facts), code_of(DECISIONS, session.pk))
    reason, who = f"Décisions de la séance {session.number}", facts.signatory
    signed = sign_pdf(pdf, who["name"], who["capacity"], reason, clock.now())
    return seal_pdf(signed, f"{reason} : signées par {who['name']}.", clock.now())


def told(session_id: UUID, capacity: str, by: Actor) -> Facts:
    """What both files say."""
    return queries.minutes(session_id), queries.decisions(session_id, by.name or "Directrice générale", capacity.strip())


def attested(session: Session, chair: str, decisions: DecisionsFacts) -> str:
    """What the seal of the minutes says: both signatures, with their days."""
    day = french.date(session.minutes_signed_at.astimezone(PARIS).date()) if session.minutes_signed_at else ""
    director = ", ".join(filter(None, [decisions.signatory["name"], decisions.signatory["capacity"]]))
    return f"Procès-verbal signé le {day} par {chair} ; décisions signées le {french.date(clock.today())} par {director}."


def file_award_letters(*, session_id: UUID, by: Actor) -> list[Document]:
    """File the PDF letter of each award of the session that has none yet; each host and its prefecture may open theirs."""
    return [_file_letter(award, by) for award in _without_letter().filter(session_id=session_id).order_by("number")]


def file_letters_left() -> int:
    """The same for every session, each letter in its transaction: what a long session leaves to the worker. Returns how many."""
    with acting(SYSTEM):
        left = list(_without_letter().filter(session__source="").order_by("number"))
    for award in left:
        with acting(SYSTEM):
            _file_letter(award, SYSTEM)
    return len(left)


def _without_letter() -> QuerySet[Award]:
    filed = Document.objects.filter(kind=LETTER, subject_id=OuterRef("pk"))
    return Award.objects.filter(~Exists(filed)).select_related("application", "line")


def _file_letter(award: Award, by: Actor) -> Document:
    facts = queries.award_letter(award.pk, by)
    pdf = typeset("letter", facts.for_template(), code_of(LETTER, award.pk))
    title = f"Attribution {'rectifiée ' if award.line.corrects_id else ''}{award.number}"
    return documents.deliver(
        kind=LETTER,
        title=title,
        filename=f"attribution-{award.number}.pdf",
        content=seal_pdf(pdf, f"Attribution {award.number}, décidée en comité de sélection", clock.now(), stamped=False),
        subject=award,
        by=by,
        organization_id=award.organization_id,
        department_code=award.application.department_code,
    )
