"""The director closes a session: awards, posts, minutes, then the letters of award."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import code_of, seal_pdf, typeset
from lucette.foundation.documents.models import Document
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import RuleBroken
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries
from lucette.scheme.committee.models import Session
from lucette.scheme.posts import actions as posts

LETTER = "award_letter"
PDF = "application/pdf"


def close_session(*, session_id: UUID, capacity: str, by: Actor) -> Session:
    """Close the session (committee.close), create the posts of each award, file the minutes under the seal of the platform, which says who
    signed them: one transaction, minutes typeset before it.

    The letters of award come after, each on its own: `file_award_letters` takes up where it was stopped. A session taken over from a source
    has no document of ours. Raises as committee.close, and RuleBroken when the agenda changed while the minutes were being made.
    """
    taken_over, facts = bool(queries.session(session_id, by).source), queries.minutes(session_id)
    content = b"" if taken_over else typeset("minutes", asdict(facts), code_of("minutes", session_id))
    with transaction.atomic():
        session = committee.close(session_id=session_id, capacity=capacity, by=by)
        if queries.minutes(session_id) != facts:
            raise RuleBroken("committee.changed", "L’ordre du jour a changé pendant la clôture : relisez la séance puis recommencez.")
        for award in queries.awards_of_session(session_id, by):
            posts.create_for_award(award_id=award.pk, by=by)
        if not taken_over:
            name, said = f"proces-verbal-{session.number}.pdf", attested(session, facts.chair, by)
            content = seal_pdf(content, said, clock.now(), stamped=False)  # rows are held: nobody outside is waited for
            sort, code = "minutes", code_of("minutes", session_id)
            documents.store(
                kind=sort, title=facts.title, filename=name, content=content, content_type=PDF, subject=session, by=by, code=code
            )
    if not taken_over:
        file_award_letters(session_id=session_id, by=by)
    return session


def attested(session: Session, chair: str, by: Actor) -> str:
    """What the seal of the minutes says: both signatures, with their days."""
    signed = [it.astimezone(PARIS).date() for it in (session.minutes_signed_at, session.closed_at) if it]
    minutes, decisions = (french.date(day) for day in signed)
    director = ", ".join(filter(None, [by.name, session.signatory_capacity]))
    return f"Procès-verbal signé le {minutes} par {chair} ; décisions signées le {decisions} par {director}."


def file_award_letters(*, session_id: UUID, by: Actor) -> list[Document]:
    """File the PDF letter of each award of the session that has none yet; each host and its prefecture may open theirs."""
    filed, awards = [], queries.awards_of_session(session_id, by)
    done = set(Document.objects.filter(kind=LETTER, subject_id__in=[award.pk for award in awards]).values_list("subject_id", flat=True))
    for award in awards:
        if award.pk in done:
            continue
        facts = queries.award_letter(award.pk, by)
        filed.append(
            documents.store(
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
        )
    return filed
