"""The ANCT withdraws an award after an adversarial exchange: money and posts return to the endowment."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries as committee_queries
from lucette.scheme.posts import actions as posts


@transaction.atomic
def lapse_award(*, application_id: UUID, reason: str, by: Actor) -> Application:
    """Withdraw the award (applications.lapse), release money and posts (5).

    Raises as applications.lapse, and RuleBroken while an agreement is being made: whoever makes it cancels it first.
    """
    application = applications.lapse(application_id=application_id, reason=reason, by=by)
    award = committee_queries.award_of(application_id, by)
    if agreements.live_agreement(award.pk):
        raise RuleBroken("award.agreement", "Une convention est en préparation : elle s’annule d’abord, avec la Banque des Territoires.")
    committee.release_award(award_id=award.pk, reason=reason, by=by)
    posts.release(award_id=award.pk, by=by)
    return application
