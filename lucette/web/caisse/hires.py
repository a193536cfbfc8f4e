"""Un contrat de travail à valider."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.foundation.documents import queries as documents
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HireStatus
from lucette.web.caisse import tables
from lucette.web.caisse.acts.hires import ON_HIRE
from lucette.web.caisse.pages import shown
from lucette.web.design.elements import Fact, File
from lucette.web.gate.acts import offered
from lucette.web.gate.files import links
from lucette.web.gate.history import events
from lucette.web.gate.request import Request


@require_safe
def hire(request: Request, hire_id: UUID) -> HttpResponse:
    """A work contract deposited by a host: what the Banque des Territoires checks before the post counts as filled."""
    it = recruitment.hire(hire_id, request.actor)
    row = recruitment.line(it)
    contract = [
        Fact("Contrat", it.get_contract_kind_display()),
        Fact("Début", tables.day(it.starts_on)),
        Fact("Fin", tables.day(it.ends_on) or "sans terme"),
        Fact("Salaire brut mensuel", str(row.monthly_gross)),
    ]
    acts = offered(request.actor, ON_HIRE, it)
    file = File(
        it.status,
        row.status_label,
        row.post_number,
        next_step=row.next_step[:1].lower() + row.next_step[1:],
        mine=bool(acts) and it.status == HireStatus.DECLARED,
        acts=acts,
        facts=[
            Fact("Personne", row.candidate_name),
            Fact("Structure", row.organization_name),
            Fact("Poste", row.post_number),
            *(contract if it.starts_on else []),
        ],
        documents=links(documents.documents_about(it, by=request.actor)),
        history=events(it),
    )
    return shown(request, "design/object.html", f"Recrutement de {row.candidate_name}", file, ("Contrats", "caisse:hires"))
