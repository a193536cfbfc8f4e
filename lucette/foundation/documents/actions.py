"""Store a file; deliver an act that anybody may verify."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import or_
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import models, transaction

from lucette.foundation.documents.adapters import code_of
from lucette.foundation.documents.models import Document
from lucette.foundation.documents.rules import MAX_BYTES, PDF, fingerprint, place, safe_name
from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid


@transaction.atomic
def store(
    *,
    kind: str,
    title: str,
    filename: str,
    content: bytes,
    content_type: str,
    subject: models.Model,
    by: Actor,
    organization_id: UUID | None = None,
    department_code: str = "",
    public: bool = False,
    code: str = "",
) -> Document:
    """Keep `content` for good, about `subject`, seen by the scopes that `organization_id` and `department_code` name. `code`: printed on
    it, so that anybody may verify it; given by `deliver` alone.

    Raises Invalid (empty, or more than 20 MB). The bytes are written before the commit: should the act be rolled back, a file that no
    row names stays behind, which is harmless; the reverse would be a row without its file.
    """
    _check_size(content)
    document = Document(
        kind=kind,
        title=title,
        filename=safe_name(filename),
        content_type=content_type,
        size=len(content),
        sha256=fingerprint(content),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        organization_id=organization_id,
        department_code=department_code,
        public=public,
        code=code,
    )
    document.file.save(place(document.pk, document.sha256, document.filename), ContentFile(content), save=False)
    document.save(force_insert=True)
    journal.record("document.stored", subject=document, by=by, kind=kind, sha256=document.sha256, about=str(subject.pk))
    return document


def deliver(
    *,
    kind: str,
    title: str,
    filename: str,
    content: bytes,
    subject: models.Model,
    by: Actor,
    organization_id: UUID | None = None,
    department_code: str = "",
) -> Document:
    """Keep an act: a PDF of ours, signed or sealed, that anybody verifies on the public page by the code at the foot of its pages. `title`:
    its nature and its number, nobody's name. The same kind again about the same object replaces the act before it.

    `content` was typeset with the same code (`code_of(kind, subject.pk)`). Raises as `store`.
    """
    return store(
        kind=kind,
        title=title,
        filename=filename,
        content=content,
        content_type=PDF,
        subject=subject,
        by=by,
        organization_id=organization_id,
        department_code=department_code,
        code=code_of(kind, subject.pk),
    )


def pass_on(*, subjects: Collection[tuple[str, UUID]], organization_id: UUID, by: Actor) -> int:
    """Another organization took these objects over, told as (`agreements.agreement`, id): it reads what was stored about them. Returns how
    many documents. Called by the story, which says who may."""
    about = [models.Q(subject_type=kind, subject_id=pk) for kind, pk in subjects]
    return Document.objects.visible_to(by).filter(reduce(or_, about)).update(heir_id=organization_id) if about else 0


def _check_size(content: bytes) -> None:
    if not content:
        raise Invalid("document.empty", "Ce fichier est vide : choisissez-en un autre.", {"file": "Fichier vide."})
    if len(content) > MAX_BYTES:
        sentence = "Ce fichier dépasse 20 Mo : réduisez-le avant de l’envoyer."
        raise Invalid("document.too_large", sentence, {"file": "Fichier de plus de 20 Mo."})
