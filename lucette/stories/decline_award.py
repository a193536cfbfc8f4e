"""The host declines its award, or gives its agreement up before both have signed: money and posts return to the endowment."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries as committee_queries
from lucette.scheme.posts import actions as posts

DECLINED = "attribution déclinée par la structure"


@transaction.atomic
def decline_award(*, application_id: UUID, by: Actor) -> Application:
    """Decline (applications.decline), cancel the agreement under way if any, release money and posts (5).

    Raises Forbidden, NotFound, WrongState (not awarded, or already agreed).
    """
    application = applications.decline(application_id=application_id, by=by)
    award = committee_queries.award_of(application_id, by)
    agreement = agreement_queries.live_agreement(award.pk)
    if agreement:
        agreements.cancel(agreement_id=agreement.pk, reason=DECLINED, by=by)
    else:
        committee.release_award(award_id=award.pk, reason=DECLINED, by=by)
    posts.release(award_id=award.pk, by=by)
    return application


@transaction.atomic
def cancel_agreement(*, agreement_id: UUID, reason: str, by: Actor) -> Agreement:
    """Cancel an agreement before both have signed (agreements.cancel): its posts end with it. Raises as agreements.cancel."""
    agreement = agreements.cancel(agreement_id=agreement_id, reason=reason, by=by)
    posts.release(award_id=agreement.award_id, by=by)
    return agreement
