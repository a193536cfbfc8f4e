"""Several files at once: those filed, to take for instruction."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.committee import queries as committee
from lucette.web.design.elements import Act
from lucette.web.gate import bulk
from lucette.web.gate.access import DOORS
from lucette.web.gate.applications import table
from lucette.web.gate.bulk import Desk
from lucette.web.gate.request import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def to_take(request: Request) -> HttpResponse:
    """The files filed that nobody has taken, but those on which the reader declared a conflict."""
    by = request.actor
    asked: dict[str, Any] = {"statuses": [ApplicationStatus.FILED], "hidden": committee.conflicts_of(by)}

    def read(after: str, limit: int) -> tuple[Any, str]:
        return applications.applications(by, **asked, sort="depot", after=after, limit=limit)

    count = applications.count(by, **asked)
    of = Desk(
        "take",
        "Candidatures à prendre en instruction",
        "L’éligibilité de chacune est calculée, et son avis demandé à la préfecture.",
        "Prendre en instruction les candidatures cochées",
        read,
        partial(table, space="agency"),
        count,
        french.plural(count, "candidature"),
        opens=True,
    )
    crumbs = [("Espace de l’ANCT", reverse("agency:dashboard")), ("Candidatures", reverse("agency:applications"))]
    return bulk.desk(request, of, crumbs)


def together(by: Actor) -> list[Act]:
    """From the list of applications, what this person may do on several."""
    return [Act("Prendre plusieurs candidatures", reverse("agency:to_take"))] if DOORS["agency:to_take"].opens_to(by) else []
