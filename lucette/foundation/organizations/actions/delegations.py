"""A representative lets another person sign for her organization, for a time; she may end it before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.rules import file_type
from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations import policies
from lucette.foundation.organizations.models import Delegation, Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken


@dataclass(frozen=True, slots=True)
class SignedAct:
    """The paper that delegates, as it was given: order of the mayor, deliberation of the council, power of attorney."""

    filename: str
    content: bytes


@transaction.atomic
def delegate(
    *,
    organization_id: UUID,
    person_id: UUID,
    capacity: str,
    basis: str,
    since: dt.date,
    until: dt.date | None = None,
    paper: SignedAct | None = None,
    by: Actor,
) -> Delegation:
    """The person may sign for the organization from `since` until `until`, both included: `capacity` (her quality), `basis` (the act).

    Raises NotFound, Forbidden, Invalid (capacity, basis, until, paper: neither a PDF nor a picture).
    """
    organization = Organization.objects.visible_to(by).lock(organization_id)
    policies.check_can_delegate(by, organization.pk)
    problems = {field: "Ce champ est à remplir." for field, text in (("capacity", capacity), ("basis", basis)) if not text.strip()}
    if until and until < since:
        problems["until"] = "La délégation finit avant de commencer : corrigez l’une des deux dates."
    kind = file_type(paper.content) if paper else ""
    if paper and not kind:
        problems["paper"] = "Ce fichier n’est pas un PDF, ni une image JPEG ou PNG : choisissez-en un autre."
    if problems:
        raise Invalid("delegation.invalid", "La délégation de signature est à corriger.", fields=problems)
    delegation = Delegation.objects.create(
        organization=organization, person_id=person_id, capacity=capacity.strip(), basis=basis.strip(), since=since, until=until
    )
    if paper:
        documents.store(
            kind="delegation",
            title=f"Acte de délégation : {delegation.basis}",
            filename=paper.filename,
            content=paper.content,
            content_type=kind,
            subject=delegation,
            organization_id=organization.pk,
            by=by,
        )
    journal.record(
        "delegation.given",
        subject=delegation,
        by=by,
        organization=str(organization.pk),
        person=str(person_id),
        since=since.isoformat(),
        until=until.isoformat() if until else None,
    )
    return delegation


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
