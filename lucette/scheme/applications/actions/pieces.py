"""The host gives the documents that the call asks for, replaces them, takes them back; the instruction accepts or refuses each."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.rules import NOT_READ, file_type
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound, WrongState
from lucette.scheme.applications import policies
from lucette.scheme.applications.enums import READ, PieceStatus
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, Piece
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import Needed

# while the host has the file in hand: it prepares, completes, or gathers what the agreement needs
IN_HAND = (S.DRAFT, S.INCOMPLETE, S.AWARDED)


@transaction.atomic
def give_piece(*, application_id: UUID, code: str, filename: str, content: bytes, by: Actor) -> Piece:
    """The document asked under this code; the one given before is kept, replaced.

    Raises Forbidden, NotFound (application; a code that the call does not ask for), WrongState, Invalid (field: the code).
    """
    application = _in_hand(application_id, by)
    asked = next(
        (it for it in calls.required_pieces(application.call_id, application.organization.legal_category) if it.code == code), None
    )
    if asked is None:
        raise NotFound
    given = Piece.objects.filter(application=application, code=code, replaced_at=None)
    if application.status == S.INCOMPLETE and given.exclude(answer=PieceStatus.REFUSED).exists():
        raise WrongState("application.piece", f"« {asked.label} » n’est pas demandé de nouveau : répondez aux éléments de la demande.")
    document_id = attach(application, asked.label, filename=filename, content=content, by=by, field=code)
    given.update(replaced_at=clock.now())
    piece = Piece.objects.create(application=application, code=code, document_id=document_id, given_by=by.pk)
    journal.record("application.piece_given", subject=application, by=by, code=code, document=str(document_id))
    return piece


def attach(application: Application, title: str, *, filename: str, content: bytes, by: Actor, field: str = "document") -> UUID:
    """Store a document of the host with its file; returns its id. Raises Invalid (`field`: not a PDF nor an image)."""
    kind = file_type(content)
    if not kind:
        raise Invalid("piece.file", NOT_READ, {field: NOT_READ})
    stored = documents.store(
        kind="piece",
        title=title,
        filename=filename,
        content=content,
        content_type=kind,
        subject=application,
        by=by,
        organization_id=application.organization_id,
    )
    return stored.pk


@transaction.atomic
def take_back_piece(*, application_id: UUID, code: str, by: Actor) -> Piece:
    """The document is no longer part of the file; what was stored is kept. Raises Forbidden, NotFound, WrongState."""
    application = _in_hand(application_id, by, (S.DRAFT, S.AWARDED))
    piece = Piece.objects.filter(application=application, code=code, replaced_at=None).first()
    if piece is None:
        raise NotFound
    piece.replaced_at = clock.now()
    piece.save(update_fields=["replaced_at"])
    journal.record("application.piece_taken_back", subject=application, by=by, code=code)
    return piece


@transaction.atomic
def accept_piece(*, application_id: UUID, code: str, by: Actor) -> Piece:
    """The document is what the call asks for: read by the ANCT, then, once posts are awarded, by who prepares the agreement for those that
    it needs. Raises Forbidden, NotFound, WrongState."""
    return _answered(application_id, code, PieceStatus.ACCEPTED, "", by)


@transaction.atomic
def refuse_piece(*, application_id: UUID, code: str, said: str, by: Actor) -> Piece:
    """The document is to be given again, for this reason, which the host reads when it is asked for it.

    Raises Forbidden, NotFound, WrongState, Invalid (said).
    """
    if not said.strip():
        raise Invalid("piece.said", "Dites ce qui ne va pas.", {"said": "Dites ce qui ne va pas."})
    return _answered(application_id, code, PieceStatus.REFUSED, said.strip(), by)


def _answered(application_id: UUID, code: str, status: PieceStatus, said: str, by: Actor) -> Piece:
    application = Application.objects.visible_to(by).select_related("organization").lock(application_id)
    policies.check_can_read_pieces(by, application.status)
    if application.status not in READ and not (application.status == S.AWARDED and _of_the_agreement(application, code)):
        label = application.get_status_display()
        raise WrongState("application.piece", f"On ne répond pas aux documents d’une candidature {label}.")
    piece = Piece.objects.filter(application=application, code=code, replaced_at=None).first()
    if piece is None:
        raise NotFound
    Piece.objects.filter(pk=piece.pk).update(answer=status, said=said, answered_by=by.pk, answered_at=clock.now())
    piece.refresh_from_db()
    journal.record(f"application.piece_{status}", subject=application, by=by, reason=said, code=code)
    return piece


def _of_the_agreement(application: Application, code: str) -> bool:
    asked = calls.required_pieces(application.call_id, application.organization.legal_category)
    return any(it.code == code and it.needed_for == Needed.AGREEMENT for it in asked)


def accept_given(*, application_id: UUID, by: Actor) -> list[str]:
    """Those needed for the agreement that were given and that nobody answered are accepted, with its edition. Returns their codes.

    Raises Forbidden, NotFound.
    """
    application = Application.objects.visible_to(by).select_related("organization").lock(application_id)
    policies.check_can_read_pieces(by, S.AWARDED)
    given = Piece.objects.filter(application=application, replaced_at=None, answer=PieceStatus.GIVEN)
    codes = [it.code for it in given.order_by("code") if _of_the_agreement(application, it.code)]
    given.filter(code__in=codes).update(answer=PieceStatus.ACCEPTED, answered_by=by.pk, answered_at=clock.now())
    journal.record_many("application.piece_accepted", subjects=[(application, {"code": code}) for code in codes], by=by)
    return codes


def send_pieces_back(*, application_id: UUID, codes: Collection[str], said: str, by: Actor) -> None:
    """Those of these documents that were given are to be given again (reviews.ask_completion); one refused before keeps its reason."""
    policies.check_can_review(by)
    given = Piece.objects.filter(application_id=application_id, code__in=codes, replaced_at=None).exclude(answer=PieceStatus.REFUSED)
    given.update(answer=PieceStatus.REFUSED, said=said, answered_by=by.pk, answered_at=clock.now())


def _in_hand(application_id: UUID, by: Actor, when: Collection[str] = IN_HAND) -> Application:
    application = Application.objects.visible_to(by).select_related("organization").lock(application_id)
    policies.check_can_prepare(by)
    if application.status not in when:
        label = application.get_status_display()
        raise WrongState("application.piece", f"On ne peut pas changer les documents d’une candidature {label}.")
    return application
