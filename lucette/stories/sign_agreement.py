"""The Caisse des Dépôts signs: the agreement engages both parties, and what follows downstream opens."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications import actions as applications
from lucette.scheme.payments import actions as payments
from lucette.scheme.posts import actions as posts


def sign_agreement(*, agreement_id: UUID, by: Actor, outside: bytes = b"") -> Agreement:
    """Sign, commit the money and the posts (6), mark the application agreed, attach the posts, open the schedule: all or nothing.

    The document is signed before the transaction; `outside`: as it was signed elsewhere. Raises as agreements.sign_as_caisse.
    """
    signed = agreements.signed_for_caisse(agreement_id=agreement_id, by=by, outside=outside)
    with transaction.atomic():
        agreement = agreements.sign_as_caisse(agreement_id=agreement_id, by=by, signed=signed)
        applications.agree(application_id=agreement.award.application_id, by=by)
        posts.attach_to_agreement(agreement_id=agreement_id, by=by)
        payments.open_schedule(agreement_id=agreement_id, by=by)
    return agreement
