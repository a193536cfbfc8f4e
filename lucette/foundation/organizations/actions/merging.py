"""Two organizations entered for one: merged, what moved kept, separated again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations import policies
from lucette.foundation.organizations.enums import MergeStatus
from lucette.foundation.organizations.models import Merge, Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken


@transaction.atomic
def merge(*, kept_id: UUID, duplicate_id: UUID, reason: str, by: Actor) -> Merge:
    """The duplicate points to the one that is kept; its own history stays where it was written.

    Raises NotFound, Forbidden, Invalid (reason), RuleBroken (the same one, or one merged already).
    """
    policies.check_can_keep_register(by)
    held = {pk: Organization.objects.visible_to(by).lock(pk) for pk in sorted({kept_id, duplicate_id})}
    if len(held) == 1:
        raise RuleBroken("merge.same", "C’est la même structure : choisissez-en une autre.")
    kept, duplicate = held[kept_id], held[duplicate_id]
    if kept.merged_into_id or duplicate.merged_into_id:
        raise RuleBroken("merge.merged", "L’une de ces structures est déjà fusionnée : ouvrez celle qui est gardée.")
    if not reason.strip():
        raise Invalid("merge.reason", "Dites pourquoi c’est la même structure.", {"reason": "Dites pourquoi c’est la même structure."})
    duplicate.merged_into = kept
    duplicate.save(update_fields=["merged_into"])
    words = {"reason": reason.strip(), "status_since": clock.now(), "status_by": by.pk}
    it = Merge.objects.create(kept=kept, duplicate=duplicate, **words)
    for subject in (kept, duplicate):
        journal.record("organization.merged", subject=subject, by=by, reason=it.reason, kept=str(kept.pk), duplicate=str(duplicate.pk))
    return it


@transaction.atomic
def keep_moved(*, merge_id: UUID, moved: dict[str, list[str]], by: Actor) -> Merge:
    """What went from the duplicate to the one that is kept, so that the merge can be undone. Raises NotFound, Forbidden."""
    policies.check_can_keep_register(by)
    it = Merge.objects.visible_to(by).lock(merge_id)
    it.moved = moved
    it.save(update_fields=["moved"])
    return it


@transaction.atomic
def undo_merge(*, merge_id: UUID, by: Actor) -> Merge:
    """Two organizations again. Raises NotFound, Forbidden, WrongState."""
    policies.check_can_keep_register(by)
    it = Merge.objects.visible_to(by).select_related("kept", "duplicate").lock(merge_id)
    it.move_to(MergeStatus.UNDONE, act="undo", on=clock.now(), by=by)
    Organization.objects.filter(pk=it.duplicate_id).update(merged_into=None)
    for subject in (it.kept, it.duplicate):
        journal.record("organization.separated", subject=subject, by=by, kept=str(it.kept_id), duplicate=str(it.duplicate_id))
    return it
