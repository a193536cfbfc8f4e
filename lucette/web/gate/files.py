"""The door of stored files, shared by every space: `/document/<id>/`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.documents import queries
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import NotFound
from lucette.kernel.french import date, number
from lucette.web.design.elements import Document
from lucette.web.gate.door import READERS_OF_THE_FUND
from lucette.web.gate.request import Request

# what a file may say it is; the rest is a plain download
KNOWN = {"application/pdf": "PDF", "text/csv": "CSV", "application/xml": "XML", "text/xml": "XML", "application/json": "JSON"} | {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
}

BANK_FILES = frozenset({"payment_file", "statement", "statement_given"})  # account numbers of every payee: for those who read the fund

LETTER = "letter"  # a letter about a dossier, kept as it was sent

# the bank's document of a host: for who declares it and who compares it
RIB = "rib"
RIB_READERS = frozenset({R.HOST_REPRESENTATIVE, R.HOST_SECRETARY, R.REQUESTER, R.CERTIFIER, R.CAISSE_DELEGATE, R.ACCOUNTANT, R.AUDITOR})


# the documents of a host, an identity card among them: for who gives them, who instructs, who signs and who audits
PIECES = frozenset({"piece", "delegation"})
PIECE_READERS = RIB_READERS | {R.INSTRUCTOR, R.AGENCY_DIRECTOR}


@never_cache
@require_safe
def document(request: Request, document_id: UUID) -> HttpResponse:
    """The bytes, to download. Raises NotFound: absent and not mine are the same answer."""
    card = queries.document(document_id, by=request.actor)
    if card.kind in BANK_FILES and not READERS_OF_THE_FUND.opens_to(request.actor):
        raise NotFound
    if card.kind == RIB and request.actor.role not in RIB_READERS:
        raise NotFound
    if card.kind in PIECES and request.actor.role not in PIECE_READERS:
        raise NotFound
    kind = card.content_type.partition(";")[0].strip().lower()
    response = HttpResponse(queries.content(card.pk), content_type=card.content_type if kind in KNOWN else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, card.filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def readable(found: Iterable[Any], by: Actor) -> list[Any]:
    """Of these documents, those whose door opens to this reader."""
    closed = set() if READERS_OF_THE_FUND.opens_to(by) else set(BANK_FILES)
    closed |= set() if by.role in RIB_READERS else {RIB}
    closed |= set() if by.role in PIECE_READERS else PIECES
    return [it for it in found if it.kind not in closed]


def link(document_id: UUID, title: str, content_type: str = "application/pdf", size: int = 0) -> Document:
    """A document as pages list it: « PDF – 61 ko »."""
    kind = KNOWN.get(content_type.partition(";")[0].strip().lower(), "fichier")
    weight = f"{number(max(1, round(size / 1000)))} ko" if size else ""
    return Document(title, reverse("document", args=[document_id]), " – ".join(filter(None, [kind, weight])))


def links(found: Iterable[Any]) -> list[Document]:
    """Stored documents as pages list them, latest first; of two with the same title, the older says that it is a former version.
    Letters come last, each with its day."""
    shown: dict[str, Document] = {}
    former: list[Document] = []
    letters: list[Document] = []
    for it in reversed(list(found)):
        if it.kind == LETTER:
            day = date(it.created_at.astimezone(PARIS).date())
            letters.append(link(it.pk, f"Lettre du {day} : {it.title}", it.content_type, it.size))
        elif it.title in shown:
            former.append(link(it.pk, f"{it.title}, version précédente", it.content_type, it.size))
        else:
            shown[it.title] = link(it.pk, it.title, it.content_type, it.size)
    return [*shown.values(), *former, *letters]
