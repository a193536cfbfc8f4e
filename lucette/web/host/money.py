"""« Où est mon argent ? »: each instalment, what is missing, who has the ball, when it is expected."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.policies import can_declare_bank_details
from lucette.foundation.organizations.rules import masked
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money, total
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import LineStatus as L
from lucette.web.design.elements import Cell, Column, Fact, Figure, File, Step, Table
from lucette.web.design.states import of_line, tone
from lucette.web.gate.exports import exported, links, wants_export
from lucette.web.gate.objects import known_id, said
from lucette.web.gate.request import Request
from lucette.web.host.crumbs import CRUMB
from lucette.web.host.recoveries import table as recoveries_table


def money_table(organization_id: UUID, by: Actor, agreement_id: UUID) -> Table:
    """Every instalment of an agreement, in as many lines as its posts are at different points."""
    return table(payments.where_is_my_money(organization_id, by, agreement_id), one=True)


def table(found: list[payments.InstalmentState], one: bool = False) -> Table:
    rows = [
        [
            *([] if one else [Cell(it.agreement_number, reverse("host:agreement", args=[it.agreement_id]))]),
            str(it.number),
            said(it.due_on),
            *([" — ".join(filter(None, [missing(part), holder(part)]))] if one else [missing(part), holder(part)]),
            said(part.paid_on or (part.missing.expected_on if part.missing else None)),
            str(part.amount),
            Cell(part.status_label, tone=tone(of_line(part.status))),
        ]
        for it in found
        for part in it.parts
    ]
    columns: list[Column | str] = [
        "Versement",
        "Échéance",
        *(["Ce qui manque, et qui a la main"] if one else ["Ce qui manque", "Qui a la main"]),
        "Payé ou attendu le",
        Column("Montant", number=True),
        "État",
    ]
    return Table(
        "Où est mon argent ?",
        columns if one else ["Convention", *columns],
        rows,
        empty="Vos versements apparaîtront ici dès que votre convention sera en vigueur.",
    )


# who does what on the way of an instalment, by the state of its lines
ROAD = (
    (L.PLANNED, "Échéance atteinte", "La date convenue"),
    (L.DUE, "Versement demandé", "Banque des Territoires, demande"),
    (L.REQUESTED, "Demande certifiée", "Banque des Territoires, certification"),
    (L.CERTIFIED, "Paiement ordonné", "Direction des politiques sociales, ordonnateur"),
    (L.ORDERED, "Virement exécuté", "Direction des politiques sociales, comptable"),
)


def next_payment(found: list[payments.InstalmentState]) -> tuple[str, list[Step]]:
    """The instalment that comes first among those not paid: in a sentence, and step by step. Nothing once all is paid."""
    on_the_road = {code for code, _, _ in ROAD}
    waiting = [
        (it, part, part.missing)
        for it in found
        for part in it.parts
        if part.missing and part.missing.expected_on and part.status in on_the_road
    ]
    if not waiting:
        return "", []
    it, part, lacks = min(waiting, key=lambda row: (row[2].expected_on, row[0].number))
    here = next(n for n, (code, _, _) in enumerate(ROAD) if code == part.status)
    steps = [
        Step(label, "done" if n < here else "now" if n == here else "next", lacks.who if n == here else who)
        for n, (_, label, who) in enumerate(ROAD)
    ]
    steps.append(Step("Argent sur votre compte", "next", "La banque", lacks.expected_on))
    words = f"Versement {it.number} de la convention {it.agreement_number}, {part.amount} : il manque {lacks.what}."
    return words, steps


def holder(part: payments.Part) -> str:
    """Who has the ball, since when (time has no beginning)."""
    if part.missing is None:
        return ""
    return part.missing.who if part.status == L.PLANNED else f"{part.missing.who}, depuis le {said(part.missing.since)}"


def missing(part: payments.Part) -> str:
    return part.missing.what[:1].upper() + part.missing.what[1:] if part.missing else part.reason


@require_safe
def page(request: Request) -> HttpResponse:
    """Sums, then every instalment, then the account it is paid on."""
    mine = known_id(request.actor.scope.code)
    found = payments.where_is_my_money(mine, request.actor)
    if wants_export(request):
        return exported(request, "versements", [table(found)])
    paid, every = total(it.paid for it in found), total(it.amount for it in found)
    figures = [
        Figure(str(every), "accordés par vos conventions", reverse("host:agreements")),
        Figure(str(paid), "déjà payés"),
        Figure(str(every - paid), "restent à verser"),
    ]
    context = {"title": "Versements", "lead": "Où est votre argent, et qui a la main.", "figures": figures if found else []}
    words, road = next_payment(found)
    asked_back = payments.recoveries_of(request.actor, organization_id=mine)
    return render(
        request,
        "host/payments.html",
        context
        | {
            "table": table(found),
            "next_words": words,
            "next_steps": road,
            "exports": links(request, bool(found)),
            "accounts": accounts_table(mine, request.actor),
            "breadcrumb": [CRUMB],
            "recoveries": recoveries_table(asked_back) if asked_back else None,
            "may_declare": can_declare_bank_details(request.actor, mine),
        },
    )


def accounts_table(organization_id: UUID, by: Actor) -> Table:
    """Bank details declared, newest first; the IBAN is masked."""
    return Table(
        "Coordonnées bancaires",
        ["Titulaire", "IBAN", "Déclarées le", "État"],
        [
            [
                Cell(it.holder, reverse("host:account", args=[it.pk])),
                masked(it.iban),
                said(it.created_at),
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in organizations.bank_details(organization_id, by)
        ],
        empty="Aucune coordonnée bancaire n’est déclarée : la convention ne peut pas être éditée sans elles.",
    )


@require_safe
def order(request: Request, order_id: UUID) -> HttpResponse:
    """One payment on its way, or paid. Raises NotFound."""
    shown = payments.order_page(order_id, request.actor)
    facts = [
        Fact("Objet", shown.row.what),
        Fact("Montant", str(shown.row.amount)),
        Fact("Compte", f"{shown.holder}, {shown.iban}"),
        Fact("Payé le", said(shown.executed_on)),
    ]
    file = File(
        status=shown.row.status,
        status_label=shown.row.status_label,
        number=shown.row.number,
        facts=[fact for fact in facts if fact.value],
        steps=[Step(it.label[:1].upper() + it.label[1:], "done", on=it.at.date()) for it in shown.steps],
        tables=[
            Table(
                "Postes payés",
                ["Poste", Column("Montant", number=True), "État"],
                [[line.post_number, str(line.amount), line.status_label] for line in shown.lines],
                total=[french.plural(len(shown.lines), "poste"), str(Money(sum(line.amount.cents for line in shown.lines))), ""],
            )
        ],
    )
    crumbs = [CRUMB, ("Versements", reverse("host:payments"))]
    return render(request, "design/object.html", {"title": f"Versement {shown.row.number}", "file": file, "breadcrumb": crumbs})
