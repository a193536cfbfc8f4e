"""The page of one report."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.scheme.reports import queries
from lucette.scheme.reports.enums import HostReportStatus as S
from lucette.web.adviser import tables
from lucette.web.adviser.acts.reports import ON_REPORT
from lucette.web.adviser.reports import figures_of, titled
from lucette.web.design.elements import Fact, File, Step
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.objects import documents_about
from lucette.web.gate.request import Request

NEXT = {
    S.DUE: "le compte rendu s’écrit d’après vos activités.",
    S.DRAFT: "relisez le compte rendu, ajoutez vos mots, puis signez-le.",
    S.SIGNED_BY_ADVISER: "la représentante légale de votre structure le transmet.",
    S.SUBMITTED: "la Banque des Territoires le lit.",
    S.ACCEPTED: "la Banque des Territoires l’a accepté : rien à faire.",
    S.TO_COMPLETE: "la Banque des Territoires demande de le compléter.",
}
ROAD = (
    ("Demandé", "Banque des Territoires"),
    ("Écrit d’après les activités", "Lucette"),
    ("Signé par vous", "Vous"),
    ("Transmis", "Votre structure"),
    ("Accepté", "Banque des Territoires"),
)
DONE = {S.DUE: 1, S.TO_COMPLETE: 1, S.DRAFT: 2, S.SIGNED_BY_ADVISER: 3, S.SUBMITTED: 4, S.ACCEPTED: 5}


@require_safe
def page(request: Request, report_id: UUID) -> HttpResponse:
    """The figures, the words of each, the answer. Raises NotFound."""
    it = queries.host_report(report_id, request.actor)
    status = S(it.status)
    words = [
        Fact("À transmettre avant le", french.date(it.due_on)),
        Fact("Vos mots", it.adviser_words),
        Fact("Mots de la structure", it.host_words),
        Fact("Réponse de la Banque des Territoires", it.answer),
    ]
    file = File(
        status,
        status.label,
        next_step=NEXT[status],
        mine=status == S.DRAFT,
        acts=offered(request.actor, ON_REPORT, it),
        facts=[*figures_of(it), *(fact for fact in words if fact.value)],
        steps=[
            Step(label, "done" if n < DONE[status] else "now" if n == DONE[status] else "next", who) for n, (label, who) in enumerate(ROAD)
        ],
        documents=documents_about(request.actor, it),
        history=events(it),
    )
    return tables.shown(request, titled(it), file, ("Comptes rendus", "adviser:reports"))
