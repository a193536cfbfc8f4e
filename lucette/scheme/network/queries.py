"""Resources and events, as each role may see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from lucette.foundation.accounts.queries import holders
from lucette.kernel.actor import Actor
from lucette.scheme.network.enums import WRITTEN_TO, Audience
from lucette.scheme.network.models import Publication


def publications(by: Actor, kind: str = "") -> list[Publication]:
    """What the actor's role may see (drafts and withdrawn ones for the animation only), latest published first."""
    rows = Publication.objects.visible_to(by).select_related("supplier", "endowment")
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.order_by(F("published_at").desc(nulls_first=True), "-created_at", "pk"))


def readers_of(it: Publication) -> int:
    """How many people will be written to when it is published: each once, whatever her roles."""
    return len({holder.email for role in WRITTEN_TO[Audience(it.audience)] for holder in holders(role)})


def publication(publication_id: UUID, by: Actor) -> Publication:
    """Raises NotFound (absent, or not for this role)."""
    return Publication.objects.visible_to(by).select_related("supplier", "endowment").known(publication_id)
