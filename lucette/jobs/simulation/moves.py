"""What may happen: each move draws what it is done on, and plays one real act, or finds nothing to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from lucette.jobs.cast import do
from lucette.jobs.simulation.world import World, announce, fresh
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.enums import EnvelopeCode
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.enums import BatchStatus, BordereauStatus, Nature, OrderStatus

MOST = 400


def orders(it: World, desk: str, *statuses: str) -> list[Any]:
    with it.seen_by("accountant") as by:
        return [row for row in queries.orders_at(desk, by, it.endowment, MOST) if row.status in statuses]


def on_order(it: World, name: str, key: str, act: Callable[..., Any], desk: str, status: str, **more: Any) -> None:
    if row := it.one(orders(it, desk, status)):
        it.play(name, it.who(key), act, order_id=row.id, **more)


def request(it: World) -> None:
    with it.seen_by("requester") as by:
        due, invoices = queries.to_request(by, MOST), queries.invoices_to_request(by, MOST)
    if due and (not invoices or it.rng.random() < 0.7):
        it.play("demander un versement", by, actions.request, instalment_id=it.one(due).instalment_id)
    elif invoices:
        it.play("demander le paiement d’une facture", by, actions.request_invoice, invoice_id=it.one(invoices).pk)


def service(it: World) -> None:
    what = {"envelope": EnvelopeCode.TRAINING, "nature": Nature.TRAINING, "label": "Prestation", "service_id": uuid4()}
    body, cents = it.story.body_id, it.rng.randrange(1_000, 30_000_000)
    it.play("commander une prestation", SYSTEM, actions.order_service, endowment_id=it.endowment, organization_id=body, cents=cents, **what)


def certify(it: World) -> None:
    on_order(it, "certifier", "certifier", actions.certify, "certify", OrderStatus.REQUESTED)


def send_back(it: World) -> None:
    on_order(it, "renvoyer", "certifier", actions.send_back, "certify", OrderStatus.REQUESTED, reason="pièce illisible")


def order(it: World) -> None:
    on_order(it, "ordonnancer", "authorising_officer", actions.order, "order", OrderStatus.CERTIFIED)


def countersign(it: World) -> None:
    if row := it.one(orders(it, "order", OrderStatus.TO_COUNTERSIGN)):
        it.play("contresigner", it.second_officer, actions.countersign, order_id=row.id)


def decline(it: World) -> None:
    if row := it.one(orders(it, "order", OrderStatus.TO_COUNTERSIGN)):
        it.play("refuser de contresigner", it.second_officer, actions.decline, order_id=row.id, reason="montant à revoir")


def compose_slip(it: World) -> None:
    with it.seen_by("authorising_officer") as by:
        ready = [row.id for row in queries.orders_for_bordereau(it.endowment, by)]
    if chosen := it.rng.sample(ready, min(len(ready), it.rng.randint(1, 5))):
        it.play("composer un bordereau", by, actions.compose_bordereau, endowment_id=it.endowment, order_ids=chosen)


def sign_slip(it: World) -> None:
    with it.seen_by("authorising_officer") as by:
        found, _ = queries.bordereaux_page(by, [BordereauStatus.COMPOSED, BordereauStatus.TO_COUNTERSIGN])
    if slip := it.one(found):
        if slip.status == BordereauStatus.COMPOSED:
            it.play("signer un bordereau", by, actions.sign_bordereau, bordereau_id=slip.pk)
        else:
            it.play("contresigner un bordereau", it.second_officer, actions.countersign_bordereau, bordereau_id=slip.pk)


def take_in_charge(it: World) -> None:
    on_order(it, "prendre en charge", "accountant", actions.take_in_charge, "pay", OrderStatus.ORDERED)


def reject(it: World) -> None:
    status = it.rng.choice([OrderStatus.ORDERED, OrderStatus.ACCEPTED])
    on_order(it, "rejeter", "accountant", actions.reject, "pay", status, reason="pièce manquante")


def freeze(it: World) -> None:
    with it.seen_by("accountant") as by:
        ready = [row.id for row in queries.orders_to_batch(it.endowment, by)]
    if ready:
        chosen = it.rng.sample(ready, it.rng.randint(1, len(ready)))
        it.play("composer un lot", by, actions.freeze_batch, endowment_id=it.endowment, order_ids=chosen, execution_on=it.day)


def send(it: World) -> None:
    """The batch leaves; the bank answers at once, and its answer waits to be read."""
    with it.seen_by("accountant") as by:
        frozen = [batch for batch in queries.batches(by) if batch.status == BatchStatus.FROZEN]
    if (batch := it.one(frozen)) and it.play("envoyer un lot", by, actions.send_batch, batch_id=batch.pk):
        with it.seen_by("accountant"):
            content = queries.file_of_batch(batch.pk, by)
        it.inbox.append(("report", it.bank.receive(content, on=it.day)))


def cancel_batch(it: World) -> None:
    with it.seen_by("accountant") as by:
        frozen = [batch for batch in queries.batches(by) if batch.status == BatchStatus.FROZEN]
    if batch := it.one(frozen):
        it.play("abandonner un lot", by, actions.cancel_batch, batch_id=batch.pk, reason="date à revoir")


def night(it: World) -> None:
    """A day or more goes by: the bank closes its day; lines and recoveries fall due or are held, silent transfers go to a person."""
    it.inbox += [(delivery.kind, delivery.content) for delivery in it.bank.close_day(it.day)]
    it.day += dt.timedelta(it.rng.randint(1, 4))
    it.happened["jour passé"] += 1
    with clock.at(it.day):
        for name, act in NIGHTLY.items():
            if count := do(SYSTEM, act, on=it.day):
                it.happened[name] += count


NIGHTLY: dict[str, Callable[..., int]] = {
    "échéance tombée": actions.fall_due,
    "échéance suspendue par Lucette": actions.hold_missed,
    "reversement exigible": actions.recoveries.fall_due,
    "recherche ouverte": actions.open_inquiries,
    "rappel automatique": actions.recoveries.remind_late,
}


def tranche(it: World) -> None:
    what = {"cents": it.rng.randrange(1, 500_000_000), "bank_reference": f"DGCL-{fresh()}", "on": it.day}
    if it.play("recevoir une tranche", it.who("accountant"), fund.receive_tranche, endowment_id=it.endowment, **what):
        announce(it)


def envelope_move(it: World) -> None:
    source, target = it.rng.sample(list(EnvelopeCode), 2)
    what = {"source": source, "target": target, "cents": it.rng.randrange(1, 10_000_000), "reason": "rééquilibrage"}
    if asked := it.play("demander un virement", it.who("funder"), fund.request_envelope_move, endowment_id=it.endowment, **what):
        it.play("confirmer un virement", it.who("agency_director"), fund.confirm_envelope_move, move_id=asked.pk)


def seal(it: World) -> None:
    fund.seal_ledger()
    it.happened["sceller le grand livre"] += 1


# name → (move, how often it is drawn)
MOVES: dict[str, tuple[Callable[[World], None], int]] = {
    "request": (request, 16),
    "service": (service, 8),
    "certify": (certify, 16),
    "send_back": (send_back, 2),
    "order": (order, 14),
    "countersign": (countersign, 12),
    "decline": (decline, 1),
    "compose_slip": (compose_slip, 3),
    "sign_slip": (sign_slip, 6),
    "take_in_charge": (take_in_charge, 16),
    "reject": (reject, 2),
    "freeze": (freeze, 12),
    "send": (send, 16),
    "cancel_batch": (cancel_batch, 1),
    "night": (night, 8),
    "tranche": (tranche, 2),
    "envelope_move": (envelope_move, 2),
    "seal": (seal, 1),
}
