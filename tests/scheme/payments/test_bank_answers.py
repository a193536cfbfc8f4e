"""What the bank gives back, refuses, or says nothing of: each comes back to a person, and is never paid twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import queries as stored
from lucette.foundation.documents.adapters import verify_bytes
from lucette.foundation.documents.models import Document
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.adapters import answers as said
from lucette.scheme.payments.adapters.answers import Fate, Movement
from lucette.scheme.payments.enums import BatchStatus, LineStatus, OrderStatus
from lucette.scheme.payments.models import BankReport, InstalmentLine, Invoice, Order, ReturnNotice, StatementLine
from lucette.scheme.payments.rules import easter, is_working_day, working_days_before
from tests.foundation.accounts.factories import PersonFactory, RoleFactory, actor
from tests.foundation.organizations.factories import BankDetailsFactory, OrganizationFactory
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT, CERTIFIER, OFFICER, REQUESTER
from tests.states import count_rows

pytestmark = pytest.mark.django_db
DAY = make.IN_FORCE


def sound(endowment_id: object) -> None:
    checks = [*fund.verify(endowment_id), *payments.checks(endowment_id)]  # type: ignore[arg-type]
    assert not [check for check in checks if not check.ok]


def new_account(order: Order) -> BankDetails:
    BankDetails.objects.filter(pk=order.bank_details_id).update(status="replaced")
    return BankDetailsFactory(organization=order.organization, active=True, iban=make.made_up_iban(88))


class TestReturns:
    def test_a_transfer_that_comes_back_waits_for_another_account_and_everybody_is_told(self):
        person = PersonFactory()
        order = make.accepted(instalment=make.schedule()[0])
        Order.objects.filter(pk=order.pk).update(requested_by=person.pk)
        RoleFactory(name=RoleName.HOST_REPRESENTATIVE, scope_kind="organization", scope_code=str(order.organization_id))
        order = make.returned(make.sent(order))
        assert (order.status, order.returned_on, order.returned_cents, order.bank_reason) == ("returned", DAY, order.cents, "AC04")
        assert {line.status for line in order.lines.all()} == {LineStatus.RETURNED}
        assert order.batch.status == BatchStatus.RECONCILED
        it = fund.position(order.endowment_id)
        assert (it.liquidated, it.paid, it.cash.returned_transfers) == (order.cents, 0, order.cents)
        letters = Letter.objects.about(order).filter(kind="order.returned")
        assert letters.count() == 2 and all("compte clôturé" in it.body for it in letters)
        sound(order.endowment_id)

    def test_a_part_that_comes_back_splits_a_line_and_the_rest_stays_paid(self):
        order = make.returned(cents=1_200_000)
        parts = order.lines.order_by("post__number", "part").values_list("part", "cents", "status")
        assert sorted(parts) == [(1, 800_000, "paid"), (1, 1_000_000, "returned"), (2, 200_000, "returned")]
        it = fund.position(order.endowment_id)
        assert (it.liquidated, it.paid) == (1_200_000, 800_000)
        sound(order.endowment_id)

    def test_a_second_part_comes_back_later(self):
        order = make.returned(cents=300_000)
        movement = Movement(500_000, True, "RET-2", "RETOUR", order.pk.hex, kind=said.RETURN, reason="MS03")
        bank = make.bank_of(order.endowment_id)
        content = said.statement(bank.iban, 2, DAY, 50_000_000 - order.cents + 300_000, [movement])
        assert actions.read_statement(endowment_id=order.endowment_id, content=content, by=ACCOUNTANT).matched == 1
        order.refresh_from_db()
        assert (order.returned_cents, order.bank_reason) == (800_000, "MS03")
        assert sum(it.cents for it in order.lines.filter(status="returned")) == 800_000
        sound(order.endowment_id)

    def test_more_than_was_paid_waits_and_moves_no_budget(self):
        batch = make.sent()
        order = batch.orders.get()
        result = make.executed(batch, make.gives_back(order), make.gives_back(order, 1, "RET-2"))
        assert (result.matched, result.unmatched) == (2, 1)
        assert "plus que ce que" in StatementLine.objects.get(kind="").reason
        sound(batch.endowment_id)

    def test_a_notice_gives_its_reason_before_or_after_the_statement(self):
        first, second = make.sent(), make.sent()
        for batch, notice_first in ((first, True), (second, False)):
            order = batch.orders.get()
            bank, back = make.bank_of(batch.endowment_id), Movement(order.cents, True, "RET-9", "RETOUR", order.pk.hex)
            told = said.notice(bank.iban, 1, DAY, [Movement(order.cents, True, "RET-9", "", order.pk.hex, kind=said.RETURN, reason="AC01")])
            make.executed(batch)
            content = said.statement(bank.iban, 2, DAY, 50_000_000 - order.cents, [back])
            if notice_first:
                assert actions.read_notice(endowment_id=batch.endowment_id, content=told, by=ACCOUNTANT).told == 1
            read = actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)
            assert read.matched == int(notice_first)
            if not notice_first:
                assert actions.read_notice(endowment_id=batch.endowment_id, content=told, by=ACCOUNTANT).explained == 1
            before = count_rows()
            assert actions.read_notice(endowment_id=batch.endowment_id, content=told, by=ACCOUNTANT).told == 0
            assert count_rows() == before
            order.refresh_from_db()
            assert (order.status, order.bank_reason) == ("returned", "AC01")
            sound(batch.endowment_id)
        assert ReturnNotice.objects.count() == 2
        with pytest.raises(RuleBroken):
            actions.read_notice(endowment_id=first.endowment_id, content=told, by=ACCOUNTANT)
        with pytest.raises(Forbidden):
            actions.read_notice(endowment_id=second.endowment_id, content=told, by=REQUESTER)


def paid_invoice(back: int) -> tuple[Invoice, Order]:
    """An invoice of 90 000 cents, and its order of which `back` came back."""
    endowment, body = make.endowment(), OrganizationFactory()
    BankDetailsFactory(organization=body, active=True)
    invoice = actions.order_service(
        endowment_id=endowment.pk, organization_id=body.pk, envelope="training", nature="training", label="Session", cents=90_000,
        service_id=body.pk, by=SYSTEM,
    )  # fmt: skip
    order = actions.certify(order_id=actions.request_invoice(invoice_id=invoice.pk, by=REQUESTER).pk, by=CERTIFIER)
    actions.order(order_id=order.pk, by=OFFICER)
    old = make.returned(make.sent(actions.take_in_charge(order_id=order.pk, by=ACCOUNTANT)), back)
    return invoice, old


class TestReplacement:
    def test_what_came_back_is_paid_on_the_corrected_account_by_an_order_of_its_own(self):
        old = make.returned(cents=1_200_000)
        with pytest.raises(RuleBroken) as refusal:
            actions.replace(order_id=old.pk, by=REQUESTER)
        assert refusal.value.code == "order.same_account"
        details = new_account(old)
        new = actions.replace(order_id=old.pk, by=REQUESTER)
        assert (new.replaces_id, new.cents, new.iban, new.status) == (old.pk, 1_200_000, details.iban, OrderStatus.REQUESTED)
        assert new.pk != old.pk, "another order, hence another end-to-end reference"
        sound(old.endowment_id)
        with pytest.raises(RuleBroken):
            actions.replace(order_id=old.pk, by=REQUESTER)
        actions.certify(order_id=new.pk, by=CERTIFIER)
        it = fund.position(old.endowment_id)
        assert (it.liquidated, it.cash.returned_transfers, it.cash.payable) == (1_200_000, 0, 1_200_000)
        sound(old.endowment_id)
        actions.order(order_id=new.pk, by=OFFICER)
        batch = make.sent(actions.take_in_charge(order_id=new.pk, by=ACCOUNTANT))
        content = said.statement(
            make.bank_of(old.endowment_id).iban, 2, DAY, payments.closing_cents(old.endowment_id) or 0,
            [Movement(1_200_000, False, "DEB-2", "", new.pk.hex)],
        )  # fmt: skip
        assert actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT).matched == 1
        assert fund.position(old.endowment_id).paid == 2_000_000
        assert {line.status for line in InstalmentLine.objects.filter(instalment=old.instalment)} == {LineStatus.PAID}
        sound(old.endowment_id)

    def test_a_replacement_sent_back_gives_its_lines_back_and_may_be_asked_again(self):
        old = make.returned()
        new_account(old)
        new = actions.replace(order_id=old.pk, by=REQUESTER)
        actions.send_back(order_id=new.pk, reason="RIB illisible", by=CERTIFIER)
        assert {(line.status, line.order_id) for line in old.lines.all()} == {("returned", old.pk)}
        assert actions.replace(order_id=old.pk, by=REQUESTER).cents == old.cents
        sound(old.endowment_id)

    def test_an_invoice_that_came_back_is_paid_again(self):
        invoice, old = paid_invoice(40_000)
        endowment = old.endowment
        sound(endowment.pk)
        new_account(old)
        new = actions.replace(order_id=old.pk, by=REQUESTER)
        assert new.cents == 40_000
        sound(endowment.pk)
        actions.certify(order_id=new.pk, by=CERTIFIER)
        sound(endowment.pk)
        assert payments.invoice_page(invoice.pk, REQUESTER)[1].order_id == new.pk

    def test_a_replacement_whose_certification_is_cancelled_leaves_its_lines_due_and_paid_by_another_order(self):
        old = make.returned(cents=1_200_000)
        new_account(old)
        new = actions.certify(order_id=actions.replace(order_id=old.pk, by=REQUESTER).pk, by=CERTIFIER)
        actions.cancel_certification(order_id=new.pk, reason="Pièce manquante", by=CERTIFIER)
        it = fund.position(old.endowment_id)
        assert (it.liquidated, it.cash.returned_transfers, it.cash.payable) == (0, 0, 0)
        due = InstalmentLine.objects.filter(instalment=old.instalment, status=LineStatus.DUE)
        assert sum(line.cents for line in due) == 1_200_000 and not due.exclude(order=None).exists()
        sound(old.endowment_id)
        with pytest.raises(RuleBroken):
            actions.replace(order_id=old.pk, by=REQUESTER)
        again = actions.certify(order_id=actions.request(instalment_id=old.instalment_id, by=REQUESTER).pk, by=CERTIFIER)
        assert (again.cents, again.replaces_id) == (1_200_000, None)
        sound(old.endowment_id)

    def test_an_invoice_whose_replacement_is_cancelled_may_be_asked_for_again(self):
        _, old = paid_invoice(40_000)
        new_account(old)
        new = actions.certify(order_id=actions.replace(order_id=old.pk, by=REQUESTER).pk, by=CERTIFIER)
        actions.cancel_certification(order_id=new.pk, reason="Pièce manquante", by=CERTIFIER)
        sound(old.endowment_id)
        again = actions.certify(order_id=actions.replace(order_id=old.pk, by=REQUESTER).pk, by=CERTIFIER)
        assert again.cents == 40_000
        sound(old.endowment_id)

    def test_the_hands_stay_those_of_the_instalment(self):
        old = make.returned()
        new_account(old)
        with pytest.raises(Forbidden) as refusal:
            actions.replace(order_id=old.pk, by=Actor(ACCOUNTANT.pk, RoleName.REQUESTER))
        assert refusal.value.code == "hands.same_person"


class TestAnswers:
    def test_an_answer_that_accepts_everything_is_noted_once(self):
        batch = make.sent()
        content = make.answer_to(batch)
        assert actions.take_answer(content=content, by=ACCOUNTANT).refused == 0
        batch.refresh_from_db()
        assert (batch.status, batch.answer) == (BatchStatus.ACKNOWLEDGED, "accepted") and batch.answered_at
        before = count_rows()
        for again in (content, content.replace(b"T10:00:00", b"T11:00:00")):
            assert actions.take_answer(content=again, by=SYSTEM).already_known
        assert count_rows() == before
        make.executed(batch)
        batch.refresh_from_db()
        assert batch.status == BatchStatus.RECONCILED
        actions.close_batch(batch_id=batch.pk, by=ACCOUNTANT)

    def test_a_transfer_refused_goes_back_to_the_officer_and_the_others_go_on(self):
        endowment = make.endowment()
        good, bad = (make.accepted(instalment=make.schedule(of=endowment)[0]) for _ in range(2))
        batch = make.sent(good, bad)
        content = make.answer_to(batch, Fate(bad.pk.hex, bad.cents, "RJCT", "AC04"))
        document = actions.keep_answer(content=content, by=ACCOUNTANT)
        tried = payments.answer_given(document.pk, ACCOUNTANT)
        assert [(it.number, it.reason, it.in_flight) for it in tried.refusals] == [(bad.number, "compte clôturé", True)]
        assert actions.take_answer(content=content, by=ACCOUNTANT).refused == 1
        bad.refresh_from_db()
        batch.refresh_from_db()
        assert (bad.status, bad.attempt, bad.batch_id, bad.bank_reason, batch.answer) == ("certified", 2, None, "AC04", "part")
        sound(endowment.pk)
        assert payments.batch_page(batch.pk, ACCOUNTANT).agrees, "what was sent is what the file says"

    def test_a_file_refused_whole_leaves_nothing_in_flight(self):
        batch = make.sent()
        actions.take_answer(content=make.answer_to(batch, status="RJCT"), by=ACCOUNTANT)
        batch.refresh_from_db()
        assert (batch.answer, batch.status, batch.orders.count()) == ("refused", BatchStatus.RECONCILED, 0)
        assert fund.position(batch.endowment_id).cash.in_flight == 0
        sound(batch.endowment_id)

    def test_a_refusal_of_what_was_executed_is_left_to_a_person(self):
        batch = make.sent()
        order = batch.orders.get()
        make.executed(batch)
        found = actions.take_answer(content=make.answer_to(batch, Fate(order.pk.hex, 0, "RJCT", "AC01")), by=ACCOUNTANT)
        assert (found.refused, found.contradicted) == (0, 1)
        assert BankReport.objects.get().refused == 0
        sound(batch.endowment_id)

    def test_an_answer_to_nothing_of_ours_or_by_somebody_else_writes_nothing(self):
        batch, frozen = make.sent(), make.frozen()
        before = count_rows()
        with pytest.raises(RuleBroken):
            actions.take_answer(content=make.answer_to(batch).replace(batch.message_id.encode(), b"AUTRE"), by=ACCOUNTANT)
        with pytest.raises(RuleBroken):
            actions.take_answer(content=b"<x/>", by=ACCOUNTANT)
        with pytest.raises(WrongState):
            actions.take_answer(content=make.answer_to(frozen), by=ACCOUNTANT)
        for role in RoleName:
            if role != RoleName.ACCOUNTANT:
                with pytest.raises(Forbidden):
                    actions.take_answer(content=make.answer_to(batch), by=actor(role))
        assert count_rows() == before


class TestInquiries:
    def test_an_order_of_which_nobody_hears_goes_to_a_person_and_is_never_sent_again(self):
        RoleFactory(name=RoleName.ACCOUNTANT, scope_kind="national", scope_code="")
        order = make.sent().orders.get()
        assert actions.open_inquiries(on=clock.today() + dt.timedelta(days=5), by=SYSTEM) == 0
        assert actions.open_inquiries(on=clock.today() + dt.timedelta(days=9), by=SYSTEM) == 1
        assert actions.open_inquiries(on=clock.today() + dt.timedelta(days=9), by=SYSTEM) == 0
        order.refresh_from_db()
        assert (order.status, order.batch_id is not None) == (OrderStatus.UNDER_INQUIRY, True)
        assert "payé deux fois" in Letter.objects.about(order).get(kind="order.under_inquiry").body
        sound(order.endowment_id)
        with pytest.raises(WrongState):
            actions.refuse_by_bank(order_id=order.pk, reason="perdu", by=ACCOUNTANT)
        with pytest.raises(Forbidden):
            actions.open_inquiries(on=clock.today(), by=OFFICER)

    def test_the_bank_wrote_that_it_never_received_it(self):
        order = make.silent(make.sent().orders.get())
        with pytest.raises(Invalid):
            actions.answer_inquiry(
                order_id=order.pk, received=False, content=b"", filename="", content_type="", reason="perdu", by=ACCOUNTANT
            )
        order = make.answered(order, received=False)
        assert (order.status, order.attempt, order.batch_id) == ("certified", 2, None)
        assert Document.objects.get(kind="inquiry_answer").subject_id == order.pk
        sound(order.endowment_id)

    def test_the_bank_wrote_that_it_received_it_the_statement_is_waited_for(self):
        batch = make.sent()
        order = make.silent(batch.orders.get())
        order = make.answered(order, received=True)
        assert order.status == OrderStatus.SENT
        make.executed(batch)
        order.refresh_from_db()
        assert order.status == OrderStatus.EXECUTED

    def test_the_statement_or_the_answer_of_the_bank_ends_an_inquiry(self):
        first, second = make.sent(), make.sent()
        orders = [make.silent(it.orders.get()) for it in (first, second)]
        make.executed(first)
        actions.take_answer(content=make.answer_to(second, Fate(orders[1].pk.hex, 0, "RJCT", "TECH")), by=ACCOUNTANT)
        assert [Order.objects.get(pk=it.pk).status for it in orders] == ["executed", "certified"]

    def test_working_days_leave_out_week_ends_and_french_holidays(self):
        assert not is_working_day(dt.date(2021, 4, 5)) and not is_working_day(dt.date(2021, 4, 3)) and is_working_day(dt.date(2021, 4, 6))
        assert [easter(year) for year in (2000, 2021, 2038)] == [dt.date(2000, 4, 23), dt.date(2021, 4, 4), dt.date(2038, 4, 25)]
        assert working_days_before(dt.date(2021, 4, 7), 2) == dt.date(2021, 4, 2)


class TestSignature:
    def test_a_batch_leaves_with_the_signature_of_who_sends_it(self):
        batch = make.sent()
        assert batch.signature and batch.document
        content, signature = stored.content(batch.document.pk), stored.content(batch.signature.pk)
        report = verify_bytes(content, signature)
        assert report.valid and report.capacity.endswith("comptable") and report.signed_at
        assert not verify_bytes(content + b" ", signature).valid
        assert "valable" in payments.batch_page(batch.pk, ACCOUNTANT).signature
        with pytest.raises(RuleBroken):
            verify_bytes(content, b"pas une signature")
        with pytest.raises(NotFound):
            payments.batch_page(batch.pk, actor(RoleName.HOST_REPRESENTATIVE, "organization", "x"))

    def test_a_changed_file_is_not_signed(self):
        batch = make.frozen()
        Path(batch.document.file.path).chmod(0o600)
        Path(batch.document.file.path).write_bytes(b"autre chose")
        with pytest.raises(RuleBroken):
            actions.send_batch(batch_id=batch.pk, by=ACCOUNTANT)
        assert not Document.objects.filter(kind="payment_signature").exists()
