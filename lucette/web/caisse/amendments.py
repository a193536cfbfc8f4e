"""Amendments to sign or to decide, notices that wait, agreements to settle."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.scheme.agreements.enums import AmendmentStatus
from lucette.scheme.agreements.queries import amendments as changes
from lucette.web.caisse.acts.amendments import ON_AMENDMENT
from lucette.web.caisse.lists import by_state
from lucette.web.caisse.pages import shown
from lucette.web.gate import amendments as shared
from lucette.web.gate.request import Request


@require_safe
def listing(request: Request) -> HttpResponse:
    """Avenants."""
    empty = "Aucun avenant dans cet état. Une structure en demande un depuis sa convention."
    return by_state(
        request,
        ("Avenants", "avenant", "avenants"),
        partial(shared.table, space="caisse", empty=empty),
        changes.amendments_page,
        dict(AmendmentStatus.choices),
        changes.amendment_counts(request.actor),
        sorts={"Avenant": "numero", "Structure": "structure", "Prend effet le": "effet"},
    )


@require_safe
def page(request: Request, amendment_id: UUID) -> HttpResponse:
    """One amendment, and what its signature would do. Raises NotFound."""
    it = changes.amendment(amendment_id, request.actor)
    file = shared.file(request.actor, it, ON_AMENDMENT)
    return shown(request, "design/object.html", f"Avenant {it.number}", file, ("Avenants", "caisse:amendments"))
