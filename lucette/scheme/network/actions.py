"""Prepare, publish, withdraw what animates the network."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.fund.models import Endowment
from lucette.scheme.network import letters, policies
from lucette.scheme.network.enums import PublicationKind, PublicationStatus
from lucette.scheme.network.models import Publication
from lucette.scheme.network.rules import problems
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments.enums import Nature


@transaction.atomic
def draft(
    *,
    kind: str,
    title: str,
    summary: str,
    audience: str,
    by: Actor,
    link: str = "",
    starts_at: dt.datetime | None = None,
    venue: str = "",
    supplier_id: UUID | None = None,
    endowment_id: UUID | None = None,
    cost_cents: int = 0,
) -> Publication:
    """Prepare a resource or an event; `cost_cents` will be owed to the supplier once it is published. Nobody is told yet.

    Raises Forbidden, Invalid (fields), NotFound (supplier, endowment).
    """
    policies.check_can_animate(by)
    if found := problems(
        kind=kind, title=title, summary=summary, audience=audience, link=link, starts_at=starts_at, cost_cents=cost_cents,
        supplier_id=supplier_id, endowment_id=endowment_id,
    ):  # fmt: skip
        raise Invalid("publication.invalid", "Cette publication ne peut pas être enregistrée ainsi.", found)
    publication = Publication.objects.create(
        kind=kind,
        title=title.strip(),
        summary=summary.strip(),
        audience=audience,
        link=link,
        starts_at=starts_at,
        venue=venue.strip(),
        supplier=Organization.objects.known(supplier_id) if supplier_id else None,
        endowment=Endowment.objects.known(endowment_id) if endowment_id else None,
        cost_cents=cost_cents,
        status_since=clock.now(),
        status_by=by.pk,
    )
    journal.record("publication.drafted", subject=publication, by=by, kind=kind, cost_cents=cost_cents)
    return publication


@transaction.atomic
def publish(*, publication_id: UUID, by: Actor) -> Publication:
    """Publish: its cost, if any, is ordered on the animation envelope (23), and its audience is written to.

    Raises NotFound, Forbidden, WrongState, RuleBroken (event already past, not enough left in the envelope).
    """
    publication = Publication.objects.visible_to(by).lock(publication_id)
    policies.check_can_animate(by)
    publication.check_act("publish")
    now = clock.now()
    if publication.kind == PublicationKind.EVENT and publication.starts_at and publication.starts_at < now:
        raise RuleBroken("publication.past", "Cet événement est déjà passé : préparez-en un autre.")
    publication.move_to(PublicationStatus.PUBLISHED, act="publish", on=now, by=by, published_at=now)
    if publication.cost_cents and publication.endowment_id and publication.supplier_id:
        payments.order_service(
            endowment_id=publication.endowment_id,
            organization_id=publication.supplier_id,
            envelope="animation",
            nature=Nature.ANIMATION,
            label=publication.title,
            cents=publication.cost_cents,
            service_id=publication.pk,
            by=by,
        )
    written = letters.published(publication)
    journal.record("publication.published", subject=publication, by=by, cost_cents=publication.cost_cents, letters=written)
    return publication


@transaction.atomic
def withdraw(*, publication_id: UUID, by: Actor) -> Publication:
    """Withdraw what is published. Its cost stays owed: the supplier's order is the payments' business. The audience of an event still to
    come is written to. Raises NotFound, Forbidden, WrongState."""
    publication = Publication.objects.visible_to(by).lock(publication_id)
    policies.check_can_animate(by)
    now = clock.now()
    publication.move_to(PublicationStatus.WITHDRAWN, act="withdraw", on=now, by=by)
    written = letters.withdrawn(publication) if publication.starts_at and publication.starts_at >= now else 0
    journal.record("publication.withdrawn", subject=publication, by=by, letters=written)
    return publication
