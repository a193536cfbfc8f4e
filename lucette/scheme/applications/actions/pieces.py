"""The host gives the documents that the call asks for, replaces them, takes them back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.rules import file_type
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound, WrongState
from lucette.scheme.applications import policies
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, Piece
from lucette.scheme.calls import queries as calls

# while the host has the file in hand: it prepares, completes, or gathers what the agreement needs
IN_HAND = (S.DRAFT, S.INCOMPLETE, S.AWARDED)
NOT_READ = "Ce fichier n’est pas un PDF, ni une image JPEG ou PNG : choisissez-en un autre."


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
    kind = file_type(content)
    if not kind:
        raise Invalid("piece.file", NOT_READ, {code: NOT_READ})
    document = documents.store(
        kind="piece",
        title=asked.label,
        filename=filename,
        content=content,
        content_type=kind,
        subject=application,
        by=by,
        organization_id=application.organization_id,
    )
    Piece.objects.filter(application=application, code=code, replaced_at=None).update(replaced_at=clock.now())
    piece = Piece.objects.create(application=application, code=code, document_id=document.pk, given_by=by.pk)
    journal.record("application.piece_given", subject=application, by=by, code=code, document=str(document.pk))
    return piece


@transaction.atomic
def take_back_piece(*, application_id: UUID, code: str, by: Actor) -> Piece:
    """The document is no longer part of the file; what was stored is kept. Raises Forbidden, NotFound, WrongState."""
    application = _in_hand(application_id, by)
    piece = Piece.objects.filter(application=application, code=code, replaced_at=None).first()
    if piece is None:
        raise NotFound
    piece.replaced_at = clock.now()
    piece.save(update_fields=["replaced_at"])
    journal.record("application.piece_taken_back", subject=application, by=by, code=code)
    return piece


def _in_hand(application_id: UUID, by: Actor) -> Application:
    application = Application.objects.visible_to(by).select_related("organization").lock(application_id)
    policies.check_can_prepare(by)
    if application.status not in IN_HAND:
        label = application.get_status_display()
        raise WrongState("application.piece", f"On ne peut pas changer les documents d’une candidature {label}.")
    return application
