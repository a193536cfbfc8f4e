"""Les échéances, poste par poste : ce qui est suspendu, ce qui attend une dérogation, ce qui a été annulé."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel.records import is_uuid
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import LineStatus
from lucette.web.caisse import tables
from lucette.web.caisse.acts.lines import ON_INSTALMENT_LINE, ON_OVERRIDE, line_facts
from lucette.web.caisse.lists import asked, counted, page
from lucette.web.caisse.pages import shown
from lucette.web.design.elements import Fact, File, Table
from lucette.web.design.states import of_line
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.lists import asked_order, status_filters
from lucette.web.gate.request import Request

BACK = ("Échéances", "caisse:instalment_lines")
FIRST = (LineStatus.HELD, LineStatus.DUE, LineStatus.PLANNED)  # those on which one may act come first
# what happens next, by the state of a line
NEXT = {
    LineStatus.PLANNED: "la date et la condition de l’échéance doivent être atteintes.",
    LineStatus.DUE: "la Banque des Territoires demande le versement.",
    LineStatus.REQUESTED: "la Banque des Territoires certifie la demande.",
    LineStatus.CERTIFIED: "l’ordonnateur signe l’ordre de payer.",
    LineStatus.ORDERED: "le comptable paie, et la banque exécute.",
    LineStatus.HELD: "la cause est levée, ou la Banque des Territoires décide.",
}


@require_safe
def instalment_lines(request: Request) -> HttpResponse:
    """Every line, by state; those of one agreement with `?convention=`."""
    given = request.GET.get("convention", "")
    agreement = UUID(given) if is_uuid(given) else None
    counts = payments.line_counts(request.actor, agreement)
    waiting = counts.pop(payments.ASKED)
    labels = {it.value: it.label for it in (*FIRST, *(it for it in LineStatus if it not in FIRST))}
    filters = status_filters(request, labels, counts)
    filters += status_filters(request, {payments.ASKED: "dérogation à répondre"}, {payments.ASKED: waiting})[1:]
    statuses = asked(request, [payments.ASKED, *LineStatus.values])
    read = partial(payments.lines_page, request.actor, statuses, agreement, sort=asked_order(request))
    total = waiting if payments.ASKED in statuses else counted(counts, statuses)
    sorts = {"Structure": "structure", "Échéance": "echeance", "Depuis le": "depuis", "Montant": "montant"}
    return page(request, ("Échéances", "échéance", "échéances"), tables.instalment_lines, read, total, sorts=sorts, filters=filters)


@require_safe
def instalment_line(request: Request, line_id: UUID) -> HttpResponse:
    """One post's share of one instalment: its state, its overrides, what may be done about it."""
    it = payments.line_page(line_id, request.actor)
    answers = offered(request.actor, ON_OVERRIDE, it.asked) if it.asked else []
    acts = [*answers, *offered(request.actor, ON_INSTALMENT_LINE, it)]
    next_step = "une deuxième personne répond à la dérogation." if it.asked else NEXT.get(LineStatus(it.status), "")
    file = File(
        of_line(it.status),
        it.row.status_label,
        f"{it.row.agreement_number} / {it.row.number} / {it.row.post_number}",
        next_step=next_step,
        mine=bool(answers) or (it.status == LineStatus.HELD and bool(acts)),
        acts=acts,
        facts=[
            *line_facts(it.row),
            Fact("Condition", it.condition),
            *([Fact("Montant avant réduction", str(it.reduced_from))] if it.reduced_from else []),
            *([Fact("Ordre de paiement", "Voir l’ordre", reverse("caisse:order", args=[it.order_id]))] if it.order_id else []),
        ],
        tables=[overrides(it)] if it.overrides else [],
        history=events(it.line),
    )
    title = f"Versement {it.row.number}, poste {it.row.post_number}"
    return shown(request, "design/object.html", title, file, BACK)


def overrides(it: payments.LinePage) -> Table:
    rows = [
        [tables.day(one.asked_at), one.asked_by, one.motive, tables.state(one.status, one.status_label), one.answered_by]
        for one in it.overrides
    ]
    return Table("Dérogations", ["Demandée le", "Par", "Motif", "État", "Réponse de"], rows)
