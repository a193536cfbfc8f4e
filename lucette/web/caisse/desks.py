"""Les bureaux : ce qui attend dans quelles mains, pour combien ; et le même acte fait sur plusieurs lignes à la fois."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.drafts import actions as drafts
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, Refusal
from lucette.kernel.records import is_uuid
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.enums import LineStatus, OrderStatus
from lucette.web.caisse import tables
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Table
from lucette.web.design.parts import Progress
from lucette.web.gate import entries
from lucette.web.gate.acts import ALREADY
from lucette.web.gate.exports import exported, links, pages, wants_export
from lucette.web.gate.lists import address
from lucette.web.gate.request import Request

MOST = 100  # acts in one form
SHOWN = 50
RESULT = "desk_result"  # in the session: what the last form did


@dataclass(frozen=True, slots=True)
class Counter:
    """One desk: who holds it, the act done there on several lines at once, and the rows on which it may be done."""

    word: str
    code: str
    title: str
    lead: str
    empty: str
    button: str = ""
    role: str = ""
    play: Callable[[UUID, Actor], Any] | None = None
    open_on: str = ""

    def opens_to(self, by: Actor) -> bool:
        return bool(self.play) and by.role == self.role


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
            lambda pk, by: actions.request(instalment_id=pk, by=by),
        ),
        Counter(
            "certifier",
            "certify",
            "À certifier",
            "Les demandes dont il faut attester qu’elles sont dues.",
            "Rien à certifier : les demandes arrivent ici.",
            "Certifier les ordres cochés",
            RoleName.CERTIFIER,
            lambda pk, by: actions.certify(order_id=pk, by=by),
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
            lambda pk, by: actions.order(order_id=pk, by=by),
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
            lambda pk, by: actions.take_in_charge(order_id=pk, by=by),
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
    counter = COUNTERS[word]
    if request.method == "POST":
        return play(request, counter)
    return listed(request, counter)


def listed(request: Request, counter: Counter) -> HttpResponse:
    """The list of a desk, those that wait longest first."""
    by, ticked = request.actor, bool(request.GET.get("tout"))
    if wants_export(request):
        every = pages(lambda after, limit: rows_of(counter, by, after, limit))
        return exported(request, f"bureau-{counter.word}", (drawn(counter, rows) for rows in every), totals(by, counter)[0])
    boxes = counter.opens_to(by)
    rows, after = rows_of(counter, by, request.GET.get("apres", ""), SHOWN)
    table = drawn(counter, rows, boxes, ticked)
    count, amount = totals(request.actor, counter)
    context = {
        "title": counter.title,
        "lead": counter.lead,
        "counter": counter,
        "table": table,
        "count_sentence": f"{french.plural(count, 'ligne')}, pour {amount}",
        "boxes": boxes and any(row[0].choice for row in table.rows),
        "all_url": address(request, tout="1"),
        "none_url": address(request, tout=""),
        "all": bool(request.GET.get("tout")),
        "next_url": address(request, apres=after) if after else "",
        "exports": links(request, bool(table.rows)),
        "once": entries.new_token(),
        "ready": queries.ready_to_batch(request.actor) if counter.code == "pay" and request.actor.role == RoleName.ACCOUNTANT else (),
        "breadcrumb": breadcrumb(request.actor, ("Les bureaux", "caisse:desks")),
    }
    return render(request, "caisse/desk.html", context)


def rows_of(counter: Counter, by: Actor, after: str, limit: int) -> tuple[list[Any], str]:
    """What waits at a desk, and the id that asks for the next ones."""
    if counter.code == "request":
        return queries.to_request_page(by, after, limit)
    return queries.desk_page(counter.code, by, after, limit)


def drawn(counter: Counter, rows: Sequence[Any], boxes: bool = False, ticked: bool = False) -> Table:
    if counter.code == "request":
        return tables.to_request(rows, counter.empty, boxes=boxes, ticked=ticked)
    return tables.orders(rows, counter.title, counter.empty, open_on=counter.open_on if boxes else "", ticked=ticked)


def totals(by: Actor, counter: Counter) -> tuple[int, Any]:
    if counter.code == "request":
        return queries.to_request_total(by)
    it = next(desk for desk in queries.desks(by) if desk.code == counter.code)
    return it.count, it.amount


def play(request: Request, counter: Counter) -> HttpResponse:
    """The act on every line ticked, each on its own: what is refused holds up nothing else."""
    here = reverse("caisse:desk", args=[counter.word])
    if not counter.opens_to(request.actor):
        raise NotFound
    chosen = [UUID(pk) for pk in dict.fromkeys(request.POST.getlist("choix")) if is_uuid(pk)]
    if not chosen or len(chosen) > MOST:
        messages.error(request, "Cochez au moins une ligne." if not chosen else f"Cochez {MOST} lignes au plus à la fois.")
        return redirect(here)
    with transaction.atomic():
        if not drafts.take_once(token=entries.token(request), by=request.actor):
            messages.info(request, ALREADY)
            return redirect(here)
        refused = [told for pk in chosen if (told := tried(counter, pk, request.actor))]
    request.session[RESULT] = {"word": counter.word, "total": len(chosen), "refused": refused}
    return redirect("caisse:desk_result", counter.word)


def tried(counter: Counter, pk: UUID, by: Actor) -> dict[str, str]:
    """Play the act on one line, in its own savepoint; {} when done, else what and why not."""
    try:
        with transaction.atomic():
            counter.play(pk, by)  # type: ignore[misc]
    except Refusal as refusal:
        return {"pk": str(pk), "why": refusal.sentence}
    return {}


@never_cache
@require_safe
def result(request: Request, word: str) -> HttpResponse:
    """What the last form of this desk did: how many, and each refusal in words."""
    told = request.session.get(RESULT)
    if word not in COUNTERS or not told or told["word"] != word:
        return redirect("caisse:desks")
    counter, refused = COUNTERS[word], told["refused"]
    done = told["total"] - len(refused)
    names = queries.numbers([UUID(it["pk"]) for it in refused], request.actor)
    context = {
        "title": f"{counter.title} : ce qui a été fait",
        "progress": Progress("Lignes traitées", told["total"], told["total"], failed=len(refused)),
        "sentence": f"{french.plural(done, 'ligne traitée', 'lignes traitées')} sur {french.number(told['total'])}.",
        "all_done": not refused,
        "refusals": refusals(refused, names),
        "back_url": reverse("caisse:desk", args=[word]),
        "breadcrumb": breadcrumb(request.actor, ("Les bureaux", "caisse:desks")),
    }
    return render(request, "caisse/desk_result.html", context)


def refusals(refused: Sequence[dict[str, str]], names: dict[str, str]) -> Table:
    return Table("Ce qui a été refusé", ["Ligne", "Pourquoi"], [[names.get(it["pk"], "Ligne introuvable"), it["why"]] for it in refused])
