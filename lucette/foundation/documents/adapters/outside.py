"""A document signed elsewhere, with a certificate that we did not give: what may come back, and what is believed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem, x509
from django.conf import settings
from pyhanko.pdf_utils.generic import DictionaryObject, PdfObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import TrailerDictionary
from pyhanko.sign.validation.status import SignatureCoverageLevel

from lucette.kernel.errors import RuleBroken

CATALOGUE, PAGE, FORM = {"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Version"}, {"/Annots"}, {"/Fields", "/SigFlags"}
MOST_ADDED = 2_000_000  # bytes: a signature, its certificates and its proofs
NOT_OURS = (
    "Ce fichier n’est pas celui que vous avez téléchargé ici, augmenté d’une signature. "
    "Signez le fichier lui-même, sans l’imprimer, le convertir ni l’enregistrer sous un autre format."
)
CHANGED = "Ce fichier change le document en même temps qu’il le signe : téléchargez-le de nouveau et signez-le sans rien y écrire."
ONE = "Ce fichier doit porter une signature de plus que le document, et une seule."


@dataclass(frozen=True, slots=True)
class Added:
    """What the certificate of the new signature says."""

    signatory: str
    issuer: str


def outside_roots() -> list[x509.Certificate]:
    """The authorities, besides ours, whose signatures are taken: none unless the settings name a file of them."""
    if not settings.SIGNING_ROOTS:
        return []
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(Path(settings.SIGNING_ROOTS).read_bytes(), multiple=True)]


def added_signature(before: bytes, content: bytes) -> Added:
    """The one signature that `content` adds to `before`, over the whole file, nothing else being touched: who gave it is read here,
    whether it is valid by `verify_pdf`. Raises RuleBroken."""
    if not content.startswith(before) or not 0 < len(content) - len(before) <= MOST_ADDED:
        raise RuleBroken("document.not_ours", NOT_OURS)
    try:
        known, new = (PdfFileReader(io.BytesIO(it)) for it in (before, content))
        signatures = new.embedded_signatures
        if len(signatures) != len(known.embedded_signatures) + 1:
            raise RuleBroken("document.one_signature", ONE)
        last = signatures[-1]
        last.compute_integrity_info()
        whole = last.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
        if not whole or not _untouched(new, known.xrefs.total_revisions):
            raise RuleBroken("document.changed", CHANGED)
        subject, issuer = last.signer_cert.subject.native, last.signer_cert.issuer.native
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError) as error:
        raise RuleBroken("document.unreadable", "Ce fichier PDF est illisible : il a été altéré ou tronqué.") from error
    return Added(subject.get("common_name", ""), issuer.get("common_name", "") or issuer.get("organization_name", ""))


def _untouched(new: PdfFileReader, revisions: int) -> bool:
    """What was there reads as before: what is written since is new, but for what says when and by what the file was written, and for the
    catalogue, the form and pages, which only gain the place of the signature."""
    before, after = new.get_historical_resolver(revisions - 1), new.get_historical_resolver(new.xrefs.total_revisions - 1)
    old = set().union(*(new.xrefs.explicit_refs_in_revision(rank) for rank in range(revisions)))
    added = set().union(*(new.xrefs.explicit_refs_in_revision(rank) for rank in range(revisions, new.xrefs.total_revisions)))
    unread = {_ref(new.trailer, "/Info"), _ref(new.root, "/Metadata")}
    return all(_same(before.get_object(it), after.get_object(it)) for it in old & added if it not in unread)


def _ref(it: DictionaryObject | TrailerDictionary, word: str) -> object:
    found = it.raw_get(word) if word in it else None
    return getattr(found, "reference", None)


def _same(one: PdfObject, other: PdfObject) -> bool:
    if not (isinstance(one, DictionaryObject) and isinstance(other, DictionaryObject)):
        return bool(one == other)
    if "/Fields" in one and "/SigFlags" in other:  # the form: its fields stay, in their order
        kept = list(one["/Fields"])
        return list(other["/Fields"])[: len(kept)] == kept and _without(one, FORM) == _without(other, FORM)
    sort = str(one.get("/Type", ""))
    may = {"/Catalog": CATALOGUE, "/Page": PAGE}.get(sort, set())
    return _without(one, may) == _without(other, may) and (sort != "/Page" or _only_signatures_added(one, other))


def _only_signatures_added(one: DictionaryObject, other: DictionaryObject) -> bool:
    """A page gains the place of a signature, and no note that would cover its words."""
    known, now = (list(page["/Annots"]) if "/Annots" in page else [] for page in (one, other))
    gained = [it.get_object() for it in now[len(known) :]]
    return now[: len(known)] == known and all((it.get("/Subtype"), it.get("/FT")) == ("/Widget", "/Sig") for it in gained)


def _without(it: DictionaryObject, words: set[str]) -> dict[str, PdfObject]:
    return {str(word): it.raw_get(word) for word in it if str(word) not in words}
