"""The Caisse des Dépôts signs: the agreement engages both parties, and what follows downstream opens."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications import actions as applications
from lucette.scheme.payments import actions as payments
from lucette.scheme.posts import actions as posts
from lucette.scheme.posts import queries as post_queries
from lucette.scheme.posts.rules import stayed
from lucette.scheme.recruitment import actions as recruitment


def sign_agreement(*, agreement_id: UUID, by: Actor, outside: bytes = b"") -> Agreement:
    """Sign, commit the money and the posts (6), mark the application agreed, attach the posts, open the schedule: all or nothing. The posts
    of a renewal come from the agreement that it renews, with those who hold them (32).

    The document is signed before the transaction; `outside`: as it was signed elsewhere. Raises as agreements.sign_as_caisse.
    """
    signed = agreements.signed_for_caisse(agreement_id=agreement_id, by=by, outside=outside)
    with transaction.atomic():
        kept = advisers_who_stayed(agreement_queries.agreement(agreement_id, by).renews)
        agreement = agreements.sign_as_caisse(agreement_id=agreement_id, by=by, signed=signed, stayed=kept)
        applications.agree(application_id=agreement.award.application_id, by=by)
        attach(agreement, by)
        payments.open_schedule(agreement_id=agreement_id, by=by)
    return agreement


def advisers_who_stayed(former: Agreement | None) -> int:
    """How many posts of an agreement are held, without interruption, since its last day or before."""
    return stayed(post_queries.standing(former.pk), former.ends_on) if former and former.ends_on else 0


def attach(agreement: Agreement, by: Actor) -> None:
    """The posts of the award, new; or those of the agreement that this one renews, whose fixed-term contracts go on."""
    if not agreement.renews_id:
        posts.attach_to_agreement(agreement_id=agreement.pk, by=by)
        return
    kept = posts.renew(agreement_id=agreement.pk, by=by)
    until = agreement.award.application.contracts_until
    if until:
        recruitment.carry_on(post_ids=[post.pk for post in kept], until=until, by=by)
