"""One batch with its three sums, its files and its signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from lucette.foundation.accounts.queries import names
from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import verify_bytes
from lucette.foundation.documents.models import Document
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.payments.adapters import read_totals
from lucette.scheme.payments.enums import BatchStatus
from lucette.scheme.payments.models import Batch
from lucette.scheme.payments.queries.desks import OrderRow, row_of


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch: what it says, what its orders sum to, what its stored file holds. `agrees`: the three are the same."""

    batch: Batch
    orders: tuple[OrderRow, ...]
    said: tuple[int, Money]
    in_database: tuple[int, Money]
    in_file: tuple[int, Money]
    sha256: str
    frozen_by: str
    sent_by: str
    signature: str
    documents: tuple[tuple[str, Document], ...]

    @property
    def pk(self) -> UUID:
        return self.batch.pk

    @property
    def status(self) -> str:
        return self.batch.status

    @property
    def agrees(self) -> bool:
        """Once sent, an order that the bank refuses leaves the batch; the file never changes."""
        frozen = self.batch.status == BatchStatus.FROZEN
        return self.said == self.in_file and (not frozen or self.said == self.in_database)


def batch_page(batch_id: UUID, by: Actor) -> BatchPage:
    """A batch, its orders, its sums by two code paths, its signature verified again. Raises NotFound, RuleBroken (file altered)."""
    if not by.scope.national:
        raise NotFound
    batch = Batch.objects.select_related("endowment", "document", "signature").known(batch_id)
    summed = batch.orders.aggregate(count=Count("pk"), cents=Sum("cents"))
    held = read_totals(documents.content(batch.document_id)) if batch.document_id else None
    known = names({pk for pk in (batch.frozen_by, batch.sent_by) if pk})
    orders = batch.orders.select_related("organization", "instalment__agreement", "invoice").order_by("number")
    return BatchPage(
        batch,
        tuple(row_of(order) for order in orders),
        (batch.count, Money(batch.control_cents)),
        (summed["count"], Money(summed["cents"] or 0)),
        (held.count, Money(held.cents)) if held else (0, Money(0)),
        batch.document.sha256 if batch.document else "",
        known.get(batch.frozen_by, ""),
        known.get(batch.sent_by, "") if batch.sent_by else "",
        _signature(batch),
        tuple(_kept(batch)),
    )


def _signature(batch: Batch) -> str:
    """What the detached signature of the file says, verified again; "" before the batch is sent."""
    if not (batch.signature_id and batch.document_id):
        return ""
    found = verify_bytes(documents.content(batch.document_id), documents.content(batch.signature_id))
    return f"valable, de {found.signatory}, {found.capacity}" if found.valid else "ne se vérifie pas : prévenez l’équipe d’assistance"


def _kept(batch: Batch) -> Iterator[tuple[str, Document]]:
    if batch.document:
        yield "Fichier de virements (pain.001)", batch.document
    if batch.signature:
        yield "Signature du fichier (CMS détachée)", batch.signature
    for it in batch.reports.select_related("document").order_by("created_at"):
        yield "Réponse de la banque (pain.002)", it.document
