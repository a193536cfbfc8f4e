"""With its opinion, a prefecture proposes that the post asked come from another agreement of its territory."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.reviews import actions as reviews
from lucette.scheme.reviews.models import Proposal


@transaction.atomic
def propose_transfer(*, application_id: UUID, agreement_id: UUID, comment: str, by: Actor) -> Proposal:
    """Nothing moves: the transfer itself is an amendment, asked later. Raises as reviews.propose_transfer, NotFound (agreement of another
    territory), Invalid (agreement not in force)."""
    agreement = Agreement.objects.visible_to(by).known(agreement_id)
    if agreement.status != AgreementStatus.IN_FORCE:
        sentence = f"Cette convention est {agreement.get_status_display()} : un poste ne se transfère que d’une convention en vigueur."
        raise Invalid("proposal.agreement", sentence, {"agreement": sentence})
    return reviews.propose_transfer(
        application_id=application_id,
        organization_id=agreement.organization_id,
        agreement_id=agreement.pk,
        agreement_number=agreement.number,
        comment=comment,
        by=by,
    )
