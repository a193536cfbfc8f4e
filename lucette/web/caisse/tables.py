"""The tables of the space: the same columns wherever an object is listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.clock import PARIS
from lucette.kernel.money import Money
from lucette.scheme.agreements.queries import Lack
from lucette.scheme.payments.enums import MovementKind
from lucette.scheme.payments.queries import InvoiceRow, LineRow, MovementTried, OrderRow, RefusalTried, ToRequest
from lucette.scheme.recruitment.queries import HireLine
from lucette.web.design.elements import Cell, Column, Table
from lucette.web.design.states import of_line, tone

AMOUNT = Column("Montant", number=True)


def day(moment: dt.date | None) -> str:
    """`12 mars 2026`, in Paris; "" for None."""
    if moment is None:
        return ""
    return french.date(moment.astimezone(PARIS).date() if isinstance(moment, dt.datetime) else moment)


def state(status: str, label: str) -> Cell:
    return Cell(label, tone=tone(status))


def agreements(
    found: Iterable[Any],
    caption: str = "Conventions",
    empty: str = "Aucune convention.",
    lacks: Mapping[UUID, Sequence[Lack]] | None = None,
) -> Table:
    """`lacks`: what each of those asked for still lacks before its edition."""
    rows = [
        [
            Cell(it.number, reverse("caisse:agreement", args=[it.pk])),
            it.organization.name,
            it.organization.commune.name,
            state(it.status, it.get_status_display()),
            *([french.enumeration([lack.label for lack in lacks.get(it.pk, ())])] if lacks is not None else []),
            french.number(it.posts),
            str(Money(it.amount_cents)),
        ]
        for it in found
    ]
    wanting = ["Il manque"] if lacks is not None else []
    return Table(caption, ["Numéro", "Structure", "Commune", "État", *wanting, Column("Postes", True), AMOUNT], rows, empty)


def asked(found: list[Any]) -> Table:
    """Agreements asked for and not edited yet, those that wait longest first."""
    return agreements(
        found[:10], "Les conventions à éditer", "Aucune convention à éditer : elles arrivent ici quand une structure la demande."
    )


def to_request(found: Sequence[ToRequest], empty: str) -> Table:
    """Instalments due and not asked for yet."""
    rows = [
        [
            Cell(f"Convention {it.agreement_number}, versement {it.number}", reverse("caisse:agreement", args=[it.agreement_id])),
            it.payee,
            french.date(it.due_on),
            french.number(it.posts),
            str(it.amount),
        ]
        for it in found
    ]
    return Table("Les versements à demander", ["Versement", "Structure", "Exigible le", Column("Postes", True), AMOUNT], rows, empty)


def orders(found: Iterable[OrderRow], caption: str = "Ordres de paiement", empty: str = "Aucun ordre de paiement.") -> Table:
    rows = [
        [
            Cell(it.number, reverse("caisse:order", args=[it.id])),
            it.payee,
            it.what,
            state(it.status, it.status_label),
            day(it.since),
            str(it.amount),
        ]
        for it in found
    ]
    return Table(caption, ["Numéro", "Bénéficiaire", "Objet", "État", "Depuis le", AMOUNT], rows, empty)


def instalment_lines(found: Iterable[LineRow]) -> Table:
    """One post's share of one instalment a row; why it waits, or will not be paid."""
    rows = [
        [
            Cell(f"{it.agreement_number}, versement {it.number}, poste {it.post_number}", reverse("caisse:instalment_line", args=[it.pk])),
            it.host,
            french.date(it.due_on),
            state(of_line(it.status), it.status_label),
            it.why,
            day(it.since),
            str(it.amount),
        ]
        for it in found
    ]
    heads = ["Échéance de", "Structure", "Échéance", "État", "Motif", "Depuis le", AMOUNT]
    return Table("Échéances", heads, rows, "Aucune échéance dans cet état : elles naissent à la signature d’une convention.")


def batches(found: Iterable[Any], caption: str = "Lots de virements") -> Table:
    rows = [
        [
            Cell(it.message_id, reverse("caisse:batch", args=[it.pk])),
            state(it.status, it.get_status_display()),
            french.date(it.execution_on),
            french.number(it.count),
            str(Money(it.control_cents)),
        ]
        for it in found
    ]
    empty = "Aucun lot : le comptable en compose un avec les ordres qu’il a pris en charge."
    return Table(caption, ["Message", "État", "À exécuter le", Column("Virements", True), Column("Somme de contrôle", True)], rows, empty)


def statements(found: Iterable[Any]) -> Table:
    rows = [
        [
            Cell(it.statement_id, reverse("caisse:statement", args=[it.pk])),
            french.date(it.closed_on),
            french.number(it.read),
            french.number(it.unmatched),
            str(Money(it.opening_cents)),
            str(Money(it.closing_cents)),
        ]
        for it in found
    ]
    heads = ["Relevé", "Arrêté le", *(Column(label, True) for label in ("Lignes", "À rapprocher", "Solde initial", "Solde final"))]
    return Table("Relevés bancaires", heads, rows, "Aucun relevé lu : le premier suit la réception d’une tranche.")


def statement_lines(found: Iterable[Any], caption: str, empty: str) -> Table:
    rows = [
        [
            day(it.booked_on),
            it.remittance or it.bank_reference,
            state(it.status, it.get_status_display()),
            Cell(it.order.number, reverse("caisse:order", args=[it.order_id])) if it.order else it.reason or it.get_kind_display(),
            str(Money(it.cents if it.credit else -it.cents)),
        ]
        for it in found
    ]
    return Table(caption, ["Date", "Libellé", "État", "Ordre, ou ce qui manque", AMOUNT], rows, empty)


def movements_tried(found: Iterable[MovementTried]) -> Table:
    """What a statement would do, before it is read."""
    rows = [
        [
            day(it.booked_on),
            it.words,
            Cell("à expliquer", tone=tone("unmatched")) if it.reason else Cell(MovementKind(it.kind).label, tone=tone("matched")),
            Cell(it.order_number, reverse("caisse:order", args=[it.order_id])) if it.order_id else it.reason,
            str(it.amount),
        ]
        for it in found
    ]
    empty = "Aucun mouvement nouveau dans ce relevé."
    return Table("Ce que le relevé contient", ["Date", "Libellé", "Sera", "Ordre, ou ce qui manque", AMOUNT], rows, empty)


def lines_to_explain(found: Iterable[Any], acts: bool) -> Table:
    """Movements kept apart. `acts`: each leads to the page where one says what it is."""
    rows = [
        [
            day(it.booked_on),
            Cell(it.remittance or it.bank_reference, reverse("caisse:statement", args=[it.statement_id])),
            it.reason[:1].upper() + it.reason[1:],
            Cell("Dire ce qu’elle est" if acts else "Voir la ligne", reverse("caisse:line", args=[it.pk])),
            str(Money(it.cents if it.credit else -it.cents)),
        ]
        for it in found
    ]
    empty = "Toutes les lignes des relevés sont rapprochées. Celles que la banque envoie sans ordre ni tranche arrivent ici."
    return Table("Lignes à expliquer", ["Date", "Libellé", "Ce qui manque", "Que faire", AMOUNT], rows, empty)


def refusals(found: Iterable[RefusalTried]) -> Table:
    """Transfers that the answer of the bank refuses, before it is read."""
    rows = [
        [
            Cell(it.number, reverse("caisse:order", args=[it.order_id])),
            it.payee,
            it.reason if it.in_flight else f"{it.reason} (déjà exécuté)",
            str(it.amount),
        ]
        for it in found
    ]
    return Table("Les virements refusés", ["Ordre", "Bénéficiaire", "Motif", AMOUNT], rows, "Aucun virement refusé.")


def host_reports(found: Iterable[Any]) -> Table:
    rows = [
        [
            Cell(it.organization.name, reverse("caisse:report", args=[it.pk])),
            it.agreement.number,
            f"du {french.date(it.starts_on)} au {french.date(it.ends_on)}",
            french.date(it.due_on),
            state(it.status, it.get_status_display()),
        ]
        for it in found
    ]
    empty = "Aucun compte rendu : demandez-en un depuis la page d’une convention en vigueur."
    return Table("Comptes rendus", ["Structure", "Convention", "Période", "Attendu avant le", "État"], rows, empty)


def agency_reports(found: Iterable[Any]) -> Table:
    rows = [
        [
            Cell(it.number, reverse("caisse:agency_report", args=[it.pk])),
            f"du {french.date(it.starts_on)} au {french.date(it.ends_on)}",
            it.endowment.title,
            day(it.sent_at),
            state(it.status, it.get_status_display()),
        ]
        for it in found
    ]
    empty = "Aucun rapport : le premier suit l’arrêt des chiffres d’une période."
    return Table("Rapports à l’ANCT", ["Rapport", "Période", "Dotation", "Envoyé le", "État"], rows, empty)


def invoices(found: Iterable[InvoiceRow]) -> Table:
    rows = [
        [
            Cell(it.number, reverse("caisse:invoice", args=[it.id])),
            it.supplier,
            it.label,
            state(it.status or "due", it.status_label),
            str(it.amount),
        ]
        for it in found
    ]
    empty = "Aucune facture : les formations et l’animation du réseau apparaîtront ici."
    return Table("Factures", ["Numéro", "Prestataire", "Objet", "Paiement", AMOUNT], rows, empty)


def hires(found: Iterable[HireLine]) -> Table:
    rows = [
        [
            Cell(it.candidate_name, reverse("caisse:hire", args=[it.id])),
            it.organization_name,
            it.post_number,
            state(it.status, it.status_label),
            day(it.starts_on),
            str(it.monthly_gross) if it.monthly_gross else "",
        ]
        for it in found
    ]
    heads = ["Personne", "Structure", "Poste", "État", "Début du contrat", Column("Brut mensuel", True)]
    return Table("Contrats", heads, rows, "Aucun contrat dans cet état : ils arrivent ici quand une structure en dépose un.")


def bank_details(found: Iterable[Any]) -> Table:
    rows = [
        [
            Cell(it.organization.name, reverse("caisse:account", args=[it.pk])),
            it.organization.commune.name,
            it.holder,
            it.masked_iban,
            state(it.status, it.get_status_display()),
        ]
        for it in found
    ]
    empty = "Aucun compte dans cet état : ils arrivent ici quand une structure déclare le sien."
    return Table("Comptes bancaires", ["Structure", "Commune", "Titulaire", "IBAN", "État"], rows, empty)
