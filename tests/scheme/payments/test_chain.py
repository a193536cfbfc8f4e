"""From the agreement in force to the money paid: the three books after each step; four hands, four persons."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import queries as documents
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden, Refusal, RuleBroken, WrongState
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments_queries
from lucette.scheme.payments.adapters import LocalBank, Receipt
from lucette.scheme.payments.enums import BATCH, LINE, ORDER, OVERRIDE, BatchStatus, LineStatus, OrderStatus, OverrideStatus
from lucette.scheme.payments.models import HANDS, Batch, ConditionOverride, InstalmentLine, Order, OrderHand, StatementLine, TreasuryAccount
from tests.foundation.accounts.factories import PersonFactory, actor
from tests.foundation.organizations.factories import BankDetailsFactory, OrganizationFactory
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT, CERTIFIER, OFFICER, REQUESTER, SECOND_OFFICER
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 3, 1)


def books(endowment_id: UUID) -> tuple[int, ...]:
    """(committed, liquidated, ordered, paid), then (payable, in flight, bank): what moves in the chain."""
    it = fund.position(endowment_id)
    return (it.committed, it.liquidated, it.ordered, it.paid), (it.cash.payable, it.cash.in_flight, it.cash.bank)


def bank_of(endowment_id: UUID, balance: int = 50_000_000) -> LocalBank:
    return LocalBank(TreasuryAccount.objects.get(endowment_id=endowment_id).iban, balance)


def execute(batch: Batch, bank: LocalBank | None = None) -> tuple[bytes, actions.StatementResult]:
    bank = bank or bank_of(batch.endowment_id)
    content = bank.execute([documents.content(batch.document_id)], on=DAY)
    return content, actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)


def test_the_money_goes_from_committed_to_paid_and_the_three_books_follow():
    first = make.schedule()[0]
    endowment_id = first.agreement.endowment_id
    whole, paid = 10_000_000, 2_000_000
    assert books(endowment_id) == ((whole, 0, 0, 0), (0, 0, 50_000_000))
    order = actions.request(instalment_id=first.pk, by=REQUESTER)
    assert (order.cents, order.nature, order.iban) == (paid, "grants_public", order.bank_details.iban)
    assert books(endowment_id) == ((whole, 0, 0, 0), (0, 0, 50_000_000))
    actions.certify(order_id=order.pk, by=CERTIFIER)
    assert books(endowment_id) == ((whole - paid, paid, 0, 0), (paid, 0, 50_000_000))
    actions.order(order_id=order.pk, by=OFFICER)
    assert books(endowment_id) == ((whole - paid, 0, paid, 0), (paid, 0, 50_000_000))
    actions.take_in_charge(order_id=order.pk, by=ACCOUNTANT)
    order.refresh_from_db()
    batch = make.frozen(order)
    assert (batch.count, batch.control_cents) == (1, paid)
    actions.send_batch(batch_id=batch.pk, by=ACCOUNTANT)
    assert books(endowment_id) == ((whole - paid, 0, paid, 0), (0, paid, 50_000_000))
    _, result = execute(batch)
    assert (result.matched, result.unmatched) == (1, 0)
    assert books(endowment_id) == ((whole - paid, 0, 0, paid), (0, 0, 50_000_000 - paid))
    order.refresh_from_db()
    batch.refresh_from_db()
    assert (order.status, order.executed_on, batch.status) == (OrderStatus.EXECUTED, DAY, BatchStatus.RECONCILED)
    assert {line.status for line in order.lines.all()} == {LineStatus.PAID}
    assert Letter.objects.about(order).get().to_email == first.agreement.award.application.contact_email
    assert all(check.ok for check in fund.verify(endowment_id))


def test_the_same_statement_ten_times_changes_nothing():
    batch = make.sent()
    content, _ = execute(batch)
    before = count_rows()
    for _ in range(10):
        result = actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)
        assert (result.matched, result.unmatched, result.already_known) == (0, 0, 1)
    reworded = content.replace(b"T18:00:00", b"T19:00:00")
    assert actions.read_statement(endowment_id=batch.endowment_id, content=reworded, by=SYSTEM).already_known == 1
    assert count_rows() == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda it, o: it.replace(o.pk.hex.encode(), b"0" * 32), "débit qui n’est pas l’un de nos ordres"),
        (lambda it, o: it.replace(o.pk.hex.encode(), b"NOTPROVIDED"), "débit qui n’est pas l’un de nos ordres"),
        (lambda it, o: it.replace(b">20000.00<", b">19999.99<").replace(b">480000.00<", b">480000.01<"), "le montant n’est pas celui"),
        (lambda it, o: it.replace(b">DBIT<", b">CRDT<").replace(b">480000.00<", b">520000.00<"), "virement retourné par la banque"),
    ],
    ids=["unknown", "no reference", "other amount", "credit"],
)
def test_a_line_that_is_not_exactly_ours_waits_with_its_reason(change, reason):
    batch = make.sent()
    order, bank = batch.orders.get(), bank_of(batch.endowment_id)
    content = change(bank.execute([documents.content(batch.document_id)], on=DAY), order)
    result = actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)
    order.refresh_from_db()
    assert (result.matched, result.unmatched, order.status) == (0, 1, OrderStatus.SENT)
    assert reason in StatementLine.objects.get().reason


@pytest.mark.parametrize("tag", ["InstrId", "TxId", "EndToEndId"])
def test_an_order_is_found_by_any_reference_in_capitals_too(tag):
    batch = make.sent()
    order = batch.orders.get()
    content = bank_of(batch.endowment_id).execute([documents.content(batch.document_id)], on=DAY)
    said = f"<EndToEndId>{order.pk.hex}</EndToEndId>".encode()
    content = content.replace(said, f"<{tag}>{order.pk.hex.upper()}</{tag}>".encode())
    assert actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT).matched == 1
    assert StatementLine.objects.get().end_to_end_id == order.pk.hex


def test_orders_that_move_together_move_all_or_none():
    orders = [make.sent().orders.get(), make.accepted()]
    for act in ("execute", "reject"):  # the second is not sent; the first is no longer what the copy in hand says
        with pytest.raises(WrongState), transaction.atomic():
            Order.move_together(orders, ORDER.by_act[act].targets[0], act=act, on=clock.now(), by=ACCOUNTANT, executed_on=DAY)
        assert {it.status for it in Order.objects.all()} == {OrderStatus.SENT, OrderStatus.ACCEPTED}
        orders[0].status = OrderStatus.ACCEPTED


def test_an_order_debited_twice_in_one_statement_is_executed_once():
    batch = make.sent()
    content = bank_of(batch.endowment_id).execute([documents.content(batch.document_id)], on=DAY)
    entry = content[content.index(b"<Ntry>") : content.index(b"</Ntry>") + 7]
    twice = content.replace(entry, entry + entry.replace(b"/1</AcctSvcrRef>", b"/2</AcctSvcrRef>")).replace(b">480000.00<", b">460000.00<")
    result = actions.read_statement(endowment_id=batch.endowment_id, content=twice, by=ACCOUNTANT)
    assert (result.matched, result.unmatched) == (1, 1)
    assert "déjà exécuté" in StatementLine.objects.get(status="unmatched").reason
    assert fund.position(batch.endowment_id).paid == 2_000_000


def test_a_refused_statement_writes_nothing():
    batch = make.sent()
    good = bank_of(batch.endowment_id).execute([documents.content(batch.document_id)], on=DAY)
    elsewhere = LocalBank(make.made_up_iban(99), 1).execute(on=DAY)
    before = count_rows()
    for content in (good[:-60], b"<x/>", good.replace(b'Ccy="EUR"', b'Ccy="USD"'), good.replace(b"20000.00", b"20000.01", 1), elsewhere):
        with pytest.raises(RuleBroken):
            actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)
    with pytest.raises(Forbidden):
        actions.read_statement(endowment_id=batch.endowment_id, content=good, by=REQUESTER)
    assert count_rows() == before


def test_the_first_statement_opens_on_what_the_books_say():
    """One of an earlier day was never read: accepted, it could not be read any more, and the bank would never equal the books."""
    endowment = make.endowment()
    bank = bank_of(endowment.pk)
    earlier = bank.execute(receipts=[Receipt(1_971, "A", "")], on=DAY)
    later, before = bank.execute(receipts=[Receipt(7, "B", "")], on=DAY + dt.timedelta(1)), count_rows()
    with pytest.raises(RuleBroken, match=f"{Money(50_001_971)} ; les comptes disent {Money(50_000_000)}") as refusal:
        actions.read_statement(endowment_id=endowment.pk, content=later, by=ACCOUNTANT)
    assert refusal.value.code == "statement.first" and count_rows() == before
    for content in (earlier, later):
        actions.read_statement(endowment_id=endowment.pk, content=content, by=ACCOUNTANT)
    assert fund.position(endowment.pk).cash.bank == 50_000_000 + 1_971 + 7


def test_a_hole_between_statements_is_refused():
    endowment = make.endowment()
    bank = bank_of(endowment.pk)
    actions.read_statement(endowment_id=endowment.pk, content=bank.execute(receipts=[Receipt(5, "A", "")], on=DAY), by=ACCOUNTANT)
    bank.execute(receipts=[Receipt(7, "B", "")], on=DAY)
    with pytest.raises(RuleBroken) as refusal:
        actions.read_statement(endowment_id=endowment.pk, content=bank.execute(on=DAY), by=ACCOUNTANT)
    assert refusal.value.code == "statement.gap"


def test_a_credit_becomes_a_tranche_when_the_accountant_recognises_it():
    endowment = make.endowment()
    content = bank_of(endowment.pk, balance=0).execute(receipts=[Receipt(50_000_000, "T1", ""), Receipt(300, "T2", "Tranche 2")], on=DAY)
    result = actions.read_statement(endowment_id=endowment.pk, content=content, by=ACCOUNTANT)
    assert (result.matched, result.unmatched) == (1, 1)  # T1 was recorded by the funder
    line = StatementLine.objects.get(bank_reference="T2")
    actions.recognise_tranche(line_id=line.pk, by=ACCOUNTANT)
    assert fund.position(endowment.pk).cash.bank == 50_000_300
    with pytest.raises(WrongState):
        actions.recognise_tranche(line_id=line.pk, by=ACCOUNTANT)


# -- every status × act ---------------------------------------------------------------------------------------------------------


def order_in(status: str) -> Order:
    match status:
        case OrderStatus.REQUESTED:
            return make.requested()
        case OrderStatus.SENT_BACK:
            return actions.send_back(order_id=make.requested().pk, reason="pièce absente", by=CERTIFIER)
        case OrderStatus.CERTIFIED:
            return make.certified()
        case OrderStatus.TO_COUNTERSIGN:
            return make.to_countersign()
        case OrderStatus.ORDERED:
            return make.ordered()
        case OrderStatus.ACCEPTED:
            return make.accepted()
        case OrderStatus.CANCELLED:
            return actions.cancel_certification(order_id=make.certified().pk, reason="pièce retirée", by=CERTIFIER)
    batch = make.sent()
    order = batch.orders.get()
    match status:
        case OrderStatus.EXECUTED:
            execute(batch)
        case OrderStatus.UNDER_INQUIRY:
            make.silent(order)
        case OrderStatus.RETURNED:
            make.returned(batch)
    return Order.objects.get(pk=order.pk)


def change_details(order: Order) -> None:
    BankDetails.objects.filter(pk=order.bank_details_id).update(status="replaced")
    BankDetailsFactory(organization=order.organization, active=True, iban=make.made_up_iban(77))


def certify_again(order: Order) -> None:
    if order.status == OrderStatus.CERTIFIED:
        change_details(order)
    actions.certify_again(order_id=order.pk, by=CERTIFIER)


def send(order: Order) -> None:
    actions.send_batch(batch_id=make.frozen(order).pk, by=ACCOUNTANT)


def reduce(order: Order) -> None:
    lines = [line.pk for line in order.lines.all()][:1]
    actions.reduce_certification(order_id=order.pk, line_ids=lines, reason="poste rendu", by=CERTIFIER)


def replace(order: Order) -> None:
    if order.status == OrderStatus.RETURNED:
        change_details(order)
    actions.replace(order_id=order.pk, by=REQUESTER)


PERFORM = {
    "send_back": lambda it: actions.send_back(order_id=it.pk, reason="pièce absente", by=CERTIFIER),
    "certify": lambda it: actions.certify(order_id=it.pk, by=CERTIFIER),
    "certify_again": certify_again,
    "cancel": lambda it: actions.cancel_certification(order_id=it.pk, reason="pièce retirée", by=CERTIFIER),
    "reduce": reduce,
    "order": lambda it: actions.order(order_id=it.pk, by=OFFICER),
    "countersign": lambda it: actions.countersign(order_id=it.pk, by=SECOND_OFFICER),
    "decline": lambda it: actions.decline(order_id=it.pk, reason="montant à revoir", by=SECOND_OFFICER),
    "take_in_charge": lambda it: actions.take_in_charge(order_id=it.pk, by=ACCOUNTANT),
    "reject": lambda it: actions.reject(order_id=it.pk, reason="compte clos", by=ACCOUNTANT),
    "send": send,
    "refuse_by_bank": lambda it: actions.refuse_by_bank(order_id=it.pk, reason="AC01", by=ACCOUNTANT),
    "answer": lambda it: make.answered(it, received=False),
    "replace": replace,
}


@pytest.mark.parametrize(("status", "act"), edges(ORDER))
def test_every_edge_of_an_order(status, act):
    def bank_executes(it: Order) -> None:
        it.move_to(OrderStatus.EXECUTED, act="execute", on=clock.now(), by=SYSTEM, executed_on=DAY)

    def bank_gives_back(it: Order) -> None:
        changes = {"returned_on": DAY, "returned_cents": 1}
        it.move_to(OrderStatus.RETURNED, act="give_back", on=clock.now(), by=SYSTEM, **changes)

    def time_passes(it: Order) -> None:
        it.move_to(OrderStatus.UNDER_INQUIRY, act="inquire", on=clock.now(), by=SYSTEM)

    by_itself = {"execute": bank_executes, "give_back": bank_gives_back, "inquire": time_passes}
    assert_edge(ORDER, status, act, order_in, PERFORM | by_itself)


def batch_in(status: str) -> Batch:
    if status == BatchStatus.FROZEN:
        return make.frozen()
    if status == BatchStatus.CANCELLED:
        return actions.cancel_batch(batch_id=make.frozen().pk, reason="erreur", by=ACCOUNTANT)
    batch = make.sent()
    if status == BatchStatus.ACKNOWLEDGED:
        actions.take_answer(content=make.answer_to(batch), by=ACCOUNTANT)
    if status in (BatchStatus.RECONCILED, BatchStatus.CLOSED):
        execute(batch)
    if status == BatchStatus.CLOSED:
        actions.close_batch(batch_id=batch.pk, by=ACCOUNTANT)
    return Batch.objects.get(pk=batch.pk)


@pytest.mark.parametrize(("status", "act"), edges(BATCH))
def test_every_edge_of_a_batch(status, act):
    perform = {
        "send": lambda it: actions.send_batch(batch_id=it.pk, by=ACCOUNTANT),
        "cancel": lambda it: actions.cancel_batch(batch_id=it.pk, reason="erreur", by=ACCOUNTANT),
        "acknowledge": lambda it: it.move_to(BatchStatus.ACKNOWLEDGED, act="acknowledge", on=clock.now(), by=SYSTEM),
        "close": lambda it: actions.close_batch(batch_id=it.pk, by=ACCOUNTANT),
        "reconcile": lambda it: it.move_to(BatchStatus.RECONCILED, act="reconcile", on=clock.now(), by=SYSTEM),
    }
    assert_edge(BATCH, status, act, batch_in, perform)


def line_in(status: str) -> InstalmentLine:
    if status in (LineStatus.PLANNED, LineStatus.DUE):
        instalments = make.schedule(posts=1)
        return instalments[0 if status == LineStatus.DUE else 1].lines.get()
    if status == LineStatus.HELD:
        return make.held()
    if status == LineStatus.CANCELLED:
        return actions.cancel_line(line_id=make.held().pk, reason="poste non pourvu", by=CERTIFIER)
    target = {
        LineStatus.REQUESTED: "requested",
        LineStatus.CERTIFIED: "certified",
        LineStatus.ORDERED: "ordered",
        LineStatus.PAID: "executed",
        LineStatus.RETURNED: "returned",
    }
    return order_in(target[LineStatus(status)]).lines.first()


@pytest.mark.parametrize(("status", "act"), edges(LINE))
def test_every_edge_of_an_instalment_line(status, act):
    def move(line: InstalmentLine) -> None:
        changes: dict[str, Any] = {}
        if act in ("send_back", "uncertify"):
            changes["order"] = None
        if act == "request" and line.status == "due":
            changes["order"] = make.requested()
        if act in ("override", "resume"):
            changes |= {"held_for": ""}
        if act == "cut":
            changes |= {"held_for": "", "reason": "poste rendu"}
        line.move_to(LINE.by_act[act].targets[0], act=act, on=clock.now(), by=SYSTEM, due_since=line.due_since or DAY, **changes)

    perform = {
        "hold": lambda it: actions.hold(line_id=it.pk, ground="suspended", reason="contrôle", by=CERTIFIER),
        "reduce": lambda it: actions.reduce_line(line_id=it.pk, cents=1, reason="plafond", by=CERTIFIER),
        "cancel": lambda it: actions.cancel_line(line_id=it.pk, reason="poste non pourvu", by=CERTIFIER),
    }
    assert_edge(LINE, status, act, line_in, dict.fromkeys(LINE.by_act, move) | perform)


def override_in(status: str) -> ConditionOverride:
    it = make.asked()
    with clock.at(make.SECOND):
        if status == OverrideStatus.CONFIRMED:
            return actions.confirm_override(override_id=it.pk, by=CERTIFIER)
        if status == OverrideStatus.REFUSED:
            return actions.refuse_override(override_id=it.pk, reason="absent", by=CERTIFIER)
        if status == OverrideStatus.LAPSED:
            make.contract(it.line.post)
    it.refresh_from_db()
    return it


@pytest.mark.parametrize(("status", "act"), edges(OVERRIDE))
def test_every_edge_of_an_override(status, act):
    def lapse(it: ConditionOverride) -> None:
        it.move_to(OverrideStatus.LAPSED, act="lapse", on=clock.now(), by=SYSTEM, answered_by=SYSTEM.pk, answered_at=clock.now())

    perform = {
        "confirm": lambda it: actions.confirm_override(override_id=it.pk, by=CERTIFIER),
        "refuse": lambda it: actions.refuse_override(override_id=it.pk, reason="absent", by=CERTIFIER),
        "lapse": lapse,
    }
    with clock.at(make.SECOND):
        assert_edge(OVERRIDE, status, act, override_in, perform)


# -- hands ---------------------------------------------------------------------------------------------------------------------

ACTS = [("certify", RoleName.CERTIFIER, 0), ("order", RoleName.AUTHORISING_OFFICER, 1), ("take_in_charge", RoleName.ACCOUNTANT, 2)]


@pytest.mark.parametrize(("act", "role", "earlier"), ACTS)
def test_the_wrong_role_and_an_earlier_hand_are_refused_kindly(act, role, earlier):
    order = (make.requested, make.certified, make.ordered)[earlier]()
    before = count_rows()
    for other in RoleName:
        if other != role:
            with pytest.raises(Forbidden):
                getattr(actions, act)(order_id=order.pk, by=actor(other))
    for held in make.HANDS[: earlier + 1]:
        with pytest.raises(Forbidden) as refusal:
            getattr(actions, act)(order_id=order.pk, by=Actor(held.pk, role))
        assert refusal.value.code == "hands.same_person" and "quatre personnes" in refusal.value.sentence
    with pytest.raises(Forbidden):
        getattr(actions, act)(order_id=order.pk, by=SYSTEM)
    assert count_rows() == before


@pytest.mark.parametrize(("first", "second"), [(a, b) for i, a in enumerate(HANDS) for b in HANDS[i + 1 :]])
def test_postgresql_refuses_that_one_person_holds_two_hands(first, second):
    order = make.accepted()
    Order.objects.filter(pk=order.pk).update(countersigned_by=PersonFactory().pk)
    with pytest.raises(IntegrityError, match=f"order_{second}_is_not_{first}"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE payments_order SET {second} = {first} WHERE id = %s", [order.pk])


def test_a_person_keeps_one_hand_through_all_the_rounds_of_a_payment():
    order = make.ordered()
    actions.reject(order_id=order.pk, reason="compte clos", by=ACCOUNTANT)
    another = actor(RoleName.AUTHORISING_OFFICER)
    actions.order(order_id=order.pk, by=another)
    for person in (OFFICER, another):
        with pytest.raises(Forbidden):
            actions.take_in_charge(order_id=order.pk, by=Actor(person.pk, RoleName.ACCOUNTANT))
    with pytest.raises(Forbidden):
        actions.freeze_batch(
            endowment_id=order.endowment_id, order_ids=[order.pk], execution_on=DAY, by=Actor(REQUESTER.pk, RoleName.ACCOUNTANT)
        )
    sent_back = actions.send_back(order_id=make.requested().pk, reason="pièce absente", by=CERTIFIER)
    with pytest.raises(Forbidden):
        actions.request(instalment_id=sent_back.instalment_id, by=Actor(CERTIFIER.pk, RoleName.REQUESTER))


# -- guards --------------------------------------------------------------------------------------------------------------------


def test_a_rejected_order_is_paid_at_its_second_attempt():
    order = make.ordered()
    order = actions.reject(order_id=order.pk, reason="compte clos", by=ACCOUNTANT)
    assert (order.status, order.attempt) == (OrderStatus.CERTIFIED, 2)
    actions.order(order_id=order.pk, by=OFFICER)
    batch = make.sent(actions.take_in_charge(order_id=order.pk, by=ACCOUNTANT))
    order = actions.refuse_by_bank(order_id=order.pk, reason="AC01", by=ACCOUNTANT)
    batch.refresh_from_db()
    assert (order.attempt, order.batch_id, batch.status) == (3, None, BatchStatus.RECONCILED)
    actions.order(order_id=order.pk, by=OFFICER)
    execute(make.sent(actions.take_in_charge(order_id=order.pk, by=ACCOUNTANT)))
    assert books(order.endowment_id) == ((8_000_000, 0, 0, 2_000_000), (0, 0, 48_000_000))


def test_an_order_sent_back_frees_its_lines_and_tells_who_asked():
    person = PersonFactory()
    instalment = make.schedule()[0]
    order = actions.request(instalment_id=instalment.pk, by=Actor(person.pk, RoleName.REQUESTER))
    actions.send_back(order_id=order.pk, reason="RIB illisible", by=CERTIFIER)
    assert {(line.status, line.order_id) for line in instalment.lines.all()} == {(LineStatus.DUE, None)}
    letter = Letter.objects.about(order).get()
    assert letter.to_email == person.email and "RIB illisible" in letter.body
    assert actions.request(instalment_id=instalment.pk, by=REQUESTER).cents == order.cents


def test_without_active_bank_details_nothing_is_requested():
    instalment = make.schedule()[0]
    BankDetails.objects.update(status="replaced")
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        actions.request(instalment_id=instalment.pk, by=REQUESTER)
    assert refusal.value.code == "order.no_bank_details" and count_rows() == before


@pytest.mark.parametrize(
    ("prepare", "act", "by"),
    [("requested", "certify", CERTIFIER), ("certified", "order", OFFICER), ("ordered", "take_in_charge", ACCOUNTANT)],
)
def test_bank_details_changed_since_the_request_stop_the_payment(prepare, act, by):
    order = getattr(make, prepare)()
    change_details(order)
    with pytest.raises(RuleBroken) as refusal:
        getattr(actions, act)(order_id=order.pk, by=by)
    assert refusal.value.code == "order.bank_details_changed"


def test_no_order_beyond_the_free_cash():
    endowment = make.endowment(cash=3_000_000)
    first, second = (make.schedule(of=endowment)[0] for _ in range(2))
    make.ordered(instalment=first)
    order = make.certified(instalment=second)
    with pytest.raises(RuleBroken) as refusal:
        actions.order(order_id=order.pk, by=OFFICER)
    assert refusal.value.code == "fund.no_free_cash"
    order.refresh_from_db()
    assert order.status == OrderStatus.CERTIFIED


def test_a_batch_is_refused_for_two_endowments_or_a_past_date_or_twice():
    mine, other = make.accepted(), make.accepted()
    for ids, day, code in (
        ([mine.pk, other.pk], DAY, "batch.endowment"),
        ([mine.pk], DAY - dt.timedelta(1), "batch.date"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            actions.freeze_batch(endowment_id=mine.endowment_id, order_ids=ids, execution_on=day, by=ACCOUNTANT)
        assert refusal.value.code == code
    make.frozen(mine)
    with pytest.raises(RuleBroken) as refusal:
        make.frozen(mine)
    assert refusal.value.code == "batch.twice"
    with pytest.raises(RuleBroken):
        actions.reject(order_id=mine.pk, reason="trop tard", by=ACCOUNTANT)


def test_a_file_changed_after_freezing_does_not_leave():
    batch = make.frozen()
    with batch.document.file.storage.open(batch.document.file.name, "rb") as file:
        content = file.read()
    Path(batch.document.file.path).chmod(0o600)
    Path(batch.document.file.path).write_bytes(content.replace(b"20000.00", b"20000.01"))
    with pytest.raises(RuleBroken):
        actions.send_batch(batch_id=batch.pk, by=ACCOUNTANT)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.FROZEN


def test_a_batch_whose_order_changed_amount_does_not_leave():
    batch = make.frozen()
    Order.objects.filter(batch=batch).update(cents=1)
    with pytest.raises(RuleBroken) as refusal:
        actions.send_batch(batch_id=batch.pk, by=ACCOUNTANT)
    assert refusal.value.code == "batch.totals"


def test_a_service_is_committed_then_paid_to_its_supplier():
    endowment, body, service_id = make.endowment(), OrganizationFactory(), UUID(int=5)
    BankDetailsFactory(organization=body, active=True)
    about = {
        "endowment_id": endowment.pk,
        "organization_id": body.pk,
        "envelope": "training",
        "nature": "training",
        "label": "Session",
        "cents": 400_000,
    }
    invoice = actions.order_service(**about, service_id=service_id, by=SYSTEM)
    with pytest.raises(RuleBroken):
        actions.order_service(**about, service_id=service_id, by=SYSTEM)
    order = actions.request_invoice(invoice_id=invoice.pk, by=REQUESTER)
    with pytest.raises(RuleBroken):
        actions.request_invoice(invoice_id=invoice.pk, by=REQUESTER)
    actions.certify(order_id=order.pk, by=CERTIFIER)
    assert fund.position(endowment.pk).cash.payable_supplier == 400_000
    actions.order(order_id=order.pk, by=OFFICER)
    execute(make.sent(actions.take_in_charge(order_id=order.pk, by=ACCOUNTANT)))
    after = fund.position(endowment.pk)
    assert (after.paid, after.cash.payable_supplier, after.cash.uses["training"]) == (400_000, 0, 400_000)


def test_a_service_beyond_its_envelope_is_refused():
    endowment = make.endowment(training=100)
    with pytest.raises(RuleBroken):
        actions.order_service(
            endowment_id=endowment.pk, organization_id=OrganizationFactory().pk, envelope="training", nature="training", label="Session",
            cents=101, service_id=UUID(int=6), by=SYSTEM,
        )  # fmt: skip


def test_random_hands_never_make_one_person_hold_two():
    """trust.md A06: whoever tries whatever in whatever role, an order that is paid has four different persons."""
    luck, people = random.Random(20210301), [UUID(int=900 + n) for n in range(5)]
    order, tries = make.requested(), Counter()
    acts = {
        "certify": RoleName.CERTIFIER,
        "order": RoleName.AUTHORISING_OFFICER,
        "take_in_charge": RoleName.ACCOUNTANT,
        "reject": RoleName.ACCOUNTANT,
    }
    for _ in range(400):
        act = luck.choice(list(acts))
        more = {"reason": "au hasard"} if act == "reject" else {}
        try:
            getattr(actions, act)(order_id=order.pk, by=Actor(luck.choice(people), acts[act]), **more)
            tries["done"] += 1
        except Refusal as refusal:
            tries[refusal.code] += 1
        held = OrderHand.objects.filter(order=order).values_list("person_id", "hand")
        assert len({person for person, _ in held}) == len(held)
    order.refresh_from_db()
    hands = [getattr(order, name) for name in HANDS if getattr(order, name)]
    assert len(set(hands)) == len(hands) and tries["done"] > 10 and tries["hands.same_person"] > 10, tries
    assert all(check.ok for check in payments_queries.checks(order.endowment_id))
