"""Who acts for the host, and who may sign for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import awaits_representative
from lucette.foundation.organizations import queries as organizations
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.web.design.elements import Act, Table
from lucette.web.gate.acts import offered
from lucette.web.gate.objects import known_id, said
from lucette.web.gate.request import Request
from lucette.web.host.acts import ON_MEMBER
from lucette.web.host.acts.members import InviteMember, InviteRepresentative
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
    delegations = Table(
        "Délégations de signature",
        ["Personne", "Qualité", "Acte", "Période"],
        [
            [
                names.get(it.person_id, "personne partie"),
                it.capacity,
                it.basis,
                f"du {said(it.since)} au {said(it.until)}" if it.until else f"depuis le {said(it.since)}",
            ]
            for it in organizations.delegations(known_id(by.scope.code), by)
        ],
        empty="Seule la représentante ou le représentant légal signe. Une délégation apparaîtrait ici.",
    )
    context = {
        "title": "Équipe",
        "lead": "Les personnes qui agissent pour votre structure.",
        "count": french.plural(len(people), "personne"),
        "people": [(it, offered(by, ON_MEMBER, it)) for it in people],
        "delegations": delegations,
        "act": invitation(by),
        "breadcrumb": [CRUMB],
    }
    return render(request, "host/members.html", context)
