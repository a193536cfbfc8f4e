"""Documents, and their bytes as they were stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import models

from lucette.foundation.documents.models import Document
from lucette.foundation.documents.rules import fingerprint
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken


def document(document_id: UUID, *, by: Actor) -> Document:
    """The card of a document that this actor may see. Raises NotFound."""
    return Document.objects.visible_to(by).known(document_id)


def documents_about(subject: models.Model, *, by: Actor) -> list[Document]:
    """What this actor may see about `subject`, oldest first."""
    return list(Document.objects.visible_to(by).about(subject).in_order())


def documents_on(subjects: Iterable[tuple[str, str]], *, by: Actor) -> list[Document]:
    """What this actor may see about these objects, told as (`agreements.agreement`, id): oldest first, one query."""
    about = [models.Q(subject_type=kind, subject_id=pk) for kind, pk in subjects]
    return list(Document.objects.visible_to(by).filter(reduce(or_, about)).in_order()) if about else []


def documents_by(subjects: Collection[tuple[str, UUID]], ids: Collection[UUID], *, by: Actor) -> list[Document]:
    """What this actor may see about many objects, told as (`agreements.agreement`, id), and these documents themselves; oldest first, one
    query however many they are."""
    sorts: dict[str, set[UUID]] = {}
    for sort, pk in subjects:
        sorts.setdefault(sort, set()).add(pk)
    asked = [models.Q(subject_type=sort, subject_id__in=found) for sort, found in sorts.items()]
    return list(Document.objects.visible_to(by).filter(reduce(or_, asked, models.Q(pk__in=ids))).in_order())


def documents_of(organization_id: UUID, *, by: Actor, limit: int = 200) -> list[Document]:
    """The latest files about an organization that this actor may see, newest first."""
    return list(Document.objects.visible_to(by).filter(organization_id=organization_id).order_by("-created_at", "pk")[:limit])


def versions(code: str) -> list[Document]:
    """The documents that carry this printed code, oldest first: the last one is good. Called behind the walls, by a story."""
    # a signature only adds to the file: of two of the same instant, the longer is the later
    return list(Document.objects.filter(code=code).order_by("created_at", "size", "pk")) if code else []


def same_bytes(sha256: str) -> Document | None:
    """The document with a printed code that these bytes are, if any. Called behind the walls, by a story."""
    return Document.objects.filter(sha256=sha256).exclude(code="").in_order().last()


def content(document_id: UUID) -> bytes:
    """The bytes, once their hash is found to be the one kept at storing.

    Who may open it is checked before, by `document(…, by=…)`. Raises NotFound, RuleBroken (altered or lost on the disk).
    """
    return stored(Document.objects.known(document_id))


def stored(it: Document) -> bytes:
    """The same, of a card already read: asks nothing of the base."""
    try:
        with it.file.open("rb") as file:
            found: bytes = file.read()
    except FileNotFoundError:
        raise RuleBroken("document.lost", f"Le fichier « {it.title} » est introuvable : prévenez l’équipe d’assistance.") from None
    if fingerprint(found) != it.sha256:
        raise RuleBroken("document.altered", f"Le fichier « {it.title} » a été altéré depuis son dépôt : prévenez l’équipe d’assistance.")
    return found
