"""Posts that go on under the agreement that renews theirs, with the contracts of those who hold them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.french import plural
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.rules import Kept
from lucette.scheme.posts import policies, queries
from lucette.scheme.posts.actions.course import ONE_DAY, OVERLAPS, close
from lucette.scheme.posts.enums import PostStatus
from lucette.scheme.posts.models import Assignment, Attachment, Post
from lucette.scheme.posts.rules import to_renew


@transaction.atomic
def renew(*, agreement_id: UUID, by: Actor) -> list[Post]:
    """The posts of the agreement that this one renews go on under it (32), with their identity and their status; the former attachment
    closes at the term of the former agreement. Those that are not renewed stay there, until it is settled.

    Raises Forbidden, NotFound, RuleBroken (not in force, or the former agreement has fewer posts left).
    """
    policies.check_can_attach(by)
    agreement = Agreement.objects.visible_to(by).select_related("renews").known(agreement_id)
    former, began = agreement.renews, agreement.in_force_on
    if agreement.status != AgreementStatus.IN_FORCE or former is None or former.ends_on is None:
        raise RuleBroken("post.agreement", "Les postes passent d’une convention à celle qui la renouvelle, une fois en vigueur.")
    going = to_renew(queries.standing(former.pk), agreement.posts)
    if len(going) != agreement.posts:
        left = plural(len(going), "poste")
        raise RuleBroken("post.renewed", f"La convention {former.number} ne porte plus que {left} : annulez celle-ci.")
    posts = list(Post.objects.select_for_update().filter(pk__in=[it.post_id for it in going]).order_by("number"))
    for attachment in Attachment.objects.select_for_update().filter(post__in=posts, agreement=former, period__endswith=None):
        close(attachment, former.ends_on)
    whose: dict[str, Any] = {"organization_id": agreement.organization_id, "agreement": agreement, "agreed_on": began}
    Attachment.objects.bulk_create(Attachment(post=post, period=DateRange(began, None), **whose) for post in posts)
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(unit_cents=agreement.unit_cents)
    journal.record("posts.renewed", subject=agreement, by=by, posts=[post.number for post in posts], former=former.number)
    counts = Counter(it.status for it in going)
    kept = Kept(counts[PostStatus.AGREED], counts[PostStatus.VACANT], counts[PostStatus.FILLED])
    fund.renew(endowment_id=agreement.endowment_id, former_id=former.pk, agreement_id=agreement.pk, posts=kept, by=by)
    return posts


@transaction.atomic
def extend(*, hire_ids: Collection[UUID], until: dt.date, by: Actor) -> None:
    """The contracts of these hires go on until that day, included. Called by recruitment. Raises Forbidden, RuleBroken (held elsewhere)."""
    policies.check_can_attach(by)
    for it in Assignment.objects.select_for_update().filter(hire_id__in=hire_ids, ended_at=None).order_by("pk"):
        it.period = DateRange(it.period.lower, until + ONE_DAY)
        try:
            with transaction.atomic():
                it.save(update_fields=["period"])
        except IntegrityError as refusal:
            raise RuleBroken(*OVERLAPS["one_post_a_person"]) from refusal
