"""Les bureaux : ce qui attend dans quelles mains, pour combien ; et le même acte fait sur plusieurs lignes à la fois."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.payments import queries
from lucette.scheme.payments.enums import LineStatus, OrderStatus
from lucette.web.caisse import tables
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Table
from lucette.web.gate import bulk
from lucette.web.gate.bulk import Desk
from lucette.web.gate.request import Request


@dataclass(frozen=True, slots=True)
class Counter:
    """One desk: who holds it, the act done there on several lines at once (of `stories.in_bulk`), and the rows on which it may be done."""

    word: str
    code: str
    title: str
    lead: str
    empty: str
    button: str = ""
    role: str = ""
    act: str = ""
    open_on: str = ""

    def opens_to(self, by: Actor) -> bool:
        return bool(self.act) and by.role == self.role


COUNTERS = {
    it.word: it
    for it in (
        Counter(
            "demander",
            "request",
            "À demander",
            "Les versements exigibles dont personne n’a encore demandé le paiement.",
            "Aucun versement exigible : une échéance tombe à la signature, puis aux mois prévus par la convention.",
            "Demander les versements cochés",
            RoleName.REQUESTER,
            "request_payment",
        ),
        Counter(
            "certifier",
            "certify",
            "À certifier",
            "Les demandes dont il faut attester qu’elles sont dues.",
            "Rien à certifier : les demandes arrivent ici.",
            "Certifier les ordres cochés",
            RoleName.CERTIFIER,
            "certify",
            OrderStatus.REQUESTED,
        ),
        Counter(
            "ordonnancer",
            "order",
            "À ordonnancer",
            "Les demandes certifiées, qui attendent l’ordre de payer.",
            "Rien à ordonnancer : les demandes certifiées arrivent ici.",
            "Ordonnancer les ordres cochés",
            RoleName.AUTHORISING_OFFICER,
            "order",
            OrderStatus.CERTIFIED,
        ),
        Counter(
            "payer",
            "pay",
            "À payer",
            "Les ordres de payer : à prendre en charge, puis à mettre dans un lot de virements.",
            "Rien à payer : les ordres signés arrivent ici.",
            "Prendre en charge les ordres cochés",
            RoleName.ACCOUNTANT,
            "take_in_charge",
            OrderStatus.ORDERED,
        ),
        Counter(
            "rapprocher",
            "reconcile",
            "À rapprocher",
            "Les virements partis à la banque, que son relevé n’a pas encore confirmés.",
            "Rien en route vers la banque.",
        ),
    )
}
WORDS = {it.code: it.word for it in COUNTERS.values()}


@require_safe
def desks(request: Request) -> HttpResponse:
    """The four columns: what waits in whose hands, for how much, since when."""
    columns = [
        {
            "desk": desk,
            "url": reverse("caisse:desk", args=[WORDS[desk.code]]),
            "orders": tables.orders(queries.orders_at(desk.code, request.actor, limit=3), desk.label, COUNTERS[WORDS[desk.code]].empty),
        }
        for desk in queries.desks(request.actor)
    ]
    waiting = queries.lines_to_reconcile(request.actor)
    context = {
        "title": "Les quatre bureaux",
        "lead": "Un paiement passe par quatre personnes différentes. Voici ce qui attend à chaque bureau.",
        "columns": columns,
        "waiting": len(waiting),
        "held": queries.line_counts(request.actor).get(LineStatus.HELD, 0),
        "waiting_lines": tables.statement_lines(
            waiting[:3], "Lignes de relevé à expliquer", "Toutes les lignes des relevés sont rapprochées."
        ),
        "breadcrumb": breadcrumb(request.actor),
    }
    return render(request, "caisse/desks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: Request, word: str) -> HttpResponse:
    """One desk: its whole list, and the act on the lines ticked."""
    if word not in COUNTERS:
        raise NotFound
    counter, by = COUNTERS[word], request.actor
    count, amount = totals(by, counter)
    of = Desk(
        counter.act,
        counter.title,
        counter.lead,
        counter.button,
        lambda after, limit: rows_of(counter, by, after, limit),
        partial(drawn, counter),
        count,
        f"{french.plural(count, 'ligne')}, pour {amount}",
        counter.opens_to(by),
        key=lambda it: str(it.instalment_id if counter.code == "request" else it.id),
        tickable=lambda it: counter.code == "request" or it.status == counter.open_on,
    )
    ready = queries.ready_to_batch(by) if counter.code == "pay" and by.role == RoleName.ACCOUNTANT else ()
    crumbs = breadcrumb(by, ("Les bureaux", "caisse:desks"))
    return bulk.desk(request, of, crumbs, template="caisse/desk.html", ready=ready)


def rows_of(counter: Counter, by: Actor, after: str, limit: int) -> tuple[list[Any], str]:
    """What waits at a desk, and the id that asks for the next ones."""
    if counter.code == "request":
        return queries.to_request_page(by, after, limit)
    return queries.desk_page(counter.code, by, after, limit)


def drawn(counter: Counter, rows: Sequence[Any]) -> Table:
    if counter.code == "request":
        return tables.to_request(rows, counter.empty)
    return tables.orders(rows, counter.title, counter.empty)


def totals(by: Actor, counter: Counter) -> tuple[int, Any]:
    if counter.code == "request":
        return queries.to_request_total(by)
    it = next(desk for desk in queries.desks(by) if desk.code == counter.code)
    return it.count, it.amount
