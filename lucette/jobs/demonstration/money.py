"""Fifth chapter, every month: what is due is requested, certified, ordered, taken in charge, sent to the bank and read back."""

from __future__ import annotations

from uuid import UUID

from lucette.jobs.cast import do
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as desks
from lucette.scheme.payments.adapters import Receipt

MANY = 10_000


def pay(story: Story) -> None:
    """One month of the four desks. The last month's orders stay at each desk, so that somebody has work when the story stops."""
    do(SYSTEM, payments.fall_due, on=story.day)
    do(SYSTEM, payments.hold_missed, on=story.day)
    who = story.cast["requester"]
    with acting(who):
        due = [it.instalment_id for it in desks.to_request(who, MANY)]
        invoices = [it.pk for it in desks.invoices_to_request(who, MANY)]
    orders = [do(who, payments.request, instalment_id=instalment_id).pk for instalment_id in due]
    orders += [do(who, payments.request_invoice, invoice_id=invoice_id).pk for invoice_id in invoices]
    last = (story.day.year, story.day.month) == (story.ends.year, story.ends.month)
    pass_hands(story, orders, last)


def pass_hands(story: Story, orders: list[UUID], last: bool) -> None:
    """Certify, order, take in charge; then one batch to the bank, and its statement two days later."""
    quarter = len(orders) // 4 if last else 0
    accountant = story.cast["accountant"]
    for rank, order_id in enumerate(orders):
        if rank >= quarter:
            do(story.cast["certifier"], payments.certify, order_id=order_id)
        if rank >= 2 * quarter:
            do(story.cast["authorising_officer"], payments.order, order_id=order_id)
        if rank >= 3 * quarter:
            do(accountant, payments.take_in_charge, order_id=order_id)
    if ready := orders[3 * quarter :]:
        batch = do(accountant, payments.freeze_batch, endowment_id=story.endowment_id, order_ids=ready, execution_on=story.day)
        do(accountant, payments.send_batch, batch_id=batch.pk)
        if not last:
            story.after(2, read_back)


def read_back(story: Story) -> None:
    """The bank (its stand-in) executes what it was sent; its statement is read back and matched. The last one leaves work: a transfer that
    came back, and a receipt that nobody knows."""
    accountant = story.cast["accountant"]
    with acting(accountant):
        more = surprises(story) if months_left(story) == 1 else []
        content = desks.answer_of_local_bank(story.endowment_id, story.day, more)
    do(accountant, payments.read_statement, endowment_id=story.endowment_id, content=content)


def months_left(story: Story) -> int:
    return 12 * (story.ends.year - story.day.year) + story.ends.month - story.day.month


def surprises(story: Story) -> list[Receipt]:
    """What the last statement says beside: an order paid before comes back, its account closed; and somebody sends money without a word."""
    paid, _ = desks.orders_page(story.cast["accountant"], ["executed"], limit=1)
    back = [Receipt(it.amount.cents, f"RET-{it.number}", "RETOUR DE VIREMENT", it.id.hex, "AC04") for it in paid]
    return [*back, Receipt(12_540, f"VIR-{story.day:%Y%m%d}", "VIREMENT SANS REFERENCE")]
