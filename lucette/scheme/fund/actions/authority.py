"""What the endowment may spend changes by an amendment to the tripartite agreement (1); posts ended come back by decision (31)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.fund import policies, rules
from lucette.scheme.fund.actions.books import opened, tell
from lucette.scheme.fund.actions.treasury import first_time
from lucette.scheme.fund.enums import EnvelopeCode, EventKind
from lucette.scheme.fund.models import AuthorityAmendment, Endowment


@transaction.atomic
def amend_authority(
    *, endowment_id: UUID, reference: str, shares: Mapping[str, int], posts: int, reason: str, by: Actor
) -> AuthorityAmendment:
    """Notify an amendment to the authority (1): `shares` (envelope → cents) and `posts` are all added, or all taken (negative).

    What is taken must still be available. Raises Forbidden, Invalid, RuleBroken (not notified yet; reference already used).
    """
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_notify(by)
    books, cents = opened(endowment_id), sum(shares.values())
    _check_amendment(reference, reason, shares, posts)
    if endowment.amendments.filter(reference=reference).exists():
        raise RuleBroken("fund.amendment_known", "Un avenant de cette référence est déjà notifié.")
    _check_something_stays(endowment, shares, posts)
    amendment = AuthorityAmendment.objects.create(
        endowment=endowment, reference=reference, cents=cents, posts=posts, split=dict(shares), reason=reason, notified_by=by.pk
    )
    taken = cents < 0 or posts < 0
    events = rules.less_authority if taken else rules.authority
    sizes = {envelope: abs(part) for envelope, part in sorted(shares.items())}
    tell(
        f"amendment:{amendment.pk}:1",
        EventKind.AUTHORITY_AMENDED,
        events(books, sizes, abs(posts)),
        by=by,
        subject=f"endowment/{endowment.pk}",
        reason=reason,
    )
    Endowment.objects.filter(pk=endowment.pk).update(authority_cents=endowment.authority_cents + cents, posts=endowment.posts + posts)
    for envelope in endowment.envelopes.filter(code__in=shares):
        endowment.envelopes.filter(pk=envelope.pk).update(share_cents=envelope.share_cents + shares[envelope.code])
    journal.record("endowment.amended", subject=endowment, by=by, reason=reason, cents=cents, posts=posts, reference=reference)
    return amendment


def _check_amendment(reference: str, reason: str, shares: Mapping[str, int], posts: int) -> None:
    sizes = [*shares.values(), posts]
    fields = {}
    if not reference.strip():
        fields["reference"] = "Donnez la référence de l’avenant."
    if not reason.strip():
        fields["reason"] = "Donnez le motif de l’avenant."
    if not set(shares) <= set(EnvelopeCode.values) or not any(sizes):
        fields["shares"] = "Donnez au moins un montant ou un nombre de postes."
    elif min(sizes) < 0 < max(sizes):
        fields["shares"] = "Un avenant augmente la dotation ou la réduit, pas les deux : pour déplacer des crédits, demandez un virement."
    if fields:
        raise Invalid("fund.amendment_invalid", "Cet avenant ne peut pas être enregistré ainsi.", fields)


def _check_something_stays(endowment: Endowment, shares: Mapping[str, int], posts: int) -> None:
    notified = {envelope.code: envelope.share_cents for envelope in endowment.envelopes.all()}
    left = [notified[code] + cents for code, cents in shares.items()]
    if min(left, default=0) < 0 or endowment.authority_cents + sum(shares.values()) <= 0 or endowment.posts + posts <= 0:
        raise RuleBroken("fund.amendment_too_large", "Un avenant ne retire pas plus que ce qui a été notifié à une enveloppe, ni tout.")


@transaction.atomic
def reopen_posts(*, endowment_id: UUID, agreement_id: UUID, posts: int, key: str, reason: str, by: Actor) -> None:
    """Posts ended with an agreement can be awarded again (31), by decision. Raises Forbidden, Invalid, RuleBroken (more than ended)."""
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_reopen(by)
    if posts <= 0 or not reason.strip():
        raise Invalid("fund.reopening_invalid", "Donnez le nombre de postes à rouvrir et la décision qui le permet.")
    if first_time(key, EventKind.POSTS_REOPENED):
        journal.record("posts.reopened", subject=endowment, by=by, reason=reason, posts=posts, agreement=str(agreement_id))
    postings = rules.posts_reopened(opened(endowment_id), agreement_id, posts)
    tell(key, EventKind.POSTS_REOPENED, postings, by=by, subject=f"agreement/{agreement_id}", reason=reason)
