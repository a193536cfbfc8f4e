"""The smallest amounts, the days that move, the trace that each act leaves, and who may not do it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import queries as documents
from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden, Invalid, RuleBroken, WrongState
from lucette.scheme.payments import actions
from lucette.scheme.payments.actions.bordereaux import paid_by
from lucette.scheme.payments.adapters import answers as said
from lucette.scheme.payments.adapters.answers import Movement
from lucette.scheme.payments.enums import OrderStatus, RecoveryGround
from lucette.scheme.payments.models import Bordereau, Instalment, Order
from lucette.scheme.payments.queries import answer_of_local_bank
from lucette.scheme.payments.rules import easter, overpayment
from tests.foundation.accounts.factories import actor
from tests.foundation.organizations.factories import BankDetailsFactory, OrganizationFactory
from tests.scheme.fund.factories import notified
from tests.scheme.payments import factories as make
from tests.scheme.payments import recoveries as owed
from tests.scheme.payments.factories import ACCOUNTANT, CERTIFIER, OFFICER, REQUESTER
from tests.states import count_rows

pytestmark = pytest.mark.django_db
R = actions.recoveries
STRANGERS = (actor(RoleName.PREFECTURE, "department", "19"), actor(RoleName.AUDITOR), actor(RoleName.FUNDER))


def acts_of(subject: Any) -> list[str]:
    return list(Entry.objects.filter(subject_id=str(subject.pk)).order_by("pk").values_list("act", flat=True))


def refused(act: Any, by: Actor, kind: type[Exception] = Forbidden) -> None:
    before = count_rows()
    with pytest.raises(kind):
        act(by)
    assert count_rows() == before


# -- days and sums


@pytest.mark.parametrize(
    "day",
    ["1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2021-04-04", "2038-04-25", "2049-04-18", "2285-03-22"],
)
def test_easter_falls_where_the_almanacs_say(day: str) -> None:
    assert easter(int(day[:4])) == dt.date.fromisoformat(day)


def test_an_instalment_asked_back_beyond_what_it_paid_counts_for_nothing() -> None:
    assert overpayment.spread(5, {1: 10, 2: -3}) == {1: 5}


def service(endowment: Any, body: Any, cents: int, label: str = "Session") -> Any:
    about = {"endowment_id": endowment.pk, "organization_id": body.pk, "envelope": "training", "nature": "training"}
    return actions.order_service(**about, label=label, cents=cents, service_id=body.pk, by=SYSTEM)


def test_a_service_costs_a_cent_at_least_and_its_label_is_kept_whole() -> None:
    endowment, body = make.endowment(), OrganizationFactory()
    with pytest.raises(Invalid):
        service(endowment, body, 0)
    assert service(endowment, body, 1, "x" * 250).label == "x" * 200


@pytest.mark.parametrize("amounts", [{"salary_cents": -1, "other_aid_cents": 5}, {"salary_cents": 5, "other_aid_cents": -1}])
def test_no_amount_of_a_settlement_is_negative(amounts: dict[str, int]) -> None:
    of = owed.paid().endowment
    with clock.at(dt.date(2023, 4, 1)):
        sample = R.draw_sample(endowment_id=of.pk, ended_by=dt.date(2023, 3, 31), size=1, seed="1", by=REQUESTER)
        refused(lambda by: R.check_settlement(check_id=sample.checks.get().pk, **amounts, by=by), REQUESTER, Invalid)


# -- the order, its slip, its batch


def test_an_order_whose_lines_no_longer_make_its_amount_is_not_taken_in_charge() -> None:
    order = make.ordered()
    order.lines.order_by("pk").update(cents=1)
    refused(lambda by: actions.take_in_charge(order_id=order.pk, by=by), ACCOUNTANT, RuleBroken)


def test_an_order_is_rejected_by_its_accountant_only() -> None:
    order = make.ordered()
    for stranger in (OFFICER, CERTIFIER, REQUESTER):
        refused(lambda by: actions.reject(order_id=order.pk, reason="essai", by=by), stranger)


def test_who_holds_another_hand_on_an_instalment_asks_for_it_no_more() -> None:
    order = make.certified()
    actions.cancel_certification(order_id=order.pk, reason="erreur", by=CERTIFIER)
    refused(lambda by: actions.request(instalment_id=order.instalment_id, by=by), Actor(CERTIFIER.pk, RoleName.REQUESTER))


def test_a_slip_given_up_frees_its_orders_and_a_signed_one_keeps_its_document() -> None:
    endowment = make.endowment()
    orders = [make.certified(instalment=make.schedule(of=endowment)[0]) for _ in range(2)]
    compose: dict[str, Any] = {"endowment_id": endowment.pk, "order_ids": [it.pk for it in orders], "by": OFFICER}
    actions.cancel_bordereau(bordereau_id=actions.compose_bordereau(**compose).pk, reason="erreur", by=OFFICER)
    assert not Order.objects.exclude(bordereau=None).exists()
    signed = actions.sign_bordereau(bordereau_id=actions.compose_bordereau(**compose).pk, by=OFFICER)
    assert Bordereau.objects.get(pk=signed.pk).document_id


def test_a_slip_says_the_invoice_that_it_pays() -> None:
    body = OrganizationFactory()
    BankDetailsFactory(organization=body, active=True)
    invoice = service(make.endowment(), body, 90_000)
    order = actions.request_invoice(invoice_id=invoice.pk, by=REQUESTER)
    assert paid_by(order) == f"Facture {invoice.number}"


def test_a_batch_closed_is_given_back_with_its_state() -> None:
    batch = make.sent()
    make.executed(batch)
    assert actions.close_batch(batch_id=batch.pk, by=ACCOUNTANT).status == "closed"


def test_a_post_taken_out_of_a_certification_is_told() -> None:
    order = make.certified(instalment=make.schedule(posts=3)[0])
    line = order.lines.order_by("pk").first()
    assert line
    actions.reduce_certification(order_id=order.pk, line_ids=[line.pk], reason="poste rendu", by=CERTIFIER)
    assert "order.certification_reduced" in acts_of(order)


def test_the_second_endowment_has_an_account_of_its_own() -> None:
    first = make.endowment()
    iban = make.bank_of(first.pk).iban
    other = notified(grants=1_000, cash=10)
    told: dict[str, Any] = {"holder": "Caisse des Dépôts", "bic": "CDCGFRPP075", "town": "Paris", "by": ACCOUNTANT}
    for endowment, account in ((first, make.made_up_iban(990)), (other, iban)):
        with pytest.raises(RuleBroken) as refusal:
            actions.open_treasury_account(endowment_id=endowment.pk, iban=account, **told)
        assert refusal.value.code == "treasury.already"


# -- the schedule


def test_a_line_that_goes_on_is_told_and_only_the_banque_des_territoires_asks_for_an_override() -> None:
    line = make.held()
    with clock.at(make.SECOND):
        for stranger in STRANGERS:
            refused(lambda by: actions.ask_override(line_id=line.pk, motive="crue", by=by), stranger)
        make.contract(line.post)
    assert "instalment_line.resumed" in acts_of(line)


def test_the_end_of_a_contract_gives_the_contract_back() -> None:
    _, second, _ = make.schedule(posts=1)
    hire = make.contract(second.lines.get().post)
    assert actions.end_contract(hire_id=hire, ended_on=dt.date(2021, 6, 1), by=SYSTEM).ends_on == dt.date(2021, 6, 1)


def test_nothing_due_is_asked_for_by_the_reason_of_its_first_line() -> None:
    first, second, _ = make.schedule(posts=2)
    order = make.requested(first)
    assert order.status == OrderStatus.REQUESTED
    refused(lambda by: actions.request(instalment_id=second.pk, by=by), REQUESTER, WrongState)


# -- the bank


def test_a_notice_of_two_accounts_is_refused_whole_and_one_that_explains_nothing_says_so() -> None:
    batch = make.sent()
    order, bank = batch.orders.get(), make.bank_of(batch.endowment_id)
    make.executed(batch)
    returned = Movement(order.cents, True, "RET-9", "", order.pk.hex, kind=said.RETURN, reason="AC01")
    told = said.notice(bank.iban, 1, make.IN_FORCE, [returned])
    stranger = said.notice(make.made_up_iban(991), 2, make.IN_FORCE, [returned])
    end = told.index(b"</BkToCstmrDbtCdtNtfctn>")
    both = told[:end] + stranger[stranger.index(b"<Ntfctn>") : stranger.index(b"</BkToCstmrDbtCdtNtfctn>")] + told[end:]
    refused(lambda by: actions.read_notice(endowment_id=batch.endowment_id, content=both, by=by), ACCOUNTANT, RuleBroken)
    result = actions.read_notice(endowment_id=batch.endowment_id, content=told, by=ACCOUNTANT)
    assert (result.told, result.explained) == (1, 0)
    assert "notice.read" in list(Entry.objects.values_list("act", flat=True))


# -- what is asked back


def test_an_order_to_pay_back_is_told_sealed_in_the_name_of_who_signs_and_made_by_who_may() -> None:
    agreement = owed.paid()
    told: dict[str, Any] = {"agreement_id": agreement.pk, "ground": RecoveryGround.UNJUSTIFIED, "explanation": "Sans pièce."}
    for stranger in STRANGERS:
        refused(lambda by: R.issue_computed(**told, figures={"justified": 1_500_000}, by=by), stranger)
    it = owed.notified(agreement=agreement)
    assert "recovery.notified" in acts_of(it)
    assert it.title.title.endswith(it.number)


def test_money_that_comes_for_two_instalments_settles_the_last_then_the_first() -> None:
    agreement = owed.paid()
    with clock.at(make.SECOND):
        second = Instalment.objects.get(agreement=agreement, number=2)
        for line in second.lines.all():
            make.contract(line.post)
        actions.fall_due(on=clock.today(), by=SYSTEM)
        owed.pay(second)
        it = owed.notified(agreement=agreement, lines={1: 300_000, 2: 400_000})
        owed.receive(it, 500_000)
        found = dict(it.lines.values_list("instalment__number", "collected_cents"))
    assert found == {2: 400_000, 1: 100_000}


def test_a_transfer_given_back_twice_has_two_numbers_in_a_row() -> None:
    batch = make.sent()
    order = batch.orders.get()
    make.executed(batch, make.gives_back(order, 100, "RET-1"), make.gives_back(order, 200, "RET-2"))
    keys = list(Entry.objects.filter(act="order.returned").values_list("facts__returned", flat=True))
    assert sorted(keys) == [100, 200]
    assert answer_of_local_bank(batch.endowment_id, clock.today())


def test_an_excess_is_told_on_the_last_order_that_the_money_pays() -> None:
    agreement = owed.paid()
    older, newer = (owed.notified(agreement=agreement, cents=cents) for cents in (300_000, 200_000))
    owed.collect(owed.came_in(newer, 600_000), older, newer, excess=True)
    assert [it.receipts.get().suspended_cents for it in (older, newer)] == [0, 100_000]


def test_words_beyond_what_is_kept_are_refused_and_the_answer_to_the_host_leaves() -> None:
    it = owed.notified()
    decision: dict[str, Any] = {"recovery_id": it.pk, "decision": "x" * 401, "by": owed.DELEGATE}
    with pytest.raises(Invalid):
        R.cancel(**decision)
    with clock.at(dt.date(2023, 4, 1)), pytest.raises(Invalid):
        R.draw_sample(endowment_id=it.endowment_id, ended_by=dt.date(2023, 3, 31), size=1, seed="x" * 41, by=REQUESTER)
    assert Letter.objects.filter(kind="recovery.replied").exists()


def test_a_reduced_certification_is_the_next_attempt_and_a_schedule_is_told_when_it_opens() -> None:
    order = make.certified(instalment=make.schedule(posts=3)[0])
    assert "schedule.opened" in acts_of(order.instalment.agreement)  # type: ignore[union-attr]
    line, before = order.lines.order_by("pk").first(), order.attempt
    reduced = actions.reduce_certification(order_id=order.pk, line_ids=[line.pk], reason="poste rendu", by=CERTIFIER)  # type: ignore[union-attr]
    assert reduced.attempt == before + 1


def test_a_transfer_says_what_it_pays() -> None:
    body = OrganizationFactory()
    BankDetailsFactory(organization=body, active=True)
    of = make.endowment()
    invoice = service(of, body, 90_000)
    bill = actions.certify(order_id=actions.request_invoice(invoice_id=invoice.pk, by=REQUESTER).pk, by=CERTIFIER)
    bill = actions.take_in_charge(order_id=actions.order(order_id=bill.pk, by=OFFICER).pk, by=ACCOUNTANT)
    grant = make.accepted(instalment=make.schedule(of=of)[0])
    assert paid_by(grant) == f"Convention {grant.instalment.agreement.number}, versement 1"  # type: ignore[union-attr]
    content = documents.content(make.frozen(bill, grant).document_id).decode()  # type: ignore[arg-type]
    assert f"FACTURE {invoice.number}" in content and f"CONVENTION {grant.instalment.agreement.number}" in content  # type: ignore[union-attr]


def test_an_inquiry_is_answered_with_the_letter_of_the_bank() -> None:
    order = make.silent(make.sent().orders.get())
    told: dict[str, Any] = {"order_id": order.pk, "received": True, "filename": "l.txt", "content_type": "text/plain", "reason": "courrier"}
    refused(lambda by: actions.answer_inquiry(**told, content=b"", by=by), ACCOUNTANT, Invalid)


def test_a_month_is_lived_in_from_its_first_to_its_last_day() -> None:
    first = dt.date(2021, 3, 1)
    begins = (dt.date(2021, 4, 1), None)
    assert overpayment.months_vacant(first, dt.date(2021, 4, 30), [begins], 24) == 1
    ended = (first, dt.date(2021, 3, 31))
    assert overpayment.months_vacant(first, dt.date(2021, 4, 30), [ended], 24) == 1
