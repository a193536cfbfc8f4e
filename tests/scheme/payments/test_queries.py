"""What the pages ask: the desks, an order, a batch, « où en est mon argent », and the invariants."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Count, Sum

from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.agreements.models import AgreementLine
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.enums import LineStatus
from lucette.scheme.payments.models import InstalmentLine, Order
from tests.foundation.accounts.factories import PersonFactory, actor
from tests.scheme.fund.factories import notified, prepared
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT, CERTIFIER, OFFICER, REQUESTER

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 3, 1)


def host_of(order: Order) -> Actor:
    return actor("host_representative", "organization", order.organization_id)


def test_each_desk_counts_what_waits_there():
    endowment = make.endowment()
    firsts = [make.schedule(of=endowment)[0] for _ in range(5)]
    assert [(it.posts, it.amount) for it in queries.to_request(REQUESTER)] == [(2, Money(2_000_000))] * 5
    for build, instalment in zip((make.requested, make.certified, make.ordered, make.accepted), firsts, strict=False):
        build(instalment=instalment)
    make.sent(make.accepted(instalment=firsts[4]))
    found = {desk.code: (desk.count, desk.amount.cents) for desk in queries.desks(OFFICER, endowment.pk)}
    assert found == {"certify": (1, 2_000_000), "order": (1, 2_000_000), "pay": (2, 4_000_000), "reconcile": (1, 2_000_000)}
    assert queries.to_request(REQUESTER) == []
    assert sorted(row.status_label for row in queries.orders_at("pay", ACCOUNTANT)) == ["ordonnancé", "pris en charge"]
    assert len(queries.orders_to_batch(endowment.pk, ACCOUNTANT)) == 1 and len(queries.batches(ACCOUNTANT, endowment.pk)) == 1
    stranger = Actor(OFFICER.pk, "prefecture", Scope("department", "19"))
    assert queries.orders_at("pay", stranger) == [] and queries.batches(stranger) == []


def test_an_endowment_without_account_is_one_that_is_notified_and_has_none_declared():
    make.endowment()
    prepared()
    opened = notified()
    assert queries.endowments_without_account(ACCOUNTANT) == [opened]
    assert queries.endowments_without_account(actor("host_representative", "organization", "x")) == []


def test_an_order_tells_its_hands_and_its_story():
    person = PersonFactory(first_name="Rose", last_name="Ribeiro")
    order = actions.request(instalment_id=make.schedule()[0].pk, by=Actor(person.pk, "requester"))
    actions.certify(order_id=order.pk, by=CERTIFIER)
    page = queries.order_page(order.pk, OFFICER)
    assert [(hand.label, hand.who) for hand in page.hands][:2] == [("demande", "Rose Ribeiro"), ("certification", "")]
    assert [step.label for step in page.steps] == ["demandé", "certifié"] and page.acts == ("order",)
    assert queries.order_page(order.pk, ACCOUNTANT).acts == ()
    assert queries.order_page(order.pk, CERTIFIER).acts == ("cancel", "reduce")
    details = order.bank_details
    details.move_to("replaced", act="replace", on=clock.now(), by=CERTIFIER)
    assert "certify_again" in queries.order_page(order.pk, CERTIFIER).acts, "the payee's account has changed"
    assert order.iban not in page.iban and len(page.lines) == 2
    assert queries.order_page(order.pk, host_of(order)).row.number == order.number
    with pytest.raises(NotFound):
        queries.order_page(order.pk, actor("host_representative", "organization", person.pk))


def test_a_batch_shows_its_sums_by_two_paths():
    batch = make.frozen()
    page = queries.batch_page(batch.pk, ACCOUNTANT)
    assert page.said == page.in_database == page.in_file == (1, Money(2_000_000)) and page.agrees
    assert page.sha256 == batch.document.sha256
    Order.objects.update(cents=7)
    assert not queries.batch_page(batch.pk, ACCOUNTANT).agrees
    with pytest.raises(NotFound):
        queries.batch_page(batch.pk, actor("host_representative", "organization", batch.pk))


def test_the_host_knows_what_is_missing_who_has_the_ball_and_until_when():
    order = make.requested()
    agreement = order.instalment.agreement
    first, second, _ = queries.where_is_my_money(order.organization_id, host_of(order))
    assert (first.agreement_number, first.amount, first.paid) == (agreement.number, Money(2_000_000), Money(0))
    (part,) = first.parts
    assert (part.missing.what, part.missing.since, part.missing.expected_on) == (
        "la certification de la demande",
        DAY,
        DAY + dt.timedelta(30),
    )
    assert "contrat de travail en cours le 1ᵉʳ septembre 2021" in second.parts[0].missing.what
    assert second.parts[0].missing.who == "Votre structure"
    assert queries.where_is_my_money(order.organization_id, actor("host_representative", "organization", agreement.pk)) == []


@pytest.mark.parametrize(
    ("build", "who"),
    [("certified", "ordonnateur"), ("ordered", "comptable"), ("accepted", "comptable"), ("sent", "banque")],
)
def test_each_step_names_who_has_the_ball(build, who):
    getattr(make, build)()
    order = Order.objects.get()
    assert who in queries.where_is_my_money(order.organization_id, SYSTEM)[0].parts[0].missing.who


def test_a_vacant_post_and_absent_bank_details_are_said():
    instalments = make.schedule(posts=2)
    organization_id = instalments[0].agreement.organization_id
    BankDetails.objects.update(status="replaced")
    with clock.at(dt.date(2021, 10, 1)):
        first, second, third = queries.where_is_my_money(organization_id, SYSTEM)
    assert first.parts[0].missing.what == "des coordonnées bancaires actives"
    assert "vacant ce jour-là" in second.parts[0].missing.what and second.parts[0].missing.expected_on is None
    assert third.parts[0].posts and len(third.parts[0].posts) == 2


def test_the_local_bank_goes_on_from_the_last_statement_until_everything_is_paid():
    endowment = make.endowment()
    for _ in range(2):
        make.sent(make.accepted(instalment=make.schedule(of=endowment)[0]))
        answer = queries.answer_of_local_bank(endowment.pk, DAY)
        result = actions.read_statement(endowment_id=endowment.pk, content=answer, by=ACCOUNTANT)
        assert (result.unmatched, result.already_known) == (0, 0)
        assert queries.closing_cents(endowment.pk) == fund.position(endowment.pk).cash.bank
    assert queries.closing_cents(endowment.pk) == 46_000_000 and len(queries.statements(endowment.pk, ACCOUNTANT)) == 2
    assert queries.lines_to_reconcile(ACCOUNTANT) == []
    lines = InstalmentLine.objects.filter(instalment__agreement__endowment_id=endowment.pk).order_by().values_list("status")
    totals = {status: (cents, count) for status, cents, count in lines.annotate(Sum("cents"), Count("pk"))}
    assert totals.pop(LineStatus.PAID) == (4_000_000, 4)
    assert {status: cents for status, (cents, _) in totals.items()} == {LineStatus.PLANNED: 16_000_000}
    assert queries.where_is_my_money(Order.objects.first().organization_id, SYSTEM)[0].parts[0].paid_on == DAY


def test_the_invariants_hold_at_every_step_and_see_each_fault():
    endowment = make.endowment()
    for build in (make.requested, make.certified, make.ordered, make.accepted):
        build(instalment=make.schedule(of=endowment)[0])
    make.sent(make.accepted(instalment=make.schedule(of=endowment)[0]))
    actions.order_service(
        endowment_id=endowment.pk, organization_id=Order.objects.first().organization_id, envelope="training", nature="training",
        label="Session", cents=5, service_id=endowment.pk, by=SYSTEM,
    )  # fmt: skip
    assert {it.name for it in queries.checks(endowment.pk)} == {"I10", "I12", "I13", "I14", "I15", "I17", "I19", "I21", "I22", "I25"}
    assert all(it.ok for it in fund.verify(endowment.pk, extra=[queries.checks])), list(queries.checks(endowment.pk))
    line = InstalmentLine.objects.filter(status="ordered").first()
    InstalmentLine.objects.filter(pk=line.pk).update(cents=1)
    assert {it.name for it in queries.checks() if not it.ok} == {"I15", "I21"}
    InstalmentLine.objects.filter(pk=line.pk).update(cents=line.cents)
    agreed, iban = line.instalment.agreement.lines.get(number=line.instalment.number), line.order.iban
    AgreementLine.objects.filter(pk=agreed.pk).update(cents=agreed.cents - 1)
    Order.objects.filter(pk=line.order_id).update(iban=make.made_up_iban(99))
    assert {it.name: it.count for it in queries.checks() if not it.ok} == {"I12": 1, "I19": 1}
    AgreementLine.objects.filter(pk=agreed.pk).update(cents=agreed.cents)
    Order.objects.filter(pk=line.order_id).update(iban=iban)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE payments_order SET cents = cents + 1 WHERE status = 'certified'")
    PersonFactory(pk=CERTIFIER.pk, same_person_as=PersonFactory(pk=REQUESTER.pk))
    assert {it.name for it in queries.checks() if not it.ok} == {"I15", "I17", "I22"}
