"""Before the edition, the documents that the agreement needs are accepted, or to be given again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.kernel.errors import WrongState
from lucette.scheme.agreements import letters, policies
from lucette.scheme.agreements.actions.edition import held
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import queries


@transaction.atomic
def accept_piece(*, agreement_id: UUID, code: str, by: Actor) -> None:
    """The document is what the agreement needs. Raises Forbidden, NotFound (agreement, document), WrongState (edited already)."""
    applications.accept_piece(application_id=_preparing(agreement_id, by).award.application_id, code=code, by=by)


@transaction.atomic
def refuse_piece(*, agreement_id: UUID, code: str, said: str, by: Actor) -> None:
    """The document is to be given again, for this reason: a letter tells the host, and the agreement is not edited until then.

    Raises Forbidden, NotFound (agreement, document), WrongState (edited already), Invalid (said).
    """
    agreement = _preparing(agreement_id, by)
    application = agreement.award.application
    applications.refuse_piece(application_id=application.pk, code=code, said=said, by=by)
    letters.piece_refused(agreement, queries.piece(application, code).label, said.strip())


def _preparing(agreement_id: UUID, by: Actor) -> Agreement:
    agreement = held(agreement_id, by)
    policies.check_can_generate(by)
    if agreement.status != AgreementStatus.PREPARING:
        label = agreement.get_status_display()
        raise WrongState("agreement.piece", f"Les documents se lisent avant l’édition : cette convention est {label}.")
    return agreement
