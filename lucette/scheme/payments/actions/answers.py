"""What the bank answers: to a file of transfers (pain.002), to the question of a person about an order of which nobody hears."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.models import Document
from lucette.foundation.journal import actions as journal
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.batches import hold, reconcile_if_done
from lucette.scheme.payments.actions.money import key_of, move_lines, payment_of, remember
from lucette.scheme.payments.actions.requests import needed
from lucette.scheme.payments.adapters import read_report
from lucette.scheme.payments.enums import BatchStatus, Hand, LineStatus, OrderStatus
from lucette.scheme.payments.models import BankReport, Order
from lucette.scheme.payments.queries.answers import ANSWER_GIVEN, answer_of, known_report, refusals_of
from lucette.scheme.payments.queries.matching import IN_FLIGHT
from lucette.scheme.payments.rules import INQUIRY_DAYS, working_days_before


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """What reading an answer did: transfers refused, those told refused that were executed, and was it known already?"""

    refused: int
    contradicted: int
    already_known: bool = False


@transaction.atomic
def keep_answer(*, content: bytes, by: Actor) -> Document:
    """Keep a pain.002 file to be read later (queries.answer_given): nothing changes. Raises as `take_answer`."""
    policies.check_can_record_refusal(by)
    batch = answer_of(read_report(content))
    return documents.store(
        kind=ANSWER_GIVEN,
        title="Réponse de la banque donnée à lire",
        filename="reponse-donnee.xml",
        content=content,
        content_type="application/xml",
        subject=batch,
        by=by,
    )


@transaction.atomic
def take_answer(*, content: bytes, by: Actor) -> AnswerResult:
    """Read the answer of the bank to a batch: it is ACKNOWLEDGED, and each transfer refused goes back to the officer (event 13).

    The same answer again changes nothing. A refusal of an order already executed is left to a person. Raises Forbidden, WrongState (a
    batch that was not sent), RuleBroken (a file that is not exact, or answers to no batch of ours).
    """
    policies.check_can_record_refusal(by)
    report = read_report(content)
    orders, batch = hold(answer_of(report).pk)
    if known_report(report, content):
        return AnswerResult(0, 0, already_known=True)
    if not batch.allows("reconcile") and batch.status not in (BatchStatus.RECONCILED, BatchStatus.CLOSED):
        batch.check_act("acknowledge")
    refused = refusals_of(report, orders)
    now = [(it, why) for it, why in refused if it.status in IN_FLIGHT]
    document = documents.store(
        kind="bank_answer",
        title=f"Réponse de la banque au lot {batch.message_id}",
        filename=f"{report.message_id}.xml",
        content=content,
        content_type="application/xml",
        subject=batch,
        by=by,
    )
    total = len(now) + sum(it.refused for it in batch.reports.all())
    answer = "accepted" if not total else "refused" if total == batch.count else "part"
    BankReport.objects.create(
        message_id=report.message_id, batch=batch, document=document, answer=answer, refused=len(now), imported_by=by.pk
    )
    if batch.allows("acknowledge"):
        batch.move_to(BatchStatus.ACKNOWLEDGED, act="acknowledge", on=clock.now(), by=by, answer=answer, answered_at=clock.now())
    journal.record("batch.acknowledged", subject=batch, by=by, answer=answer, refused=len(now))
    for order, why in now:
        code = why.reasons[0].code if why.reasons else ""
        refuse(order, why.reasons[0].label if why.reasons else why.label, by, code=code)
    if now:
        reconcile_if_done(batch.pk, by)
    return AnswerResult(len(now), len(refused) - len(now))


@transaction.atomic
def refuse_by_bank(*, order_id: UUID, reason: str, by: Actor) -> Order:
    """Record that the bank refused an order sent (event 13): certified again, out of its batch, and another attempt.

    Raises Forbidden, WrongState, RuleBroken (no reason).
    """
    order = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_record_refusal(by)
    order.check_act("refuse_by_bank")
    batch_id = order.batch_id
    refuse(order, needed(reason), by)
    if batch_id:
        reconcile_if_done(batch_id, by)
    return order


def refuse(order: Order, reason: str, by: Actor, *, code: str = "") -> None:
    """Event 13 on an order sent, or in inquiry."""
    act = "answer" if order.status == OrderStatus.UNDER_INQUIRY else "refuse_by_bank"
    fund.refused_by_bank(payment=payment_of(order), key=key_of(order), by=by, reason=reason)
    remember("order.refused_by_bank", order, by, reason=reason, batch=str(order.batch_id))
    gone = {"attempt": order.attempt + 1, "batch": None, "bordereau": None}
    order.move_to(OrderStatus.CERTIFIED, act=act, on=clock.now(), by=by, reason=reason[:200], bank_reason=code[:35], **gone)
    move_lines(order, LineStatus.CERTIFIED, "reject", by)


@transaction.atomic
def open_inquiries(*, on: dt.date, by: Actor) -> int:
    """Orders sent of which no statement tells after so many working days (the parameter INQUIRY_DAYS) go to a person: an inquiry is open.

    Nothing is ever sent again by itself. Returns how many. Raises Forbidden.
    """
    policies.check_can_pass_time(by)
    since = working_days_before(on, parameters.value(INQUIRY_DAYS, on))
    silent = Order.objects.filter(status=OrderStatus.SENT, batch__execution_on__lt=since, status_since__date__lt=since)
    found = list(silent.select_for_update(of=("self",)).order_by("pk"))
    for order in found:
        order.move_to(OrderStatus.UNDER_INQUIRY, act="inquire", on=clock.now(), by=by)
        remember("order.under_inquiry", order, by)
        letters.under_inquiry(order)
    return len(found)


@transaction.atomic
def answer_inquiry(*, order_id: UUID, received: bool, content: bytes, filename: str, content_type: str, reason: str, by: Actor) -> Order:
    """Record the written answer of the bank about an order (hand 4). Not received: refused (event 13), it may be ordered again.
    Received: it waits for its statement again. Raises Forbidden, WrongState, Invalid (no letter), RuleBroken (no reason)."""
    order = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.ACCOUNT, order)
    order.check_act("answer")
    reason, batch_id = needed(reason), order.batch_id
    if not content:
        raise Invalid("inquiry.letter", "Joignez la réponse écrite de la banque.", {"file": "Joignez la réponse écrite de la banque."})
    documents.store(
        kind="inquiry_answer",
        title=f"Réponse de la banque sur l’ordre {order.number}",
        filename=filename,
        content=content,
        content_type=content_type,
        subject=order,
        by=by,
    )
    if received:
        order.move_to(OrderStatus.SENT, act="answer", on=clock.now(), by=by)
        remember("order.inquiry_answered", order, by, reason=reason)
        return order
    refuse(order, reason, by)
    if batch_id:
        reconcile_if_done(batch_id, by)
    return order
