"""The Caisse renders the accounts of its mandate: figures of the fund, numbers and documents of the rooms downstream, signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import code_of, sign_pdf, typeset
from lucette.foundation.documents.models import Document
from lucette.foundation.documents.rules import extension
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.models import Rendering
from lucette.scheme.fund.rules import rendered
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.queries import Evidence

SHARED = "pieces-communes"


def prepare(*, endowment_id: UUID, year: int, by: Actor) -> Rendering:
    """Freeze the year, with the numbers of its orders, agreements and recoveries. Raises as fund.prepare_rendering."""
    return actions.prepare_rendering(endowment_id=endowment_id, year=year, pieces=payments.piece_numbers(endowment_id), by=by)


def submit(*, rendering_id: UUID, by: Actor) -> Rendering:
    """Make the document from the frozen figures, before any lock, and sign it; then submit. Raises as fund.submit_rendering."""
    it = queries.rendering(rendering_id, by)
    it.check_act("submit")
    drawn = preview(it, code_of(rendered.KIND, it.pk))
    pdf = sign_pdf(drawn, by.name or "Caisse des Dépôts", "Délégataire de la Caisse des Dépôts", f"Comptes {it.year} transmis", clock.now())
    return actions.submit_rendering(rendering_id=it.pk, pdf=pdf, by=by)


def approve(*, rendering_id: UUID, decision: str, by: Actor) -> Rendering:
    """Add the signature of the State's authorising officer to the document; then approve. Raises as fund.approve_rendering."""
    it = queries.rendering(rendering_id, by)
    it.check_act("approve")
    kept = documents.stored(it.document) if it.document else b""
    pdf = sign_pdf(kept, by.name or "Ordonnateur de l’État", "Ordonnateur de l’État", f"Comptes {it.year} approuvés", clock.now())
    return actions.approve_rendering(rendering_id=it.pk, decision=decision, pdf=pdf, by=by)


def preview(it: Rendering, code: str = "") -> bytes:
    """The document, not signed; with its code when it is to be."""
    frozen_on = it.created_at.astimezone(clock.PARIS).date()
    return typeset("report", rendered.facts(it.number, it.figures, frozen_on, it.sha256), code)


# -- the documents of each operation


@dataclass(frozen=True, slots=True)
class Piece:
    """A document at its place in an archive."""

    path: str
    document: Document


@dataclass(frozen=True, slots=True)
class File:
    """The documents of one payment."""

    evidence: Evidence
    pieces: tuple[Piece, ...]


def files_of_year(it: Rendering, by: Actor) -> list[File]:
    """Every payment and receipt of the year with its documents, a folder each. One of several is stored once, in a shared folder."""
    found = payments.evidence(by, endowment_id=it.endowment_id, since=it.starts_on, until=it.ends_on)
    came_in = payments.evidence_of_receipts(by, endowment_id=it.endowment_id, since=it.starts_on, until=it.ends_on)
    return files([*found, *came_in], by)


def file_of_payment(order_id: UUID, by: Actor) -> File | None:
    """The complete file of one payment; None when there is no such order for this person."""
    found = files(payments.evidence(by, orders=[order_id]), by)
    return found[0] if found else None


def files(found: Sequence[Evidence], by: Actor) -> list[File]:
    """Two questions for any number of payments."""
    cards = documents.documents_by({pair for it in found for pair in it.subjects}, {pk for it in found for pk in it.documents}, by=by)
    about: dict[tuple[str, UUID], list[Document]] = {}
    for card in cards:
        about.setdefault((card.subject_type, card.subject_id), []).append(card)
    known = {card.pk: card for card in cards}
    held = [(it, list(_held(it, about, known))) for it in found]
    uses = Counter(card.pk for _, own in held for card in own)
    return [File(it, tuple(_placed(it, own, uses))) for it, own in held]


def _held(it: Evidence, about: dict[tuple[str, UUID], list[Document]], known: dict[UUID, Document]) -> Iterable[Document]:
    """Its documents, each once, from the application to the statement."""
    cards = [card for pair in it.subjects for card in about.get(pair, ())] + [known[pk] for pk in it.documents if pk in known]
    return {card.pk: card for card in cards}.values()


def _placed(it: Evidence, own: Sequence[Document], uses: Counter[UUID]) -> Iterable[Piece]:
    for rank, card in enumerate(own, 1):
        end = extension(card.filename)
        if uses[card.pk] > 1:
            yield Piece(f"{SHARED}/{card.filename.removesuffix(end)}-{card.sha256[:8]}{end}", card)
        else:
            yield Piece(f"{it.number}/{rank:02d}-{card.filename}", card)
