"""An award given back before it was signed."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.committee import policies
from lucette.scheme.committee.models import Award
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund import queries as fund_queries


@transaction.atomic
def release_award(*, award_id: UUID, reason: str, by: Actor) -> Award:
    """Give the money and the posts of the award back to the endowment (5).

    Raises Forbidden, NotFound, RuleBroken (already given back, or signed).
    """
    award = Award.objects.visible_to(by).lock(award_id)
    policies.check_can_release(by, award)
    if award.released_at:
        raise RuleBroken("award.released", "Cette attribution est déjà libérée.")
    left = fund_queries.award_position(award.pk)
    if (left.reserved_cents, left.reserved_posts) != (award.amount_cents, award.new_posts):
        raise RuleBroken("award.signed", "Cette attribution est conventionnée : elle ne se libère plus sans avenant.")
    fund.release(endowment_id=award.endowment_id, award_id=award.pk, cents=award.amount_cents, posts=award.new_posts, by=by)
    Award.objects.filter(pk=award.pk).update(released_at=clock.now())
    award.released_at = clock.now()
    journal.record("award.released", subject=award, by=by, reason=reason, posts=award.posts, cents=award.amount_cents)
    return award
