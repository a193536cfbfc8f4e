"""A host asks that its agreement be renewed: what is known of it is not asked again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.applications import policies
from lucette.scheme.applications.actions.host import check_kept, check_may_apply
from lucette.scheme.applications.enums import LIVE
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls

KNOWN = (
    *("contact_name", "contact_function", "contact_email", "contact_confirmed", "contact_phone"),
    *("post_kind", "publics", "places_planned", "existing_offer", "france_services", "derogation_asked"),
)


@dataclass(frozen=True, slots=True)
class Renewed:
    """The agreement to renew: its id, its number, its host, the posts it still finances, the application that asked for it."""

    id: UUID
    number: str
    organization_id: UUID
    posts: int
    application_id: UUID


@dataclass(frozen=True, slots=True)
class Wished:
    """What the host says: how many posts, what they did and will do, from when, until when fixed-term contracts go on (None: none does)."""

    posts: int
    motivation: str
    start_on: dt.date
    contracts_until: dt.date | None


@transaction.atomic
def open_renewal(*, call_id: UUID, renewed: Renewed, wished: Wished, by: Actor) -> Application:
    """A complete draft, with the commitments accepted: it only remains to file it. The story checks that the agreement may be renewed.

    Raises Forbidden, NotFound, RuleBroken (call not open, host closed, renewal asked already), Invalid (posts_asked).
    """
    policies.check_can_prepare(by)
    host = Organization.objects.visible_to(by).select_related("commune").lock(renewed.organization_id)
    former, call = Application.objects.lock(renewed.application_id), calls.call(call_id, by)
    check_may_apply(call, host)
    it = Application(
        number=next_number("applications_number", "C", clock.today()),
        call=call,
        organization=host,
        department_code=host.commune.department_id,
        region_code=host.commune.region_id,
        renews=renewed.id,
        renews_number=renewed.number,
        renews_posts=renewed.posts,
        posts_asked=wished.posts,
        motivation=wished.motivation.strip(),
        start_on=wished.start_on,
        contracts_until=wished.contracts_until,
        candidate_identified=True,
        commitments_accepted=True,
        status_since=clock.now(),
        status_by=by.pk,
        **{name: getattr(former, name) for name in KNOWN},
    )
    check_kept(it, wished.posts)
    try:
        with transaction.atomic():
            it.save(force_insert=True)
    except IntegrityError as refusal:
        if live := Application.objects.filter(renews=renewed.id, status__in=LIVE).first():
            sentence = f"Le renouvellement est déjà demandé : suivez la candidature {live.number}."
            raise RuleBroken("application.renewal_live", sentence) from refusal
        raise
    journal.record("application.opened", subject=it, by=by, number=it.number, renews=renewed.number)
    return it
