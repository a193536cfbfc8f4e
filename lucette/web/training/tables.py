"""The tables of the space of training bodies."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from lucette.kernel import clock, french
from lucette.scheme.payments import queries as payments
from lucette.scheme.trainings import queries
from lucette.web.design.elements import Cell, Column, Table
from lucette.web.design.states import tone

HOME = ("Mon espace", "/formation/")
NO_SESSION = "Vos sessions apparaîtront ici dès que l’ANCT en ouvre une pour vous."
SESSIONS = ("Sessions", "/formation/sessions/")


def named(it: queries.SessionLine | queries.EnrolmentLine) -> str:
    """Sessions often share their title: their first day tells them apart."""
    return f"« {it.title} » du {french.date(it.starts_on)}"


def of_sessions(found: Iterable[queries.SessionLine], empty: str = NO_SESSION) -> Table:
    rows = [
        [
            Cell(it.title, reverse("training:session", args=[it.id])),
            it.commune,
            french.date(it.starts_on),
            french.date(it.ends_on),
            f"{it.seats - it.seats_left} sur {it.seats}",
            bill(it),
            str(it.cost),
        ]
        for it in found
    ]
    heads = ["Session", "Commune", "Début", "Fin", "Places prises", "Facture", Column("Coût à ce jour", True)]
    return Table("Vos sessions", heads, rows, empty)


def to_invoice(it: queries.SessionLine) -> bool:
    return not it.invoiced and bool(it.followed) and it.ends_on < clock.today()


def bill(it: queries.SessionLine) -> Cell:
    if it.invoiced:
        return Cell("facturée", tone="success")
    return Cell("à facturer", tone="info") if to_invoice(it) else Cell("pas encore", tone="neutral")


def of_enrolments(found: Iterable[queries.EnrolmentLine], caption: str) -> Table:
    rows = [
        [
            Cell(it.adviser_name, reverse("training:enrolment", args=[it.id])),
            it.organization_name,
            it.title,
            Cell(it.status_label, tone=tone(it.status)),
            french.number(it.pix_score) if it.pix_score is not None else "",
        ]
        for it in found
    ]
    empty = "Aucun inscrit : les conseillers recrutés choisissent leur session."
    return Table(caption, ["Conseiller", "Structure", "Session", "État", Column("Score Pix", True)], rows, empty)


def of_invoices(found: Iterable[payments.InvoiceRow]) -> Table:
    rows = [[it.number, it.label, Cell(it.status_label, tone=tone(it.status or "due")), str(it.amount)] for it in found]
    empty = "Aucune facture : elles apparaîtront ici après la fin d’une session."
    return Table("Vos factures", ["Numéro", "Objet", "Paiement", Column("Montant", True)], rows, empty)
