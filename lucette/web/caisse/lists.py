"""Les listes de la chaîne de la dépense, et ses quatre bureaux."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.foundation.organizations import queries as organizations
from lucette.kernel import french
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.payments import queries
from lucette.scheme.payments.enums import BatchStatus, OrderStatus
from lucette.scheme.recruitment import queries as recruitment
from lucette.web.caisse import tables
from lucette.web.caisse.navigation import breadcrumb, navigation
from lucette.web.design.elements import Filter, Listing, Table
from lucette.web.gate.lists import address, exported, status_filters, wants_export
from lucette.web.gate.request import Request

EVERYTHING = 5000  # rows of an export
SHOWN = 50
# several statuses under one word of the fund
TO_SIGN: tuple[str, ...] = (AgreementStatus.PREPARING, AgreementStatus.READY, AgreementStatus.SIGNED_BY_HOST)
ORDERED: tuple[str, ...] = (OrderStatus.ORDERED, OrderStatus.ACCEPTED, OrderStatus.SENT)
GROUPS = {"a-signer": TO_SIGN, "ordonnances": ORDERED}


def asked(request: Request, known: Sequence[str]) -> tuple[str, ...]:
    """The statuses that the address asks for; () for all."""
    word = request.GET.get("etat", "")
    return tuple(status for status in GROUPS.get(word, (word,)) if status in known)


def page(request: Request, table: Table, words: tuple[str, str, str], total: int, after: str, **more: object) -> HttpResponse:
    """A list with its count (`words`: title, one, several), its next page and its export."""
    title, one, many = words
    if wants_export(request):
        return exported(table, title.lower().replace(" ", "-").replace("é", "e").replace("à", "a"))
    listing = Listing(
        table,
        french.plural(total, one, many),
        filters=more.pop("filters", ()),  # type: ignore[arg-type]
        next_url=address(request, apres=after) if after else "",
        export_url=address(request, format="csv") if table.rows else "",
    )
    context = {"title": title, "list": listing, "navigation": navigation(request.actor), "breadcrumb": breadcrumb(request.actor)}
    return render(request, "design/list.html", context | more)


def counted(counts: Mapping[str, int], statuses: Sequence[str]) -> int:
    return sum(count for status, count in counts.items() if not statuses or status in statuses)


def grouped(request: Request, label: str, word: str, counts: Mapping[str, int]) -> Filter:
    """The link to several statuses under one word."""
    return Filter(label, address(request, etat=word), request.GET.get("etat") == word, counted(counts, GROUPS[word]))


def limit(request: Request) -> int:
    return EVERYTHING if wants_export(request) else SHOWN


@require_safe
def desks(request: Request) -> HttpResponse:
    """The four columns: what waits in whose hands, for how much, since when."""
    columns = [
        {"desk": desk, "orders": tables.orders(queries.orders_at(desk.code, request.actor, limit=10), desk.label, EMPTY[desk.code])}
        for desk in queries.desks(request.actor)
    ]
    context = {
        "title": "Les quatre bureaux",
        "lead": "Un paiement passe par quatre personnes différentes. Voici ce qui attend à chaque bureau.",
        "columns": columns,
        "waiting_lines": tables.statement_lines(
            queries.lines_to_reconcile(request.actor), "Lignes de relevé à rapprocher", "Toutes les lignes des relevés sont rapprochées."
        ),
        "navigation": navigation(request.actor),
        "breadcrumb": breadcrumb(request.actor),
    }
    return render(request, "caisse/desks.html", context)


EMPTY = {
    "certify": "Rien à certifier : les demandes arrivent ici.",
    "order": "Rien à ordonnancer : les demandes certifiées arrivent ici.",
    "pay": "Rien à payer : les ordres signés arrivent ici.",
    "reconcile": "Rien en route vers la banque.",
}


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
    """Relevés bancaires."""
    found, after = queries.statements_page(request.actor, request.GET.get("apres", ""), limit(request))
    return page(request, tables.statements(found), ("Relevés bancaires", "relevé affiché", "relevés affichés"), len(found), after)


@require_safe
def invoices(request: Request) -> HttpResponse:
    """Factures de formation, de certification, d’animation."""
    found = queries.invoices(request.actor)
    return page(request, tables.invoices(found), ("Factures", "facture", "factures"), len(found), "")


@require_safe
def hires(request: Request) -> HttpResponse:
    """Contrats de travail à valider, ceux qui attendent depuis le plus longtemps d’abord."""
    found = recruitment.hires_to_validate(request.actor)
    return page(request, tables.hires(found), ("Contrats à valider", "contrat à valider", "contrats à valider"), len(found), "")


@require_safe
def bank_details(request: Request) -> HttpResponse:
    """Comptes déclarés, à vérifier puis à activer."""
    found = organizations.bank_details_to_check(request.actor)
    words = ("Coordonnées bancaires à vérifier", "compte à vérifier ou à activer", "comptes à vérifier ou à activer")
    return page(request, tables.bank_details(found), words, len(found), "")
