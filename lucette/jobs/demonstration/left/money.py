"""Agreements at each signature, instalments to request, orders at each desk, a batch frozen, bank details to check."""

from __future__ import annotations

import datetime as dt

from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations.rules import test_iban
from lucette.jobs.cast import do
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreed
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as desks

SEED = 20_000  # of the accounts declared on the last days


def plan(story: Story) -> None:
    story.plan(story.ends - dt.timedelta(3), leave_bank_details)


def leave_at_the_end(story: Story) -> None:
    """When everything planned has been played: nothing follows these."""
    leave_agreements(story)
    leave_orders(story)


def leave_agreements(story: Story) -> None:
    """Of the agreements being made, one is edited and one is signed by its host; the others wait."""
    with acting(SYSTEM):
        preparing, ready = (agreed.agreements(SYSTEM, status) for status in ("preparing", "ready"))
    for it in preparing[:2]:
        do(story.cast["requester"], agreements.generate, agreement_id=it.pk)
    for it in [*preparing[:1], *ready[:1]][:1]:
        do(story.hosts[it.organization_id].representative, agreements.sign_as_host, agreement_id=it.pk)


def leave_orders(story: Story) -> None:
    """What is due is left to be requested; three orders are taken in charge, two of them frozen in a batch."""
    do(SYSTEM, payments.fall_due, on=story.day)
    accountant = story.cast["accountant"]
    with acting(accountant):
        ordered, _ = desks.orders_page(accountant, ("ordered",), limit=3)
    for it in ordered:
        do(accountant, payments.take_in_charge, order_id=it.id)
    if batched := [it.id for it in ordered[:2]]:
        do(accountant, payments.freeze_batch, endowment_id=story.endowment_id, order_ids=batched, execution_on=story.day)


def leave_bank_details(story: Story) -> None:
    """Two hosts declare a new account: one has been verified, the other waits for it."""
    for rank, host in enumerate(list(story.hosts.values())[:2]):
        declared = do(
            host.representative,
            organizations.declare_bank_details,
            organization_id=host.organization_id,
            holder=f"TEST {host.name}"[:140],
            iban=test_iban(SEED + rank),
        )
        if rank:
            do(story.cast["requester"], organizations.verify_bank_details, bank_details_id=declared.pk)
