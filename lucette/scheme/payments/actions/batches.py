"""Batches of transfers: frozen in a file, sent, reconciled. Count and control sum come from two code paths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import actions as documents
from lucette.foundation.documents import queries as stored
from lucette.foundation.documents.adapters import sign_bytes, verify_bytes
from lucette.foundation.documents.models import Document
from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import policies
from lucette.scheme.payments.actions.money import key_of, payment_of, remember
from lucette.scheme.payments.actions.requests import needed
from lucette.scheme.payments.adapters import PROFILES, Debtor, Transfer, described, read_totals, write_transfers
from lucette.scheme.payments.enums import BatchStatus, Hand, OrderStatus
from lucette.scheme.payments.models import Batch, Order, TreasuryAccount

WITH_PAYEE = ("organization__commune", "instalment__agreement", "invoice", "bank_details")


@transaction.atomic
def freeze_batch(*, endowment_id: UUID, order_ids: Sequence[UUID], execution_on: dt.date, by: Actor) -> Batch:
    """Write accepted orders of one endowment in a file of transfers and keep it with its hash (hand 4).

    The count and the sum are taken from the database, then from the stored file read again: they must agree.
    Raises NotFound, Forbidden, WrongState (an order not taken in charge), RuleBroken (date, account, two endowments, already in a batch).
    """
    orders = list(
        Order.objects.visible_to(by).filter(pk__in=order_ids).select_for_update(of=("self",)).select_related(*WITH_PAYEE).order_by("pk")
    )
    if not orders or len(orders) != len(set(order_ids)):
        raise NotFound
    policies.check_can_hold_orders(by, Hand.ACCOUNT, orders)
    account = _check(endowment_id, orders, execution_on)
    now = clock.now()
    count, cents = _totals(Order.objects.filter(pk__in=order_ids))
    _, profile = PROFILES[account.profile]
    batch = Batch.objects.create(
        profile=account.profile,
        rules=described(profile),
        message_id=next_number("payments_message_number", "LUCETTE", now.date()),
        endowment_id=endowment_id,
        execution_on=execution_on,
        count=count,
        control_cents=cents,
        frozen_by=by.pk,
        status_by=by.pk,
        status_since=now,
    )
    debtor = Debtor(account.holder, account.iban, account.bic, account.town)
    content = write_transfers(batch.message_id, now, execution_on, debtor, [_transfer(order) for order in orders], profile)
    _keep(batch, content, by)
    Order.objects.filter(pk__in=order_ids).update(batch=batch)
    _check_file(batch)
    for order in orders:
        remember("order.batched", order, by, Hand.ACCOUNT, batch=batch.message_id)
    journal.record("batch.frozen", subject=batch, by=by, count=count, cents=cents)
    return batch


def _check(endowment_id: UUID, orders: Sequence[Order], execution_on: dt.date) -> TreasuryAccount:
    for order in orders:
        order.check_act("send")
        if order.batch_id:
            raise RuleBroken("batch.twice", f"L’ordre {order.number} est déjà dans un lot.")
        if order.endowment_id != endowment_id:
            raise RuleBroken("batch.endowment", "Un lot ne paie que sur le compte d’une seule dotation.")
        if order.bank_details.status != BankDetailsStatus.ACTIVE:
            raise RuleBroken(
                "order.bank_details_changed",
                f"Les coordonnées bancaires du bénéficiaire de l’ordre {order.number} ont changé : rejetez l’ordre.",
            )
    if execution_on < clock.today():
        raise RuleBroken("batch.date", "La date d’exécution demandée est déjà passée.")
    account = TreasuryAccount.objects.filter(endowment_id=endowment_id).first()
    if account is None:
        raise RuleBroken("batch.no_account", "Le compte bancaire de la dotation n’est pas déclaré.")
    return account


def _totals(orders: object) -> tuple[int, int]:
    found = orders.aggregate(count=Count("pk"), cents=Sum("cents"))  # type: ignore[attr-defined]
    return found["count"], found["cents"] or 0


def _transfer(order: Order) -> Transfer:
    """The SIRET and the agreement travel in the label: an IBAN shared by several hosts is normal (a public accountant's)."""
    organization = order.organization
    paid = f"CONVENTION {order.instalment.agreement.number} VERSEMENT {order.instalment.number}" if order.instalment else ""
    paid = paid or f"FACTURE {order.invoice.number if order.invoice else ''}"
    identity = f"SIRET {organization.siret}" if organization.siret else f"RIDET {organization.ridet}"
    return Transfer(order.pk.hex, order.cents, order.holder, order.iban, order.bic, f"{identity} {paid}", organization.commune.name)


def _keep(batch: Batch, content: bytes, by: Actor) -> None:
    batch.document = documents.store(
        kind="payment_file",
        title=f"Lot de virements {batch.message_id}",
        filename=f"{batch.message_id}.xml",
        content=content,
        content_type="application/xml",
        subject=batch,
        by=by,
    )
    batch.save(update_fields=["document"])


def _check_file(batch: Batch) -> None:
    """The stored file (hash checked when read), the batch and its orders say the same. Raises RuleBroken otherwise."""
    if batch.document_id is None:
        raise RuleBroken("batch.totals", "Ce lot n’a pas de fichier de virements.")
    found = read_totals(stored.content(batch.document_id))
    said = (batch.message_id, batch.count, batch.control_cents)
    if (found.message_id, found.count, found.cents) != said or _totals(batch.orders) != said[1:]:
        raise RuleBroken(
            "batch.totals", "Le fichier, le lot et ses ordres ne disent pas le même nombre ou la même somme : rien n’est envoyé."
        )


@transaction.atomic
def send_batch(*, batch_id: UUID, by: Actor) -> Batch:
    """Sign the file of a frozen batch (`by`, detached), then send it, unchanged, to the bank (hand 4, event 12 for each order).

    Raises NotFound, Forbidden, WrongState, RuleBroken (file altered, totals that differ, signature that does not hold).
    """
    orders, batch = hold(batch_id)
    policies.check_can_hold_orders(by, Hand.ACCOUNT, orders)
    batch.check_act("send")
    _check_file(batch)
    now = clock.now()
    signature = _sign(batch, by)
    for order in orders:
        order.move_to(OrderStatus.SENT, act="send", on=now, by=by)
        fund.send(payment=payment_of(order), key=key_of(order), by=by)
        remember("order.sent", order, by, Hand.ACCOUNT, batch=batch.message_id)
    batch.move_to(BatchStatus.SENT, act="send", on=now, by=by, sent_by=by.pk, sent_at=now, signature=signature)
    journal.record("batch.sent", subject=batch, by=by, count=batch.count, cents=batch.control_cents)
    return batch


def _sign(batch: Batch, by: Actor) -> Document:
    """The detached signature of the file by the accountant who sends it, verified before anything leaves."""
    content = stored.content(batch.document_id) if batch.document_id else b""
    signed = sign_bytes(content, by.name or "Comptable", str(RoleName.ACCOUNTANT.label), clock.now())
    if not verify_bytes(content, signed).valid:
        raise RuleBroken("batch.signature", "La signature du fichier ne se vérifie pas : rien n’est envoyé.")
    return documents.store(
        kind="payment_signature",
        title=f"Signature du lot {batch.message_id}",
        filename=f"{batch.message_id}.p7s",
        content=signed,
        content_type="application/pkcs7-signature",
        subject=batch,
        by=by,
    )


@transaction.atomic
def close_batch(*, batch_id: UUID, by: Actor) -> Batch:
    """Close a reconciled batch: every transfer is executed, came back or was refused (hand 4). Raises NotFound, Forbidden, WrongState."""
    orders, batch = hold(batch_id)
    policies.check_can_hold_orders(by, Hand.ACCOUNT, orders)
    batch.check_act("close")
    batch.move_to(BatchStatus.CLOSED, act="close", on=clock.now(), by=by)
    journal.record("batch.closed", subject=batch, by=by, count=batch.count)
    return batch


@transaction.atomic
def cancel_batch(*, batch_id: UUID, reason: str, by: Actor) -> Batch:
    """Give up a frozen batch before it is sent: its orders may be rejected or put in another (hand 4). Raises as `send_batch`."""
    orders, batch = hold(batch_id)
    policies.check_can_hold_orders(by, Hand.ACCOUNT, orders)
    batch.check_act("cancel")
    reason = needed(reason)
    batch.orders.update(batch=None)
    batch.move_to(BatchStatus.CANCELLED, act="cancel", on=clock.now(), by=by, reason=reason)
    journal.record("batch.cancelled", subject=batch, by=by, reason=reason, count=batch.count)
    return batch


def hold(batch_id: UUID) -> tuple[list[Order], Batch]:
    """The orders of a batch, then the batch: always in this order, as when a statement is read."""
    orders = Order.objects.filter(batch_id=batch_id).select_for_update(of=("self",)).select_related("instalment", "invoice").order_by("pk")
    return list(orders), Batch.objects.lock(batch_id)


def reconcile_if_done(batch_id: UUID, by: Actor) -> None:
    """A sent batch whose every order is executed (the refused ones have left it) is reconciled."""
    batch = Batch.objects.lock(batch_id)
    if not batch.allows("reconcile") or batch.orders.exclude(status__in=(OrderStatus.EXECUTED, OrderStatus.RETURNED)).exists():
        return
    batch.move_to(BatchStatus.RECONCILED, act="reconcile", on=clock.now(), by=by)
    journal.record("batch.reconciled", subject=batch, by=by, count=batch.count)
