"""Espace de l’organisme de formation : ses sessions, ses inscrits, ses factures."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.kernel.money import Money, total
from lucette.scheme.payments import queries as payments
from lucette.scheme.trainings import queries
from lucette.scheme.trainings.enums import EnrolmentStatus
from lucette.web.design.elements import Board, Cell, Column, Fact, Figure, File, Table, Task
from lucette.web.design.states import tone
from lucette.web.gate.history import events
from lucette.web.gate.request import Request

FOLLOWED = (EnrolmentStatus.ENROLLED, EnrolmentStatus.IN_PROGRESS, EnrolmentStatus.COMPLETED)
NOTHING = "Rien n’attend de vous aujourd’hui. Vos sessions de formation apparaîtront ici."


def frame() -> dict[str, object]:
    home = reverse("training:dashboard")
    return {"navigation": [("Tableau de bord", home)], "breadcrumb": [("Mon espace", home)]}


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """Sessions to start, to end and to invoice; their enrolments; what is paid."""
    sessions, enrolments = queries.sessions(request.actor), queries.enrolments(request.actor)
    invoices = payments.invoices(request.actor)
    board = Board(
        [*to_begin(enrolments), *to_certify(enrolments), *to_invoice(sessions)],
        [
            of_sessions(sessions),
            of_enrolments([it for it in enrolments if it.status in FOLLOWED][:20], "Les inscrits à suivre"),
            of_invoices(invoices),
        ],
        [
            Figure(french.number(len(sessions)), "sessions"),
            Figure(french.number(sum(it.status == EnrolmentStatus.CERTIFIED for it in enrolments)), "conseillers certifiés"),
            Figure(str(total(it.amount for it in invoices if it.status == "executed")), "payés"),
        ]
        if sessions
        else (),
        nothing_to_do=NOTHING,
    )
    return render(request, "design/dashboard.html", {"title": "Espace de l’organisme de formation", "board": board} | frame())


def named(it: queries.SessionLine | queries.EnrolmentLine) -> str:
    """Sessions often share their title: their first day tells them apart."""
    return f"« {it.title} » du {french.date(it.starts_on)}"


def to_begin(enrolments: list[queries.EnrolmentLine]) -> list[Task]:
    """Sessions that began and whose enrolled were not said present."""
    late = {it.session_id: it for it in enrolments if it.status == EnrolmentStatus.ENROLLED and it.starts_on <= clock.today()}
    return [
        Task(f"{named(it)} a commencé : dites qui est là.", "Voir la session", reverse("training:session", args=[pk]), it.starts_on)
        for pk, it in late.items()
    ]


def to_certify(enrolments: list[queries.EnrolmentLine]) -> list[Task]:
    done = {it.session_id: it for it in enrolments if it.status == EnrolmentStatus.COMPLETED}
    return [
        Task(f"{named(it)} est terminée : des certificats Pix sont attendus.", "Voir la session", reverse("training:session", args=[pk]))
        for pk, it in done.items()
    ]


def to_invoice(sessions: list[queries.SessionLine]) -> list[Task]:
    ended = [it for it in sessions if not it.invoiced and it.followed and it.ends_on < clock.today()]
    return [Task(f"{named(it)} est à facturer : {it.cost}.", "Voir la session", reverse("training:session", args=[it.id])) for it in ended]


def of_sessions(found: Iterable[queries.SessionLine]) -> Table:
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
    return Table("Vos sessions", heads, rows, "Vos sessions apparaîtront ici dès la première ouverte.")


def bill(it: queries.SessionLine) -> Cell:
    if it.invoiced:
        return Cell("facturée", tone="success")
    ended = it.ends_on < clock.today()
    return Cell("à facturer", tone="info") if ended and it.followed else Cell("pas encore", tone="neutral")


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


@require_safe
def session(request: Request, session_id: UUID) -> HttpResponse:
    """A session: its dates, its seats, its enrolments, its invoice and where the payment is."""
    it = queries.session(session_id, request.actor)
    enrolments, bills = queries.enrolments(request.actor, it.pk), payments.invoices(request.actor, [it.pk])
    over = it.ends_on < clock.today()
    label = "facturée" if it.invoiced_at else "terminée, à facturer" if over else "en cours" if it.starts_on <= clock.today() else "à venir"
    file = File(
        "done" if it.invoiced_at else "open",
        label,
        next_step="facturez les places suivies." if over and not it.invoiced_at else "",
        mine=over and not it.invoiced_at,
        facts=[
            Fact("Organisme", it.body.name),
            Fact("Commune", it.commune.name),
            Fact("Dates", f"du {french.date(it.starts_on)} au {french.date(it.ends_on)}", note=f"{it.hours} heures"),
            Fact("Places", french.number(it.seats), note=f"{Money(it.seat_cents)} la place"),
        ],
        tables=[of_enrolments(enrolments, "Les inscrits"), of_invoices(bills)],
        history=events(it),
    )
    return render(request, "design/object.html", {"title": it.title, "file": file} | frame())


@require_safe
def enrolment(request: Request, enrolment_id: UUID) -> HttpResponse:
    it = queries.enrolment(enrolment_id, request.actor)
    row = queries.line(it)
    file = File(
        row.status,
        row.status_label,
        facts=[
            Fact("Conseiller", row.adviser_name),
            Fact("Structure", row.organization_name),
            Fact("Session", row.title, reverse("training:session", args=[row.session_id])),
            Fact("Dates", f"du {french.date(row.starts_on)} au {french.date(row.ends_on)}"),
            *([Fact("Certificat Pix", row.certificate_number, note=f"score {row.pix_score}")] if row.certificate_number else []),
        ],
        history=events(it),
    )
    return render(request, "design/object.html", {"title": f"Inscription de {row.adviser_name}", "file": file} | frame())
