"""Who acts for the host, and who may sign for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import awaits_representative
from lucette.foundation.documents.queries import documents_on
from lucette.foundation.organizations import queries as organizations
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.web.design.elements import Act, Cell, Table
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import offered
from lucette.web.gate.files import link
from lucette.web.gate.objects import known_id, said
from lucette.web.gate.request import Request
from lucette.web.host.acts import ON_MEMBER
from lucette.web.host.acts.members import EndDelegation, InviteMember, InviteRepresentative
from lucette.web.host.crumbs import CRUMB


def invitation(by: Actor) -> Act | None:
    """Whom she may bring in: a secretary; by a secretary, the representative as long as none has come."""
    page = InviteRepresentative if by.role == RoleName.HOST_SECRETARY else InviteMember
    return Act(page.title, reverse(page.route)) if page is InviteMember or awaits_representative(by.scope) else None


@require_safe
def listing(request: Request) -> HttpResponse:
    """People with a role here, what may be done of each, delegations of signature."""
    by = request.actor
    people = accounts.members(by)
    names = {it.person_id: it.name for it in people}
    context = {
        "title": "Équipe",
        "lead": "Les personnes qui agissent pour votre structure.",
        "count": french.plural(len(people), "personne"),
        "people": [(it, offered(by, ON_MEMBER, it)) for it in people],
        "delegations": delegations(by, names),
        "act": invitation(by),
        "breadcrumb": [CRUMB],
    }
    return render(request, "host/members.html", context)


def delegations(by: Actor, names: Mapping[UUID, str]) -> Table:
    """Who may sign, by which act, and how to end it."""
    given = organizations.delegations(known_id(by.scope.code), by)
    papers = {it.subject_id: it for it in documents_on([("organizations.delegation", str(it.pk)) for it in given], by=by)}
    ends = DOORS[EndDelegation.route].opens_to(by)
    rows = [
        [
            names.get(it.person_id, "personne partie"),
            it.capacity,
            Cell(it.basis, link(paper.pk, it.basis).url) if (paper := papers.get(it.pk)) else it.basis,
            f"du {said(it.since)} au {said(it.until)}" if it.until else f"depuis le {said(it.since)}",
            *([ending(it)] if ends else []),
        ]
        for it in given
    ]
    columns = ["Personne", "Qualité", "Acte", "Période", *(["Fin"] if ends else [])]
    empty = "Seule la représentante ou le représentant légal signe. Une délégation apparaîtrait ici."
    return Table("Délégations de signature", columns, rows, empty=empty)


def ending(it: Any) -> Cell | str:
    over = it.until and it.until < clock.today()
    return "terminée" if over else Cell("Mettre fin", reverse(EndDelegation.route, args=[it.pk]))
