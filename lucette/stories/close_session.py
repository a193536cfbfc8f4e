"""The director closes a session: awards, posts, minutes and decisions, then the letters of award."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
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
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries
from lucette.scheme.committee.models import Award, Session
from lucette.scheme.committee.rules import DecisionsFacts, MinutesFacts
from lucette.scheme.posts import actions as posts

LETTER = "award_letter"
PDF = "application/pdf"
AT_ONCE = 50  # letters typeset before the director reads her receipt; the worker does those of a longer session
CHANGED = "L’ordre du jour a changé pendant la clôture : relisez la séance puis recommencez."


def close_session(*, session_id: UUID, capacity: str, by: Actor) -> Session:
    """Close the session (committee.close), create the posts of each award, file minutes and decisions: one transaction, both typeset before
    it. The director signs the decisions; the seal of the platform closes each file, and that of the minutes says who signed.

    The letters of award come after, each on its own: `file_award_letters` takes up where it was stopped. A session taken over from a source
    has no document of ours. Raises as committee.close, and RuleBroken when the agenda changed while the files were being made.
    """
    taken_over = bool(queries.session(session_id, by).source)
    facts = told(session_id, capacity, by)
    minutes, decisions = (b"", b"") if taken_over else (drawn("minutes", session_id, facts[0]), drawn("decisions", session_id, facts[1]))
    with transaction.atomic():
        session = committee.close(session_id=session_id, capacity=capacity, by=by)
        if told(session_id, capacity, by) != facts:
            raise RuleBroken("committee.changed", CHANGED)
        awards = queries.awards_of_session(session_id, by)
        posts.create_for_awards(award_ids=[award.pk for award in awards], by=by)
        if not taken_over:
            file_minutes(session, minutes, facts[0], by)
            file_decisions(session, decisions, facts[1], by)
    if not taken_over and len(awards) <= AT_ONCE:
        file_award_letters(session_id=session_id, by=by)
    return session


def drawn(template: str, session_id: UUID, facts: MinutesFacts | DecisionsFacts) -> bytes:
    """The PDF, with the code by which anybody verifies it."""
    return typeset(template, asdict(facts), code_of(template, session_id))


def told(session_id: UUID, capacity: str, by: Actor) -> tuple[MinutesFacts, DecisionsFacts]:
    """What both files say."""
    return queries.minutes(session_id), queries.decisions(session_id, by.name or "Directrice générale", capacity.strip())


def file_minutes(session: Session, content: bytes, facts: MinutesFacts, by: Actor) -> None:
    """Under the seal of the platform. Rows are held: nobody outside is waited for."""
    content = seal_pdf(content, attested(session, facts.chair, by), clock.now(), stamped=False)
    _store("minutes", facts.title, f"proces-verbal-{session.number}.pdf", content, session, by)


def file_decisions(session: Session, content: bytes, facts: DecisionsFacts, by: Actor) -> None:
    """Signed by who decides, then sealed."""
    reason = f"Décisions de la séance {session.number}"
    content = sign_pdf(content, facts.signatory["name"], facts.signatory["capacity"], reason, clock.now())
    content = seal_pdf(content, f"{reason} : signées par {facts.signatory['name']}.", clock.now(), stamped=False)
    _store("decisions", facts.title, f"decisions-{session.number}.pdf", content, session, by)


def _store(kind: str, title: str, filename: str, content: bytes, session: Session, by: Actor) -> None:
    its: dict[str, Any] = {"kind": kind, "title": title, "filename": filename, "content_type": PDF, "code": code_of(kind, session.pk)}
    documents.store(**its, content=content, subject=session, by=by)


def attested(session: Session, chair: str, by: Actor) -> str:
    """What the seal of the minutes says: both signatures, with their days."""
    signed = [it.astimezone(PARIS).date() for it in (session.minutes_signed_at, session.closed_at) if it]
    minutes, decisions = (french.date(day) for day in signed)
    director = ", ".join(filter(None, [by.name, session.signatory_capacity]))
    return f"Procès-verbal signé le {minutes} par {chair} ; décisions signées le {decisions} par {director}."


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
    return Award.objects.filter(~Exists(filed)).select_related("application")


def _file_letter(award: Award, by: Actor) -> Document:
    facts = queries.award_letter(award.pk, by)
    return documents.store(
        kind=LETTER,
        title=facts.title,
        filename=f"attribution-{award.number}.pdf",
        content=typeset("letter", facts.for_template()),
        content_type=PDF,
        subject=award,
        by=by,
        organization_id=award.organization_id,
        department_code=award.application.department_code,
    )
