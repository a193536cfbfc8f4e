"""What an amendment changes: told in figures first, then done with its signature, to money and posts at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.agreements.enums import AmendmentKind
from lucette.scheme.agreements.models import Amendment
from lucette.scheme.agreements.queries import amendments as changes
from lucette.scheme.agreements.rules.amendments import Wanted
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import RecoveryGround
from lucette.scheme.posts import queries as posts
from lucette.stories.end_posts import Ending, effects_of, live_posts, take_out

K = AmendmentKind


@transaction.atomic
def return_posts(
    *, agreement_id: UUID, post_ids: Collection[UUID], effective_on: dt.date, reason: str, by: Actor, proof: tuple[str, bytes] | None = None
) -> Amendment:
    """The host gives posts back, in one act: its receipt is sealed at once. `proof` (name, content): the end of the contract of a post
    that somebody still holds.

    Raises NotFound, Forbidden, Invalid (posts, date, reason, proof), RuleBroken.
    """
    agreement_queries.agreement(agreement_id, by)
    live = live_posts(agreement_id)
    if not set(post_ids) <= set(live):
        raise NotFound
    if len(live) == len(set(post_ids)):
        every = "Vous rendez tous vos postes : demandez plutôt la fin de la convention."
        raise Invalid("amendment.every_post", every, {"posts": every})
    if posts.held(post_ids) and not proof:
        sentence = "Un de ces postes est encore pourvu : joignez la preuve de la fin du contrat."
        raise Invalid("amendment.proof", sentence, {"proof": sentence})
    wanted = Wanted(K.RETURN_POSTS, effective_on, reason=reason, posts={pk: live[pk] for pk in post_ids})
    it = agreements.amendments.ask(agreement_id=agreement_id, wanted=wanted, by=by)
    if proof:
        agreements.amendments.prove(amendment_id=it.pk, filename=proof[0], content=proof[1], by=by)
    return it


def effects(it: Amendment, by: Actor) -> dict[str, Any]:
    """What its signature would do, on what is stored today. Writes nothing. Raises RuleBroken (a payment is under way)."""
    about = [post.post_id for post in it.about_posts.all()]
    return effects_of(payments.cuts(it.agreement_id, about, it.effective_on, by))


def sign_amendment(*, amendment_id: UUID, by: Actor) -> Amendment:
    """Sign, then apply to money and posts: all or nothing. The paper is signed and sealed before the transaction.

    Raises NotFound, Forbidden, WrongState, RuleBroken.
    """
    told = effects(changes.amendment(amendment_id, by), by)
    content = agreements.amendments.signed_paper(amendment_id=amendment_id, effects=told, by=by)
    with transaction.atomic():
        it = agreements.amendments.sign(amendment_id=amendment_id, content=content, by=by)
        _carry_out(it, told, by)
        return agreements.amendments.apply(amendment_id=amendment_id, effects=told, by=by)


def _carry_out(it: Amendment, told: dict[str, Any], by: Actor) -> None:
    about = [post.post_id for post in it.about_posts.all()]
    why = Ending(f"amendment:{it.pk}:1", RecoveryGround.POST_RETURNED, f"Avenant {it.number} : postes rendus.", it.effective_on)
    take_out(it.agreement, about, why, told, by)
