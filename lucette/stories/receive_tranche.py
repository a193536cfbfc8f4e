"""A tranche comes in: recorded by the fund, unless the bank told it first; then the line that waits is this money, counted once."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund import queries as funds
from lucette.scheme.fund.models import Tranche
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries


@transaction.atomic
def receive_tranche(*, endowment_id: UUID, cents: int, bank_reference: str, on: dt.date, by: Actor) -> Tranche:
    """Record it, on the bank's own day when a statement already told it. Raises as fund.receive_tranche and payments.recognise_tranche."""
    waiting = queries.lines_to_reconcile(by, endowment_id)
    line = next((it for it in waiting if it.credit and (it.bank_reference, it.cents) == (bank_reference, cents)), None)
    if line is None:
        return fund.receive_tranche(endowment_id=endowment_id, cents=cents, bank_reference=bank_reference, on=on, by=by)
    payments.recognise_tranche(line_id=line.pk, by=by)
    return next(it for it in funds.tranches(endowment_id, by) if it.bank_reference == bank_reference)
