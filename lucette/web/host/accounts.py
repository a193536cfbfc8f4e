"""One account that the host declared: where it stands, who has the ball, when it may be used."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.queries.accounts import HOST
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.french import moment
from lucette.web.design.elements import Fact, File, Step
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.objects import documents_about, said
from lucette.web.gate.request import Request
from lucette.web.host.acts.accounts import ON_ACCOUNT
from lucette.web.host.crumbs import CRUMB

OVER = {
    S.ACTIVE: "vos versements sont faits sur ce compte.",
    S.REPLACED: "un autre compte a pris la place de celui-ci.",
    S.WITHDRAWN: "votre structure a retiré ce compte.",
    S.REFUSED: "la Caisse des Dépôts a refusé ce compte : vous pouvez en déclarer un autre.",
}
# what the bank answered is for who compares
QUIET = frozenset({"bank_details.payee_checked"})


@require_safe
def page(request: Request, account_id: UUID) -> HttpResponse:
    """Raises NotFound."""
    it = organizations.account(account_id, request.actor)
    acts = offered(request.actor, ON_ACCOUNT, it)
    file = File(
        it.status,
        it.get_status_display(),
        next_step=OVER.get(S(it.status)) or next_words(it, request.actor),
        mine=bool(acts) and acts[0].url.endswith("/confirmer/"),
        acts=acts,
        facts=[fact for fact in facts(it) if fact.value],
        steps=[] if it.status in (S.WITHDRAWN, S.REFUSED) else steps(it),
        documents=documents_about(request.actor, it),
        history=events(it, hidden=QUIET),
    )
    crumbs = [CRUMB, ("Versements", reverse("host:payments"))]
    context = {"title": f"Compte bancaire {it.masked_iban}", "file": file, "breadcrumb": crumbs}
    return render(request, "design/object.html", context)


def next_words(it: Any, by: Actor) -> str:
    """« il manque la confirmation… » to whom it belongs; who declared cannot confirm, and is told so."""
    waits = organizations.next_of(it)
    if waits is None:
        return ""
    if waits.who == HOST and by.pk == it.declared_by:
        return "une autre personne de votre structure doit confirmer ce changement."
    return f"il manque {waits.what}."


def facts(it: Any) -> list[Fact]:
    waits, expected = organizations.next_of(it), organizations.expected_from(it)
    return [
        Fact("Titulaire du compte", it.holder),
        Fact("Numéro de compte (IBAN)", it.masked_iban),
        Fact("Banque", it.bank),
        Fact("Déclaré le", moment(it.created_at)),
        Fact("Qui a la main", waits.who if waits else "", note=f"depuis le {said(it.status_since or it.created_at)}"),
        Fact("Utilisable au plus tôt le", expected, note="délai de sûreté d’un changement de compte" if expected else ""),
    ]


def steps(it: Any) -> list[Step]:
    road = organizations.road(it)
    first = next((n for n, (_, done, _) in enumerate(road) if done is None), len(road))
    return [
        Step(label, "done" if done else "now" if n == first else "next", who, day(done or (it.usable_from if n == len(road) - 1 else None)))
        for n, (label, done, who) in enumerate(road)
    ]


def day(at: dt.datetime | None) -> dt.date | None:
    return at.astimezone(PARIS).date() if at else None
