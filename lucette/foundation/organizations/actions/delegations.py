"""A representative lets another person sign for her organization, for a time; she may end it before."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.rules import NOT_READ, GivenFile, file_type
from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations import policies
from lucette.foundation.organizations.models import Delegation, Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken


@transaction.atomic
def delegate(
    *,
    organization_id: UUID,
    person_id: UUID,
    capacity: str,
    basis: str,
    since: dt.date,
    until: dt.date | None = None,
    paper: GivenFile | None = None,
    by: Actor,
) -> Delegation:
    """The person may sign for the organization from `since` until `until`, both included: `capacity` (her quality), `basis` (the act),
    `paper` (the order of the mayor, the deliberation of the council, the power of attorney).

    Raises NotFound, Forbidden, Invalid (capacity, basis, until, paper: neither a PDF nor a picture).
    """
    organization = Organization.objects.visible_to(by).lock(organization_id)
    policies.check_can_delegate(by, organization.pk)
    problems = {field: "Ce champ est à remplir." for field, text in (("capacity", capacity), ("basis", basis)) if not text.strip()}
    if until and until < since:
        problems["until"] = "La délégation finit avant de commencer : corrigez l’une des deux dates."
    if paper and not file_type(paper.content):
        problems["paper"] = NOT_READ
    if problems:
        raise Invalid("delegation.invalid", "La délégation de signature est à corriger.", fields=problems)
    delegation = Delegation.objects.create(
        organization=organization, person_id=person_id, capacity=capacity.strip(), basis=basis.strip(), since=since, until=until
    )
    if paper:
        _keep(delegation, paper, by)
    facts: dict[str, Any] = {"organization": str(organization.pk), "person": str(person_id)}
    facts |= {"since": since.isoformat(), "until": until.isoformat() if until else None}
    journal.record("delegation.given", subject=delegation, by=by, **facts)
    return delegation


def _keep(delegation: Delegation, paper: GivenFile, by: Actor) -> None:
    documents.store(
        kind="delegation",
        title=f"Acte de délégation : {delegation.basis}",
        filename=paper.filename,
        content=paper.content,
        content_type=file_type(paper.content),
        subject=delegation,
        organization_id=delegation.organization_id,
        by=by,
    )


@transaction.atomic
def end_delegation(*, delegation_id: UUID, by: Actor) -> Delegation:
    """The person signs no more from today on; what she signed stays. Raises NotFound, Forbidden, RuleBroken (over already)."""
    seen = Organization.objects.visible_to(by)
    it = Delegation.objects.filter(organization__in=seen).lock(delegation_id)
    policies.check_can_delegate(by, it.organization_id)
    today = clock.today()
    if it.until and it.until < today:
        raise RuleBroken("delegation.over", "Cette délégation est déjà terminée.")
    journal.record("delegation.ended", subject=it, by=by, organization=str(it.organization_id), person=str(it.person_id))
    if it.since >= today:
        it.delete()  # nobody signed by it on an earlier day
    else:
        it.until = today - dt.timedelta(days=1)
        it.save(update_fields=["until"])
    return it
