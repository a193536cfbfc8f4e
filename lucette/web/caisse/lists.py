"""Les listes de la chaîne de la dépense."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel.actor import Actor
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EndowmentStatus
from lucette.scheme.payments import queries
from lucette.scheme.payments.enums import BankLineStatus, BatchStatus, OrderStatus
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import CONTRACTS, HireStatus
from lucette.web.caisse import tables
from lucette.web.caisse.pages import breadcrumb
from lucette.web.caisse.signing import together
from lucette.web.design.elements import Act, Filter, Table
from lucette.web.gate.access import DOORS
from lucette.web.gate.exports import Reader
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import address, asked_order, status_filters
from lucette.web.gate.request import Request

# several statuses under one word of the fund
TO_SIGN: tuple[str, ...] = (AgreementStatus.PREPARING, AgreementStatus.READY, AgreementStatus.SIGNED_BY_HOST)
ORDERED: tuple[str, ...] = (OrderStatus.ORDERED, OrderStatus.ACCEPTED, OrderStatus.SENT, OrderStatus.UNDER_INQUIRY)
STATEMENTS = {BankLineStatus.UNMATCHED.value: "à expliquer", BankLineStatus.MATCHED.value: "rapprochés"}
TO_SETTLE: tuple[str, ...] = (AgreementStatus.TERMINATED,)
# of the agreements asked for: those that lack something, those that may be edited
LACKING = "a-completer"
COMPLETE = {LACKING: "Il manque quelque chose", "complets": "Prêtes à éditer"}
GROUPS = {"a-signer": TO_SIGN, "a-solder": TO_SETTLE, "ordonnances": ORDERED}


def asked(request: Request, known: Sequence[str]) -> tuple[str, ...]:
    """The statuses that the address asks for; () for all."""
    word = request.GET.get("etat", "")
    return tuple(status for status in GROUPS.get(word, (word,)) if status in known)


def page(
    request: Request,
    words: tuple[str, str, str],
    draw: Callable[[Sequence[Any]], Table],
    read: Reader,
    total: int,
    *,
    filters: Sequence[Filter] = (),
    sorts: Mapping[str, str] | None = None,
    back: tuple[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """A list of this space (`words`: title, one, several; the rest as `long_list`), with the way `back` to another."""
    of = Listed(words[0], draw, words[1:], filters=filters, sorts=sorts or {})
    return long_list(request, of, read, total, breadcrumb=breadcrumb(request.actor, *([back] if back else [])), **more)


def counted(counts: Mapping[str, int], statuses: Sequence[str]) -> int:
    return sum(count for status, count in counts.items() if not statuses or status in statuses)


def grouped(request: Request, label: str, word: str, counts: Mapping[str, int]) -> Filter:
    """The link to several statuses under one word."""
    return Filter(label, address(request, etat=word), request.GET.get("etat") == word, counted(counts, GROUPS[word]))


def by_state(
    request: Request,
    words: tuple[str, str, str],
    draw: Callable[[Sequence[Any]], Table],
    rows: Callable[..., tuple[Sequence[Any], str]],
    labels: Mapping[str, str],
    counts: Mapping[str, int],
    **more: Any,
) -> HttpResponse:
    """A page whose filters are its states, with the count of each. `rows(by, statuses, after, limit)`, with `sort` when it has `sorts`;
    `groups`: the label of each word of GROUPS that stands for several states."""
    statuses = asked(request, tuple(labels))
    groups = [grouped(request, label, word, counts) for word, label in more.pop("groups", {}).items()]
    order = {"sort": asked_order(request)} if "sorts" in more else {}
    read: Reader = partial(rows, request.actor, statuses, **order)
    filters = [*status_filters(request, labels, counts), *groups]
    return page(request, words, draw, read, counted(counts, statuses), filters=filters, **more)


@require_safe
def agreements(request: Request) -> HttpResponse:
    """Conventions."""
    empty = "Aucune convention dans cet état. Une structure demande la sienne après la décision du comité."
    to_edit = agreement_queries.to_edit(request.actor)
    parted = {code: [pk for pk, lacks in to_edit.items() if bool(lacks) == (code == LACKING)] for code in COMPLETE}
    only = parted.get(word := request.GET.get("etat", ""))
    counts, labels = agreement_queries.counts_by_status(request.actor), dict(AgreementStatus.choices)
    statuses = asked(request, tuple(labels))
    read: Reader = partial(agreement_queries.agreements_page, request.actor, statuses, sort=asked_order(request), only=only)
    filters = [
        *status_filters(request, labels, counts),
        *(Filter(label, address(request, etat=code), word == code, len(parted[code])) for code, label in COMPLETE.items()),
        *(grouped(request, label, code, counts) for code, label in (("a-signer", "À signer"), ("a-solder", "À solder"))),
    ]
    total = counted(counts, statuses) if only is None else len(only)
    sorts = {"Numéro": "numero", "Structure": "structure", "Postes": "postes", "Montant": "montant"}
    words = ("Conventions", "convention", "conventions")
    table, acts = partial(tables.agreements, empty=empty, lacks=to_edit), together(request.actor)
    return page(request, words, table, read, total, filters=filters, sorts=sorts, template="gate/acts_list.html", acts=acts)


@require_safe
def orders(request: Request) -> HttpResponse:
    """Ordres de paiement."""
    empty = "Aucun ordre de paiement dans cet état. Un ordre naît quand un versement exigible est demandé."
    return by_state(
        request,
        ("Ordres de paiement", "ordre de paiement", "ordres de paiement"),
        partial(tables.orders, empty=empty),
        queries.orders_page,
        dict(OrderStatus.choices),
        {status: count for status, (count, _) in queries.order_totals(request.actor).items()},
        sorts={"Numéro": "numero", "Bénéficiaire": "structure", "Depuis le": "depuis", "Montant": "montant"},
        groups={"ordonnances": "Ordonnancés, pas encore payés"},
    )


@require_safe
def batches(request: Request) -> HttpResponse:
    """Lots de virements."""
    words = ("Lots de virements", "lot de virements", "lots de virements")
    counts = queries.batch_counts(request.actor)
    return by_state(request, words, tables.batches, queries.batches_page, dict(BatchStatus.choices), counts)


@require_safe
def statements(request: Request) -> HttpResponse:
    """Relevés bancaires, et de quoi en lire un."""
    status, counts = request.GET.get("etat", ""), queries.statement_counts(request.actor)
    filters = status_filters(request, STATEMENTS, counts)
    words = ("Relevés bancaires", "relevé", "relevés")
    count = counts.get(status, 0) if status in STATEMENTS else sum(counts.values())
    read, acts = partial(queries.statements_page, request.actor, status), statement_acts(request.actor)
    return page(request, words, tables.statements, read, count, filters=filters, template="gate/acts_list.html", acts=acts)


def statement_acts(by: Actor) -> list[Act]:
    """Read a statement of each open endowment, explain what is left."""
    if not DOORS["caisse:give_statement"].opens_to(by):
        return []
    found = [it for it in fund.endowments(by) if it.status == EndowmentStatus.NOTIFIED]
    label = "Lire un relevé de la banque"
    acts = [Act(f"{label} : {it.title}" if len(found) > 1 else label, reverse("caisse:give_statement", args=[it.pk])) for it in found]
    boards = [Act("Rapprochement", reverse("caisse:reconciliation", args=[it.pk])) for it in found[:1]]
    return [*acts, Act("Expliquer les lignes", reverse("caisse:lines")), *boards]


@require_safe
def lines(request: Request) -> HttpResponse:
    """Lignes de relevé à expliquer, les plus anciennes d’abord."""
    draw = partial(tables.lines_to_explain, acts=DOORS["caisse:recognise"].opens_to(request.actor))
    words = ("Lignes de relevé à expliquer", "ligne à expliquer", "lignes à expliquer")
    total = queries.lines_to_reconcile_count(request.actor)
    read = partial(queries.lines_to_reconcile_page, request.actor)
    return page(request, words, draw, read, total, back=("Relevés bancaires", "caisse:statements"))


@require_safe
def invoices(request: Request) -> HttpResponse:
    """Factures de formation, de certification, d’animation."""
    return by_state(
        request,
        ("Factures", "facture", "factures"),
        tables.invoices,
        queries.invoices_page,
        {queries.TO_ASK: "à demander", **dict(OrderStatus.choices)},
        queries.invoice_counts(request.actor),
        sorts={"Numéro": "numero", "Prestataire": "structure", "Montant": "montant"},
    )


@require_safe
def hires(request: Request) -> HttpResponse:
    """Contrats de travail déposés, validés, terminés."""
    return by_state(
        request,
        ("Contrats", "contrat", "contrats"),
        tables.hires,
        recruitment.contracts_page,
        {status: HireStatus(status).label for status in CONTRACTS},
        recruitment.contract_counts(request.actor),
        sorts={"Structure": "structure", "Début du contrat": "debut", "Brut mensuel": "salaire"},
    )
