"""An act kept, read again as anybody does: the code is on its pages, its signatures hold, nobody is named."""

from __future__ import annotations

from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import code_of, verify_pdf
from lucette.foundation.documents.models import Document
from lucette.stories.verify_document import Verified, by_code, by_file


def verified(kind: str, subject_id: object, marks: int) -> Verified:
    """The last act of this kind about this object, with that many signatures and seals."""
    it = Document.objects.filter(kind=kind, subject_id=subject_id, content_type="application/pdf").order_by("created_at", "size").last()
    assert it is not None and it.code == code_of(kind, it.subject_id)
    content = documents.content(it.pk)
    assert it.code.encode() in content, "its pages do not carry the code"
    found, same = by_code(it.code), by_file(content)
    assert found == same and [mark.valid for mark in found.marks] == [True] * marks
    told = " ".join([found.title, found.subject.status_label, *(value for _, value in found.subject.facts)])
    assert not [report.signatory for report in verify_pdf(content) if not report.is_seal and report.signatory in told]
    return found
