"""Les conventions ensemble : à éditer, et le parapheur de celles à signer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import allowed
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.policies import check_can_sign_as_caisse
from lucette.web.caisse import tables
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Act
from lucette.web.gate import bulk
from lucette.web.gate.access import DOORS
from lucette.web.gate.bulk import Desk
from lucette.web.gate.request import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def to_edit(request: Request) -> HttpResponse:
    """The agreements asked for that lack nothing."""
    ready = [pk for pk, lacks in agreements.to_edit(request.actor).items() if not lacks]
    empty = "Aucune convention à éditer : elles arrivent ici quand une structure la demande et que rien n’y manque."
    return desk(
        request,
        ready,
        ("generate", "Conventions à éditer", "Celles auxquelles rien ne manque. La structure pourra ensuite les signer."),
        "Éditer les conventions cochées",
        empty,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def to_sign(request: Request) -> HttpResponse:
    """The agreements signed by their host, but those that this delegate edited."""
    by, status = request.actor, AgreementStatus.SIGNED_BY_HOST
    ready = [it.pk for it in agreements.agreements(by, status) if allowed(check_can_sign_as_caisse, by, it)]
    empty = "Aucune convention n’attend votre signature : elles arrivent ici dès que la structure a signé."
    return desk(
        request,
        ready,
        ("sign", "Parapheur", "Les conventions signées par les structures. Vous engagez la Caisse des Dépôts pour chacune."),
        "Signer les conventions cochées",
        empty,
    )


def desk(request: Request, ready: Sequence[UUID], words: tuple[str, str, str], button: str, empty: str) -> HttpResponse:
    code, title, lead = words
    of = Desk(
        code,
        title,
        lead,
        button,
        partial(agreements.agreements_page, request.actor, (), only=ready),
        partial(tables.agreements, caption=title, empty=empty),
        len(ready),
        french.plural(len(ready), "convention"),
        opens=True,
    )
    return bulk.desk(request, of, breadcrumb(request.actor, ("Conventions", "caisse:agreements")))


def together(by: Actor) -> list[Act]:
    """From the list of agreements, what this person may do on several."""
    known = {"caisse:to_edit": "Éditer plusieurs conventions", "caisse:to_sign": "Ouvrir le parapheur"}
    return [Act(label, reverse(route)) for route, label in known.items() if DOORS[route].opens_to(by)]
