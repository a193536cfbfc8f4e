"""What a publication must hold. Pure."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from lucette.scheme.network.enums import Audience, PublicationKind


def problems(
    *,
    kind: str,
    title: str,
    summary: str,
    audience: str,
    link: str,
    starts_at: dt.datetime | None,
    cost_cents: int,
    supplier_id: UUID | None,
    endowment_id: UUID | None,
) -> dict[str, str]:
    """What is wrong, field → French sentence. An event has a date; a cost has a supplier and an endowment."""
    found = {}
    for field, known, value in (("kind", PublicationKind, kind), ("audience", Audience, audience)):
        if value not in known:
            found[field] = "Choisissez l’une des valeurs proposées."
    if not 0 < len(title.strip()) <= 160:
        found["title"] = "Donnez un titre de 160 caractères au plus."
    if not summary.strip():
        found["summary"] = "Présentez la publication en quelques phrases."
    if link and not link.startswith(("https://", "http://")):
        found["link"] = "Une adresse commence par https://."
    if kind == PublicationKind.EVENT and starts_at is None:
        found["starts_at"] = "Donnez la date et l’heure de l’événement."
    if cost_cents < 0:
        found["cost_cents"] = "Un coût ne peut pas être négatif."
    if cost_cents > 0 and supplier_id is None:
        found["supplier_id"] = "Dites quel prestataire sera payé."
    if cost_cents > 0 and endowment_id is None:
        found["endowment_id"] = "Dites sur quelle dotation ce coût est payé."
    return found
