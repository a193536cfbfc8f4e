"""Fifth chapter, every month: what is due is requested, certified, ordered, taken in charge, sent to the bank and read back."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.documents import queries as documents
from lucette.jobs.demonstration.cast import do
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as desks


def pay(story: Story) -> None:
    """One month of the four desks. The last month's orders stay at each desk, so that somebody has work when the story stops."""
    do(SYSTEM, payments.fall_due, on=story.day)
    with acting(SYSTEM):
        due = desks.due_instalments(story.endowment_id)
    orders = [do(story.cast["requester"], payments.request, instalment_id=instalment_id).pk for instalment_id in due]
    orders += [do(story.cast["requester"], payments.request_invoice, invoice_id=invoice_id).pk for invoice_id in story.invoices]
    story.invoices = []
    last = story.day.year == story.ends.year and story.day.month == story.ends.month
    pass_hands(story, orders, last)


def pass_hands(story: Story, orders: list[UUID], last: bool) -> None:
    """Certify, order, take in charge; then one batch to the bank, and its statement two days later."""
    quarter = len(orders) // 4 if last else 0
    for rank, order_id in enumerate(orders):
        if rank >= quarter:
            do(story.cast["certifier"], payments.certify, order_id=order_id)
        if rank >= 2 * quarter:
            do(story.cast["authorising_officer"], payments.order, order_id=order_id)
        if rank >= 3 * quarter:
            do(story.cast["accountant"], payments.take_in_charge, order_id=order_id)
    if ready := orders[3 * quarter :]:
        batch = do(
            story.cast["accountant"], payments.freeze_batch, endowment_id=story.endowment_id, order_ids=ready, execution_on=story.day
        )
        do(story.cast["accountant"], payments.send_batch, batch_id=batch.pk)
        if not last:
            story.after(2, read_back, batch_id=batch.pk)


def read_back(story: Story, batch_id: UUID) -> None:
    """The bank (its stand-in) executes the file; its statement is read back and matched."""
    with acting(SYSTEM):
        content = documents.content(desks.batch(batch_id).document_id)
    statement = story.bank.execute([content], on=story.day)
    do(story.cast["accountant"], payments.read_statement, endowment_id=story.endowment_id, content=statement)
