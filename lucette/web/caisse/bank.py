"""Un lot de virements, un relevé de la banque, les lignes à expliquer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import BatchStatus
from lucette.web.caisse import tables
from lucette.web.caisse.acts.batches import ON_BATCH
from lucette.web.caisse.pages import shown
from lucette.web.design.elements import Act, Column, Fact, File, Table
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import offered
from lucette.web.gate.files import link
from lucette.web.gate.request import Request

BATCH_NEXT = {
    BatchStatus.FROZEN: "un comptable envoie le fichier à la banque.",
    BatchStatus.SENT: "la banque répond, puis exécute les virements ; son relevé rapprochera le lot.",
    BatchStatus.ACKNOWLEDGED: "la banque exécute les virements qu’elle a acceptés ; son relevé rapprochera le lot.",
    BatchStatus.RECONCILED: "un comptable clôt le lot.",
}


@require_safe
def batch(request: Request, batch_id: UUID) -> HttpResponse:
    """A batch of transfers: what it says, what its orders sum to, what its file holds."""
    page = payments.batch_page(batch_id, request.actor)
    it = page.batch
    acts = [*offered(request.actor, ON_BATCH, page), *bank_acts(request.actor, it)]
    sums = [("Dit par le lot", page.said), ("Calculé sur les ordres", page.in_database), ("Lu dans le fichier", page.in_file)]
    file = File(
        it.status,
        it.get_status_display(),
        it.message_id,
        next_step=BATCH_NEXT.get(BatchStatus(it.status), ""),
        mine=bool(acts) and page.agrees,
        acts=acts,
        facts=[
            Fact("Dotation", it.endowment.title),
            Fact("À exécuter le", french.date(it.execution_on)),
            Fact("Règles de la banque suivies", payments.profile_label(it.profile)),
            Fact("Composé par", page.frozen_by, note=tables.day(it.created_at)),
            *([Fact("Envoyé par", page.sent_by, note=tables.day(it.sent_at))] if it.sent_at else []),
            *([Fact("Réponse de la banque", it.get_answer_display(), note=tables.day(it.answered_at))] if it.answer else []),
            *([Fact("Signature du fichier", page.signature)] if page.signature else []),
            *([Fact("Motif de l’abandon", it.reason)] if it.reason else []),
            *([Fact("Empreinte du fichier (SHA-256)", page.sha256)] if page.sha256 else []),
        ],
        tables=[tables.orders(page.orders, "Les ordres du lot")],
        documents=[link(one.pk, label, one.content_type, one.size) for label, one in page.documents],
    )
    checked = Table(
        "Sommes de contrôle",
        ["Source", Column("Virements", True), Column("Somme", True)],
        [[label, french.number(count), str(amount)] for label, (count, amount) in sums],
    )
    back = ("Lots de virements", "caisse:batches")
    return shown(request, "caisse/batch.html", "Lot de virements", file, back, sums=checked, agrees=page.agrees)


def bank_acts(by: Actor, it: Any) -> list[Act]:
    """Once sent: in a demonstration, ask the stand-in for its answer; then read it."""
    if it.status not in (BatchStatus.SENT, BatchStatus.ACKNOWLEDGED) or not DOORS["caisse:give_statement"].opens_to(by):
        return []
    read = Act("Lire un relevé de la banque", reverse("caisse:give_statement", args=[it.endowment_id]))
    asked = Act("Obtenir le relevé de la banque de démonstration", reverse("caisse:demonstration_bank", args=[it.endowment_id]))
    answer = Act("Lire une réponse de la banque", reverse("caisse:give_answer"))
    return [*([asked] if settings.DEMONSTRATION else []), read, answer]


@require_safe
def statement(request: Request, statement_id: UUID) -> HttpResponse:
    """A bank statement: what is matched, what waits and why."""
    page = payments.statement_page(statement_id, request.actor)
    it, left = page.statement, page.unmatched
    many = french.plural(left, "ligne reste", "lignes restent")
    file = File(
        "unmatched" if left else "matched",
        f"{left} à rapprocher" if left else "rapproché",
        it.statement_id,
        next_step=f"le comptable explique ce que sont les lignes à rapprocher ({many})." if left else "",
        facts=[
            Fact("Dotation", it.endowment.title),
            Fact("Arrêté le", french.date(it.closed_on)),
            Fact("Solde initial", str(Money(it.opening_cents))),
            Fact("Solde final", str(Money(it.closing_cents))),
            Fact("Importé par", page.imported_by or "Lucette", note=tables.day(it.created_at)),
        ],
        tables=[tables.statement_lines(page.lines, "Les lignes du relevé", "Ce relevé ne porte aucun mouvement.")],
        acts=[Act("Expliquer les lignes", reverse("caisse:lines"))] if left else [],
        documents=[link(it.document_id, "Relevé de la banque (camt.053)", it.document.content_type, it.document.size)],
    )
    return shown(request, "design/object.html", f"Relevé du {french.date(it.closed_on)}", file, ("Relevés bancaires", "caisse:statements"))
