"""What a person took away, and whom the worker writes for."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.exports.enums import ExportState
from lucette.foundation.exports.models import Export
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, NotFound


def exports(by: Actor) -> list[Export]:
    """What she asked for in this role, the latest first."""
    return list(Export.objects.visible_to(by).order_by("-created_at", "-pk")[:50])


def export(export_id: UUID, by: Actor) -> Export:
    """One of them. Raises NotFound (absent, somebody else's, or asked in another role)."""
    return Export.objects.visible_to(by).known(export_id)


def ready(export_id: UUID, by: Actor) -> Export:
    """One whose file may be opened. Raises NotFound (absent, somebody else's, not ready, or no longer kept)."""
    it = export(export_id, by)
    if it.state != ExportState.READY:
        raise NotFound
    return it


def reader_of(it: Export) -> Actor:
    """Whoever asked, in the same role, which she must hold today. Raises Forbidden."""
    holder = accounts.holder(it.person_id, it.role, it.scope)
    if holder is None:
        raise Forbidden("export.role_over", "Le rôle dans lequel cet export était demandé a pris fin.")
    return Actor(it.person_id, it.role, it.scope, holder.name)
