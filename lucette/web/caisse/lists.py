"""Les listes de la chaîne de la dépense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.kernel import french
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
from lucette.web.design.elements import Act, Filter, Listing, Table
from lucette.web.gate.access import DOORS
from lucette.web.gate.lists import address, exported, status_filters, wants_export
from lucette.web.gate.request import Request

EVERYTHING = 5000  # rows of an export
SHOWN = 50
# several statuses under one word of the fund
TO_SIGN: tuple[str, ...] = (AgreementStatus.PREPARING, AgreementStatus.READY, AgreementStatus.SIGNED_BY_HOST)
ORDERED: tuple[str, ...] = (OrderStatus.ORDERED, OrderStatus.ACCEPTED, OrderStatus.SENT)
STATEMENTS = {BankLineStatus.UNMATCHED.value: "à expliquer", BankLineStatus.MATCHED.value: "rapprochés"}
GROUPS = {"a-signer": TO_SIGN, "ordonnances": ORDERED}


def asked(request: Request, known: Sequence[str]) -> tuple[str, ...]:
    """The statuses that the address asks for; () for all."""
    word = request.GET.get("etat", "")
    return tuple(status for status in GROUPS.get(word, (word,)) if status in known)


def page(request: Request, table: Table, words: tuple[str, str, str], total: int, after: str, **more: Any) -> HttpResponse:
    """A list with its count (`words`: title, one, several), its next page and its export."""
    title, one, many = words
    if wants_export(request):
        return exported(table, title.lower().replace(" ", "-").replace("é", "e").replace("à", "a"))
    listing = Listing(
        table,
        french.plural(total, one, many),
        filters=more.pop("filters", ()),
        next_url=address(request, apres=after) if after else "",
        export_url=address(request, format="csv") if table.rows else "",
    )
    template, back = more.pop("template", "design/list.html"), more.pop("back", None)
    context = {"title": title, "list": listing, "breadcrumb": breadcrumb(request.actor, *([back] if back else []))}
    return render(request, str(template), context | more)


def counted(counts: Mapping[str, int], statuses: Sequence[str]) -> int:
    return sum(count for status, count in counts.items() if not statuses or status in statuses)


def grouped(request: Request, label: str, word: str, counts: Mapping[str, int]) -> Filter:
    """The link to several statuses under one word."""
    return Filter(label, address(request, etat=word), request.GET.get("etat") == word, counted(counts, GROUPS[word]))


def limit(request: Request) -> int:
    return EVERYTHING if wants_export(request) else SHOWN


@require_safe
def agreements(request: Request) -> HttpResponse:
    """Conventions."""
    statuses, counts = asked(request, AgreementStatus.values), agreement_queries.counts_by_status(request.actor)
    found, after = agreement_queries.agreements_page(request.actor, statuses, request.GET.get("apres", ""), limit(request))
    groups = [grouped(request, "À signer", "a-signer", counts)]
    filters = [*status_filters(request, dict(AgreementStatus.choices), counts), *groups]
    words = ("Conventions", "convention", "conventions")
    empty = "Aucune convention dans cet état. Une structure demande la sienne après la décision du comité."
    return page(request, tables.agreements(found, empty=empty), words, counted(counts, statuses), after, filters=filters)


@require_safe
def orders(request: Request) -> HttpResponse:
    """Ordres de paiement."""
    statuses, totals = asked(request, OrderStatus.values), queries.order_totals(request.actor)
    found, after = queries.orders_page(request.actor, statuses, request.GET.get("apres", ""), limit(request))
    counts = {status: count for status, (count, _) in totals.items()}
    words = ("Ordres de paiement", "ordre de paiement", "ordres de paiement")
    empty = "Aucun ordre de paiement dans cet état. Un ordre naît quand un versement exigible est demandé."
    groups = [grouped(request, "Ordonnancés, pas encore payés", "ordonnances", counts)]
    filters = [*status_filters(request, dict(OrderStatus.choices), counts), *groups]
    return page(request, tables.orders(found, empty=empty), words, counted(counts, statuses), after, filters=filters)


@require_safe
def batches(request: Request) -> HttpResponse:
    """Lots de virements."""
    statuses, counts = asked(request, BatchStatus.values), queries.batch_counts(request.actor)
    found, after = queries.batches_page(request.actor, statuses, request.GET.get("apres", ""), limit(request))
    filters = status_filters(request, dict(BatchStatus.choices), counts)
    words = ("Lots de virements", "lot de virements", "lots de virements")
    return page(request, tables.batches(found), words, counted(counts, statuses), after, filters=filters)


@require_safe
def statements(request: Request) -> HttpResponse:
    """Relevés bancaires, et de quoi en lire un."""
    status, counts = request.GET.get("etat", ""), queries.statement_counts(request.actor)
    found, after = queries.statements_page(request.actor, status, request.GET.get("apres", ""), limit(request))
    filters = status_filters(request, STATEMENTS, counts)
    words = ("Relevés bancaires", "relevé", "relevés")
    count = counts.get(status, 0) if status in STATEMENTS else sum(counts.values())
    more = {"template": "gate/acts_list.html", "acts": statement_acts(request.actor)}
    return page(request, tables.statements(found), words, count, after, filters=filters, **more)


def statement_acts(by: Actor) -> list[Act]:
    """Read a statement of each open endowment, explain what is left."""
    if not DOORS["caisse:give_statement"].opens_to(by):
        return []
    found = [it for it in fund.endowments(by) if it.status == EndowmentStatus.NOTIFIED]
    label = "Lire un relevé de la banque"
    acts = [Act(f"{label} : {it.title}" if len(found) > 1 else label, reverse("caisse:give_statement", args=[it.pk])) for it in found]
    return [*acts, Act("Expliquer les lignes", reverse("caisse:lines"))]


@require_safe
def lines(request: Request) -> HttpResponse:
    """Lignes de relevé à expliquer, les plus anciennes d’abord."""
    found = queries.lines_to_reconcile(request.actor)
    table = tables.lines_to_explain(found, DOORS["caisse:recognise"].opens_to(request.actor))
    words = ("Lignes de relevé à expliquer", "ligne à expliquer", "lignes à expliquer")
    return page(request, table, words, len(found), "", back=("Relevés bancaires", "caisse:statements"))


@require_safe
def invoices(request: Request) -> HttpResponse:
    """Factures de formation, de certification, d’animation."""
    statuses, counts = asked(request, [queries.TO_ASK, *OrderStatus.values]), queries.invoice_counts(request.actor)
    found, after = queries.invoices_page(request.actor, statuses, request.GET.get("apres", ""), limit(request))
    labels = {queries.TO_ASK: "à demander", **dict(OrderStatus.choices)}
    filters = status_filters(request, labels, counts)
    words = ("Factures", "facture", "factures")
    return page(request, tables.invoices(found), words, counted(counts, statuses), after, filters=filters)


@require_safe
def hires(request: Request) -> HttpResponse:
    """Contrats de travail déposés, validés, terminés."""
    statuses, counts = asked(request, CONTRACTS), recruitment.contract_counts(request.actor)
    found, after = recruitment.contracts_page(request.actor, statuses, request.GET.get("apres", ""), limit(request))
    filters = status_filters(request, {status: HireStatus(status).label for status in CONTRACTS}, counts)
    words = ("Contrats", "contrat", "contrats")
    return page(request, tables.hires(found), words, counted(counts, statuses), after, filters=filters)


@require_safe
def bank_details(request: Request) -> HttpResponse:
    """Comptes déclarés, à vérifier puis à activer."""
    statuses, counts = asked(request, BankDetailsStatus.values), organizations.account_counts(request.actor)
    found, after = organizations.accounts_page(request.actor, statuses, request.GET.get("apres", ""), limit(request))
    filters = status_filters(request, dict(BankDetailsStatus.choices), counts)
    words = ("Coordonnées bancaires", "compte", "comptes")
    return page(request, tables.bank_details(found), words, counted(counts, statuses), after, filters=filters)
