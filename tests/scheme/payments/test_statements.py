"""Every booked line moves the cash book: the bank of the books is the closing balance of the last statement, whatever the bank says."""

from __future__ import annotations

import datetime as dt
import random
from uuid import UUID

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import queries as stored
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.fund import actions as fund_actions
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.adapters import WILD, LocalBank, Receipt
from lucette.scheme.payments.adapters import answers as said
from lucette.scheme.payments.adapters.answers import Movement
from lucette.scheme.payments.enums import BANK_LINE, MovementKind, OrderStatus
from lucette.scheme.payments.models import BankStatement, Order, Recovery, StatementLine
from tests.foundation.accounts.factories import actor
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT
from tests.scheme.payments.recoveries import issued
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
DAY = make.IN_FORCE
OPENING = 50_000_000


def told(endowment_id: UUID, *movements: Movement, rank: int = 1, opening: int = OPENING, on: dt.date = DAY) -> bytes:
    """A statement of these movements."""
    return said.statement(make.bank_of(endowment_id).iban, rank, on, opening, movements)


def read(endowment_id: UUID, *movements: Movement, **more: object) -> actions.StatementResult:
    return actions.read_statement(endowment_id=endowment_id, content=told(endowment_id, *movements, **more), by=ACCOUNTANT)  # type: ignore[arg-type]


def credit(cents: int = 300, reference: str = "IN-1", **more: object) -> Movement:
    return Movement(cents, True, reference, "RECU", **more)  # type: ignore[arg-type]


def debit(cents: int = 200, reference: str = "OUT-1", **more: object) -> Movement:
    return Movement(cents, False, reference, "DEBITE", **more)  # type: ignore[arg-type]


def exact(endowment_id: UUID) -> None:
    """The bank equals the last statement, and every invariant holds."""
    checks = [*fund.verify(endowment_id), *payments.checks(endowment_id)]
    assert not [check for check in checks if not check.ok]
    assert fund.position(endowment_id).cash.bank == payments.closing_cents(endowment_id)
    board = payments.reconciliation(endowment_id, ACCOUNTANT, DAY)
    assert board.gap.cents == 0


def test_what_nobody_knows_is_kept_apart_at_once_and_the_bank_equals_the_statement():
    endowment = make.endowment()
    result = read(endowment.pk, debit(), credit())
    assert (result.matched, result.unmatched) == (0, 2)
    cash = fund.position(endowment.pk).cash
    assert (cash.bank, cash.suspense_receipts, cash.suspense_expenses) == (OPENING + 100, 300, 200)
    assert cash.free == OPENING + 100 - 300, "a receipt that nobody explained pays nothing"
    exact(endowment.pk)


def test_a_movement_told_again_by_an_overlapping_statement_is_left_out():
    endowment = make.endowment()
    first, second, third = credit(300, "A"), credit(500, "B"), debit(100, "C")
    read(endowment.pk, first, second)
    again = read(endowment.pk, second, third, rank=2, opening=OPENING + 300)
    assert (again.unmatched, again.already_known) == (1, 1)
    whole = read(endowment.pk, first, second, rank=3)
    assert (whole.unmatched, whole.already_known) == (0, 2)
    assert list(BankStatement.objects.order_by("rank").values_list("rank", flat=True)) == [1, 2]
    exact(endowment.pk)


def test_a_reference_told_again_for_money_that_moved_again_is_another_movement():
    endowment = make.endowment()
    read(endowment.pk, credit(300, "A"))
    assert read(endowment.pk, credit(300, "A"), rank=2, opening=OPENING + 300).unmatched == 1
    assert fund.position(endowment.pk).cash.suspense_receipts == 600
    exact(endowment.pk)


def test_files_given_in_disorder_end_in_the_same_books():
    batch = make.sent(make.accepted())
    order, endowment_id = batch.orders.get(), batch.endowment_id
    paid = Movement(order.cents, False, "DEB-1", "VIREMENT", order.pk.hex)
    back = Movement(order.cents, True, "RET-1", "RETOUR", order.pk.hex, kind=said.RETURN, reason="AC04")
    movements = [credit(300, "A"), paid, debit(40, "B"), back, credit(7, "C")]
    random.Random(20210301).shuffle(movements)
    assert movements.index(back) < movements.index(paid), "the return is told before the debit"
    content = told(endowment_id, *movements)
    assert actions.read_statement(endowment_id=endowment_id, content=content, by=ACCOUNTANT).matched == 2
    assert Order.objects.get(pk=order.pk).status == OrderStatus.RETURNED
    before = count_rows()
    for _ in range(10):
        actions.read_statement(endowment_id=endowment_id, content=content, by=ACCOUNTANT)
    assert count_rows() == before
    exact(endowment_id)


def test_trying_a_statement_says_what_reading_it_does_and_writes_nothing():
    batch = make.sent()
    order = batch.orders.get()
    bank = make.bank_of(batch.endowment_id)
    content = bank.execute([stored.content(batch.document_id)], [make.gives_back(order), Receipt(5, "X", "")], on=DAY)
    document = actions.keep_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)
    before = count_rows()
    tried = payments.statement_given(document.pk, ACCOUNTANT).tried
    assert (tried.matched, tried.waiting, tried.executed.cents, tried.returned.cents) == (2, 1, order.cents, order.cents)
    assert "compte clôturé" in {it.bank_reason for it in tried.movements}
    assert count_rows() == before
    result = actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)
    assert (result.matched, result.unmatched) == (2, 1)


def waiting(*movements: Movement) -> tuple[UUID, list[StatementLine]]:
    """Lines kept apart, in the order told."""
    endowment = make.endowment()
    read(endowment.pk, *movements)
    return endowment.pk, list(StatementLine.objects.filter(statement__endowment=endowment).order_by("position"))


def test_a_tranche_recorded_meanwhile_is_counted_once():
    endowment_id, (line,) = waiting(credit(300, "T2"))
    fund_actions.receive_tranche(endowment_id=endowment_id, cents=300, bank_reference="T2", on=DAY, by=ACCOUNTANT)
    assert fund.position(endowment_id).cash.bank == OPENING + 600
    actions.recognise_tranche(line_id=line.pk, by=ACCOUNTANT)
    exact(endowment_id)
    assert fund.position(endowment_id).cash.resources["endowment"] == OPENING + 300


def test_interest_charges_refunds_and_errors_go_where_they_should():
    endowment_id, lines = waiting(credit(300, "A"), debit(20, "B"), credit(9, "C"), debit(9, "D"), debit(70, "E"), credit(70, "F"))
    interest, charge, receipt, refund, error, mended = lines
    actions.recognise_interest(line_id=interest.pk, by=ACCOUNTANT)
    actions.recognise_charge(line_id=charge.pk, by=ACCOUNTANT)
    with pytest.raises(RuleBroken):
        actions.recognise_refund(line_id=refund.pk, receipt_id=mended.pk, by=ACCOUNTANT)
    actions.recognise_refund(line_id=refund.pk, receipt_id=receipt.pk, by=ACCOUNTANT)
    actions.recognise_mended_error(line_id=mended.pk, debit_id=error.pk, by=ACCOUNTANT)
    cash = fund.position(endowment_id).cash
    assert (cash.suspense_receipts, cash.suspense_expenses, cash.resources["interest"], cash.uses["management"]) == (0, 0, 300, 20)
    kinds = StatementLine.objects.order_by("position").values_list("kind", flat=True)
    assert list(kinds) == ["interest", "charge", "refund", "refund", "bank_error", "bank_error"]
    exact(endowment_id)


def test_money_given_back_to_the_state_leaves_interest_an_envelope_or_what_was_collected():
    endowment_id, (received, interest, unused, nothing) = waiting(credit(300, "A"), debit(300, "B"), debit(50, "C"), debit(1, "D"))
    actions.recognise_interest(line_id=received.pk, by=ACCOUNTANT)
    actions.recognise_restitution(line_id=interest.pk, origin="interest", by=ACCOUNTANT)
    actions.recognise_restitution(line_id=unused.pk, origin="unused", envelope="management", by=ACCOUNTANT)
    position = fund.position(endowment_id)
    assert (position.restituted, position.cash.uses["restitution"], position.interest_left) == (50, 350, 0)
    with pytest.raises(RuleBroken, match="plus d’intérêts"):
        actions.recognise_restitution(line_id=nothing.pk, origin="interest", by=ACCOUNTANT)
    with pytest.raises(Invalid):
        actions.recognise_restitution(line_id=nothing.pk, origin="collected", by=ACCOUNTANT)
    assert StatementLine.objects.get(pk=unused.pk).kind == MovementKind.RESTITUTION
    exact(endowment_id)


def test_an_explanation_given_by_mistake_is_taken_back_and_given_again():
    endowment_id, (line, other) = waiting(credit(300, "A"), debit(40, "B"))
    for times in (1, 2):
        actions.recognise_interest(line_id=line.pk, by=ACCOUNTANT)
        back = actions.reconsider(line_id=line.pk, reason="wrong_line", by=ACCOUNTANT)
        assert (back.status, back.kind, back.attempt, back.reason) == ("unmatched", "", 1 + times, "explication retirée : intérêts")
        assert fund.position(endowment_id).cash.resources.get("interest", 0) == 0
        exact(endowment_id)
    with pytest.raises(Forbidden):
        actions.reconsider(line_id=line.pk, reason="wrong_line", by=make.OFFICER)
    actions.recognise_charge(line_id=other.pk, by=ACCOUNTANT)
    with pytest.raises(Invalid):
        actions.reconsider(line_id=other.pk, reason="because", by=ACCOUNTANT)
    actions.reconsider(line_id=other.pk, reason="wrong_amount", by=ACCOUNTANT)
    actions.recognise_tranche(line_id=line.pk, by=ACCOUNTANT)
    with pytest.raises(RuleBroken, match="sur sa page"):
        actions.reconsider(line_id=line.pk, reason="wrong_line", by=ACCOUNTANT)
    assert fund.position(endowment_id).cash.suspense_expenses == 40
    exact(endowment_id)


def test_a_refund_without_its_receipt_needs_an_excess():
    endowment_id, (_, line) = waiting(credit(300, "A"), debit(300, "B"))
    with pytest.raises(RuleBroken) as refusal:
        actions.recognise_refund(line_id=line.pk, receipt_id=None, by=ACCOUNTANT)
    assert refusal.value.code == "statement.no_excess"
    fund_actions.receive_tranche(endowment_id=endowment_id, cents=1, bank_reference="T9", on=DAY, by=ACCOUNTANT)
    fund_actions.suspend_receipt(endowment_id=endowment_id, key="return:x:1", cents=300, on=DAY, by=ACCOUNTANT)
    actions.recognise_refund(line_id=line.pk, receipt_id=None, by=ACCOUNTANT)
    assert fund.position(endowment_id).cash.suspense_receipts == 300


def test_the_execution_of_an_order_without_reference_is_recognised_by_a_person():
    batch = make.sent()
    order = batch.orders.get()
    read(batch.endowment_id, debit(order.cents, "D"), debit(order.cents - 1, "E"))
    line, other = StatementLine.objects.order_by("position")
    with pytest.raises(Invalid):
        actions.recognise_execution(line_id=line.pk, number="OP-0", by=ACCOUNTANT)
    with pytest.raises(RuleBroken):
        actions.recognise_execution(line_id=other.pk, number=order.number, by=ACCOUNTANT)
    actions.recognise_execution(line_id=line.pk, number=f" {order.number.lower()} ", by=ACCOUNTANT)
    order.refresh_from_db()
    batch.refresh_from_db()
    assert (order.status, order.executed_on, batch.status) == ("executed", DAY, "reconciled")
    exact(batch.endowment_id)


def test_a_return_told_without_its_reason_is_recognised_by_a_person():
    batch = make.sent()
    order = batch.orders.get()
    make.executed(batch)
    read(batch.endowment_id, credit(order.cents, "R", end_to_end_id=order.pk.hex), rank=2, opening=OPENING - order.cents)
    line = StatementLine.objects.get(kind="")
    assert "sans motif" in line.reason and payments.number_of_line(line) == order.number
    with pytest.raises(RuleBroken):
        actions.recognise_tranche(line_id=line.pk, by=ACCOUNTANT)
    actions.recognise_return(line_id=line.pk, number=order.number, bank_reason="AC06", by=ACCOUNTANT)
    order.refresh_from_db()
    assert (order.status, order.bank_reason, order.returned_cents) == ("returned", "AC06", order.cents)
    exact(batch.endowment_id)


# -- every status × act × role --------------------------------------------------------------------------------------------------


def line_in(status: str, way: bool) -> StatementLine:
    """A credit or a debit, kept apart or explained, beside another of the same amount the other way, and an order sent and one executed."""
    endowment = make.endowment()
    fund_actions.receive_tranche(endowment_id=endowment.pk, cents=2_000_000, bank_reference="GROS", on=DAY, by=ACCOUNTANT)
    orders = [make.accepted(instalment=make.schedule(of=endowment)[0]) for _ in range(2)]
    paid, _ = make.sent(orders[0]), make.sent(orders[1])
    movements = [Movement(2_000_000, False, "PAYE", "", orders[0].pk.hex), credit(2_000_000, "A"), debit(2_000_000, "B")]
    assert paid
    read(endowment.pk, *movements, opening=OPENING + 2_000_000)
    line, other = (StatementLine.objects.get(bank_reference=name) for name in (("A", "B") if way else ("B", "A")))
    line.others = (other.pk, orders[0].number, orders[1].number)  # type: ignore[attr-defined]
    issued(orders[0].instalment.agreement)  # type: ignore[union-attr]
    if status == "matched":
        (actions.recognise_interest if way else actions.recognise_charge)(line_id=line.pk, by=ACCOUNTANT)
        line.refresh_from_db()
    return line


def other(line: StatementLine) -> tuple[UUID, str, str]:
    return line.others  # type: ignore[attr-defined,no-any-return]


def asked_back(line: StatementLine) -> UUID:
    """What is asked back of the executed order."""
    return Recovery.objects.get(endowment=line.statement.endowment_id).pk


ACTS = {
    "recognise": (True, lambda it, by: actions.recognise_tranche(line_id=it.pk, by=by)),
    "execute": (False, lambda it, by: actions.recognise_execution(line_id=it.pk, number=other(it)[2], by=by)),
    "give_back": (True, lambda it, by: actions.recognise_return(line_id=it.pk, number=other(it)[1], bank_reason="AC04", by=by)),
    "interest": (True, lambda it, by: actions.recognise_interest(line_id=it.pk, by=by)),
    "charge": (False, lambda it, by: actions.recognise_charge(line_id=it.pk, by=by)),
    "collect": (True, lambda it, by: actions.recognise_recovery(line_id=it.pk, recovery_ids=[asked_back(it)], excess=True, by=by)),
    "restitute": (False, lambda it, by: actions.recognise_restitution(line_id=it.pk, origin="unused", envelope="grants", by=by)),
    "refund": (False, lambda it, by: actions.recognise_refund(line_id=it.pk, receipt_id=other(it)[0], by=by)),
    "mend": (True, lambda it, by: actions.recognise_mended_error(line_id=it.pk, debit_id=other(it)[0], by=by)),
}


def taken_back(it: StatementLine, by: Actor) -> StatementLine:
    return actions.reconsider(line_id=it.pk, reason="wrong_line", by=by)


@pytest.mark.parametrize(("status", "act"), edges(BANK_LINE))
def test_every_edge_of_a_line_of_the_statement(status, act):
    way, play = (ACTS | {"reconsider": (True, taken_back)})[act]
    assert_edge(BANK_LINE, status, act, lambda it: line_in(it, way), {act: lambda it: play(it, ACCOUNTANT)})


@pytest.mark.parametrize("act", ACTS)
def test_only_an_accountant_explains_a_line_and_only_the_right_way(act):
    way, play = ACTS[act]
    line, wrong = line_in("unmatched", way), StatementLine.objects
    before = count_rows()
    for role in RoleName:
        if role != RoleName.ACCOUNTANT:
            with pytest.raises((Forbidden, NotFound)):
                play(line, actor(role))
    wrong_way = wrong.get(pk=other(line)[0])
    wrong_way.others = (line.pk, *other(line)[1:])  # type: ignore[attr-defined]
    with pytest.raises(RuleBroken):
        play(wrong_way, ACCOUNTANT)
    assert count_rows() == before
    play(line, ACCOUNTANT)
    with pytest.raises(WrongState):
        play(line, ACCOUNTANT)
    assert StatementLine.objects.get(pk=line.pk).kind in MovementKind.values
    exact(line.statement.endowment_id)


def test_the_bank_misbehaves_and_the_books_follow_it_to_the_cent():
    """The stand-in at its worst, for a month: the bank of the books is its balance each time a statement is read."""
    batch = make.sent(make.accepted())
    account = make.bank_of(batch.endowment_id)
    bank = LocalBank(account.iban, OPENING, temper=WILD, seed=11)
    actions.take_answer(content=bank.receive(stored.content(batch.document_id), on=DAY), by=ACCOUNTANT)
    read_back = 0
    for n in range(60):
        if n > 30 and not bank.waiting:
            break
        files = bank.close_day(DAY + dt.timedelta(days=n))
        for it in sorted(files, key=lambda it: it.content):
            if it.kind == "notice":
                actions.read_notice(endowment_id=batch.endowment_id, content=it.content, by=ACCOUNTANT)
            else:
                actions.read_statement(endowment_id=batch.endowment_id, content=it.content, by=ACCOUNTANT)
                read_back += 1
                assert fund.position(batch.endowment_id).cash.bank == payments.closing_cents(batch.endowment_id)
    assert read_back > 20 and payments.closing_cents(batch.endowment_id) == bank.balance_cents
    exact(batch.endowment_id)
