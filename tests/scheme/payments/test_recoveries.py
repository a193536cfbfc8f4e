"""Money asked back: heard first, notified by another, given up by a third; each euro once, gross, and the books follow."""

from __future__ import annotations

import contextvars
import datetime as dt
import itertools
import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import verify_pdf
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden, Invalid, NotFound, Refusal, RuleBroken, WrongState
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import actions as fund_actions
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.actions.money import key_of, payment_of
from lucette.scheme.payments.adapters import answers as said
from lucette.scheme.payments.adapters.answers import Movement
from lucette.scheme.payments.enums import OPEN, RECOVERY, RecoveryGround, RecoveryStatus
from lucette.scheme.payments.models import InstalmentLine, Order, Recovery, RecoveryLine, RecoveryReceipt, SettlementCheck, StatementLine
from tests.foundation.accounts.factories import PersonFactory, actor
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.fund.factories import FUNDER
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT, CERTIFIER, OFFICER, REQUESTER
from tests.scheme.payments.recoveries import (
    DELEGATE,
    R,
    came_in,
    collect,
    due,
    host_of,
    issued,
    notified,
    paid,
    receive,
    recovery_in,
    reminded,
    replied,
)
from tests.states import assert_edge, count_rows, edges, stored

S = RecoveryStatus
DECISION = "Décision du 3 mai 2021"


def answered() -> Recovery:
    it = issued()
    return R.answer(recovery_id=it.pk, text="Les ateliers ont eu lieu.", by=host_of(it))


PERFORM: dict[str, Any] = {
    "answer": lambda it, by=None: R.answer(recovery_id=it.pk, text="Nos observations.", by=by or host_of(it)),
    "reply": lambda it, by=REQUESTER: R.reply(recovery_id=it.pk, text="Notre réponse.", by=by),
    "notify": lambda it, by=OFFICER: R.notify(recovery_id=it.pk, by=by),
    # the clock takes only those in the right state: here, the table itself
    "fall_due": lambda it: it.move_to(S.DUE, act="fall_due", on=clock.now(), by=SYSTEM),
    "remind": lambda it, by=ACCOUNTANT: R.remind(recovery_id=it.pk, by=by),
    "collect": lambda it, by=ACCOUNTANT: collect(StatementLine.objects.get(bank_reference="VIR-9"), it, by=by),
    "waive": lambda it, by=DELEGATE: R.waive(recovery_id=it.pk, decision=DECISION, by=by),
    "write_off": lambda it, by=DELEGATE: R.write_off(recovery_id=it.pk, decision=DECISION, by=by),
    "cancel": lambda it, by=DELEGATE: R.cancel(recovery_id=it.pk, decision=DECISION, by=by),
}
HOLDERS = {
    "answer": {RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY},
    "reply": {RoleName.REQUESTER, RoleName.CERTIFIER, RoleName.CAISSE_DELEGATE},
    "notify": {RoleName.AUTHORISING_OFFICER},
    "remind": {RoleName.ACCOUNTANT},
    "collect": {RoleName.ACCOUNTANT},
    **{act: {RoleName.CAISSE_DELEGATE} for act in ("waive", "write_off", "cancel")},
}


def ready_for(act: str, status: str) -> Recovery:
    """In this status, and such that only the table may refuse the act."""
    if status == S.ISSUED and act in ("reply", "notify"):
        return answered() if act == "reply" else replied()
    it = recovery_in(status)
    if status == S.REMINDED:
        Recovery.objects.filter(pk=it.pk).update(reminded_on=clock.today() - dt.timedelta(30))
    if act == "collect":
        came_in(it, 500_000, "VIR-9")
    return it


def exact(it: Recovery) -> None:
    """Every invariant holds, and the bank equals the last statement (I10)."""
    checks = [*fund.verify(it.endowment_id), *queries.checks(it.endowment_id)]
    assert not [check for check in checks if not check.ok]
    assert fund.position(it.endowment_id).cash.bank == queries.closing_cents(it.endowment_id)


def sound() -> None:
    broken = [(it.code, it.found) for it in fund.verify(extra=[queries.checks]) if not it.ok]
    assert not broken


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "act"), edges(RECOVERY))
def test_every_edge_of_a_recovery(status: str, act: str) -> None:
    assert_edge(RECOVERY, status, act, lambda _: ready_for(act, status), PERFORM)


@pytest.mark.django_db
@pytest.mark.parametrize("act", HOLDERS)
def test_every_other_role_is_refused_in_every_state(act: str) -> None:
    for status in RECOVERY.by_act[act].sources:
        with transaction.atomic():
            it = ready_for(act, status)
            row, rows = stored(it), count_rows()
            for role in set(RoleName) - HOLDERS[act]:
                mine = role in (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY)
                by = host_of(it, role) if mine else actor(role)
                with pytest.raises(Forbidden):
                    PERFORM[act](it, by=by)
            assert (stored(it), count_rows()) == (row, rows)
            transaction.set_rollback(True)


@pytest.mark.django_db
class TestIssue:
    def test_it_is_gross_and_shown_to_the_host_before_anything_is_due(self) -> None:
        it = issued()
        position = fund.position(it.endowment_id)
        assert (position.cash.receivable, position.paid, position.cash.payable) == (500_000, 2_000_000, 0)
        assert (it.status, it.answer_by) == (S.ISSUED, clock.today() + dt.timedelta(30))
        assert it.due_on is None
        letter = Letter.objects.get(kind="recovery.issued")
        assert "répondre jusqu’au" in letter.body and letter.to_organization == it.organization_id
        sound()

    def test_no_more_than_what_is_paid_and_nothing_is_written(self) -> None:
        agreement = paid()
        issued(agreement, 1_500_000)
        before = count_rows()
        for lines in ({1: 500_001}, {2: 1}, {9: 1}, {1: 0}, {1: -5}, {}):
            with pytest.raises(RuleBroken), transaction.atomic():
                issued(agreement, lines=lines)
        with pytest.raises(Invalid):
            issued(agreement, explanation="  ")
        assert count_rows() == before
        issued(agreement, 500_000)
        sound()

    def test_the_computed_one_asks_only_what_was_not_asked_already(self) -> None:
        agreement = paid()
        told: dict[str, Any] = {"agreement_id": agreement.pk, "ground": RecoveryGround.UNJUSTIFIED, "explanation": "x", "by": CERTIFIER}
        first = R.issue_computed(figures={"justified": 1_800_000}, **told)
        assert queries.recovery_page(first.pk, CERTIFIER).amount.cents == 200_000
        with pytest.raises(RuleBroken, match="aucun trop-perçu"):
            R.issue_computed(figures={"justified": 1_800_000}, **told)
        second = R.issue_computed(figures={"justified": 1_500_000}, **told)
        assert queries.recovery_page(second.pk, CERTIFIER).amount.cents == 300_000
        R.cancel(recovery_id=first.pk, decision=DECISION, by=DELEGATE)
        again = R.issue_computed(figures={"justified": 1_500_000}, **told)
        assert queries.recovery_page(again.pk, CERTIFIER).amount.cents == 200_000, "what is cancelled may be asked again"
        with pytest.raises(Invalid) as refusal:
            R.issue_computed(figures={}, **told)
        assert "justified" in refusal.value.fields
        sound()

    def test_an_end_asks_the_months_not_used(self) -> None:
        agreement = paid()
        post = InstalmentLine.objects.filter(instalment__agreement=agreement).order_by("post__number")[0].post
        make.contract(post, ends_on=dt.date(2021, 4, 15))
        told: dict[str, Any] = {"agreement_id": agreement.pk, "ground": RecoveryGround.TERMINATION, "by": REQUESTER}
        found = queries.overpaid(**told, until=dt.date(2021, 9, 1))
        # 50 000 € for 24 months: two months begun are 4 166,67 €; the other post never was filled
        assert [(it.used, it.over_cents) for it in found.posts] == [(2, 583_333), (0, 1_000_000)]
        only = queries.overpaid(**told, until=dt.date(2021, 9, 1), posts=[post.pk])
        assert only.total_cents == 583_333
        it = R.issue_computed(**told, until=dt.date(2021, 9, 1), explanation="Fin de la convention.")
        assert queries.recovery_page(it.pk, REQUESTER).amount.cents == 1_583_333
        assert "2 mois utilisés sur 24" in str(queries.reasons(it.computation, it.ground))

    def test_of_two_people_who_ask_at_once_one_is_refused_or_asks_the_rest(self) -> None:
        agreement = paid()
        with pytest.raises(RuleBroken):
            for _ in range(2):
                R.issue_computed(
                    agreement_id=agreement.pk, ground=RecoveryGround.PAID_TWICE, figures={"twice": 700_000}, explanation="x", by=CERTIFIER
                )
        assert Recovery.objects.count() == 1


@pytest.mark.django_db
class TestExchange:
    def test_the_host_answers_again_until_it_is_replied_to(self) -> None:
        it = answered()
        it = R.answer(recovery_id=it.pk, text="Voici les feuilles.", by=host_of(it))
        assert it.answer == "Voici les feuilles."
        R.reply(recovery_id=it.pk, text="Lues.", by=REQUESTER)
        before = count_rows()
        with pytest.raises(RuleBroken):
            R.answer(recovery_id=it.pk, text="Encore.", by=host_of(it))
        with pytest.raises(RuleBroken):
            R.reply(recovery_id=it.pk, text="Encore.", by=REQUESTER)
        assert count_rows() == before

    def test_another_host_sees_nothing_of_it(self) -> None:
        it = issued()
        stranger = actor(RoleName.HOST_REPRESENTATIVE, "organization", PersonFactory().pk)
        for ask in (lambda: R.answer(recovery_id=it.pk, text="x", by=stranger), lambda: queries.recovery_page(it.pk, stranger)):
            with pytest.raises(NotFound):
                ask()
        assert queries.recoveries_of(stranger) == [] and queries.recoveries_page(stranger)[0] == []

    def test_too_late_is_too_late(self) -> None:
        it = issued()
        with clock.at(it.answer_by + dt.timedelta(1)), pytest.raises(RuleBroken, match="délai"):
            R.answer(recovery_id=it.pk, text="x", by=host_of(it))


@pytest.mark.django_db
class TestNotify:
    def test_not_before_the_host_was_heard(self) -> None:
        silent, heard = issued(), answered()
        before = count_rows()
        for it, words in ((silent, "peut répondre"), (heard, "lui répond")):
            with pytest.raises(RuleBroken, match=words):
                R.notify(recovery_id=it.pk, by=OFFICER)
        with clock.at(heard.answer_by + dt.timedelta(9)), pytest.raises(RuleBroken):
            R.notify(recovery_id=heard.pk, by=OFFICER)
        assert count_rows() == before
        with clock.at(silent.answer_by + dt.timedelta(1)):
            assert R.notify(recovery_id=silent.pk, by=OFFICER).status == S.NOTIFIED

    def test_the_order_is_a_sealed_document_of_the_host(self) -> None:
        it = notified()
        assert it.title and it.title.organization_id == it.organization_id and it.due_on == clock.today() + dt.timedelta(60)
        content = documents.content(it.title.pk)
        assert [report.valid for report in verify_pdf(content)] == [True]
        assert "À payer avant le" in Letter.objects.get(kind="recovery.notified").body

    def test_never_by_the_issuer_under_another_role_or_account(self) -> None:
        issuer = PersonFactory()
        second = PersonFactory(same_person_as=issuer)
        it = replied(by=Actor(issuer.pk, RoleName.REQUESTER))
        for pk in (issuer.pk, second.pk):
            with pytest.raises(Forbidden):
                R.notify(recovery_id=it.pk, by=Actor(pk, RoleName.AUTHORISING_OFFICER))
            with pytest.raises(Forbidden):
                R.cancel(recovery_id=it.pk, decision=DECISION, by=Actor(pk, RoleName.CAISSE_DELEGATE))
        it = R.notify(recovery_id=it.pk, by=OFFICER)
        with pytest.raises(Forbidden):
            R.waive(recovery_id=it.pk, decision=DECISION, by=Actor(OFFICER.pk, RoleName.CAISSE_DELEGATE))


@pytest.mark.django_db
class TestTime:
    def test_past_its_last_day_it_is_due_and_then_reminded_at_the_interval(self) -> None:
        it = notified()
        assert it.due_on and R.fall_due(on=it.due_on, by=SYSTEM) == 0
        assert R.fall_due(on=it.due_on + dt.timedelta(1), by=SYSTEM) == 1
        with pytest.raises(Forbidden):
            R.fall_due(on=it.due_on, by=OFFICER)
        for days, count in ((29, 0), (30, 1), (31, 0), (60, 1)):
            day = it.due_on + dt.timedelta(days)
            with clock.at(day):
                assert R.remind_late(on=day, by=SYSTEM) == count
        it.refresh_from_db()
        assert (it.status, it.reminders) == (S.REMINDED, 2)

    def test_by_hand_once_a_day(self) -> None:
        it = reminded()
        with pytest.raises(RuleBroken):
            R.remind(recovery_id=it.pk, by=ACCOUNTANT)


@pytest.mark.django_db
class TestCollect:
    def test_a_part_keeps_the_state_the_whole_ends_it_and_the_excess_waits(self) -> None:
        it = notified()
        assert receive(it, 200_000).collected == 200_000
        it.refresh_from_db()
        assert it.status == S.NOTIFIED
        found = receive(it, 350_000, "VIR-2")
        it.refresh_from_db()
        assert (found.collected, found.suspended, it.status) == (300_000, 50_000, S.COLLECTED)
        position = fund.position(it.endowment_id)
        assert (position.paid, position.recovered, position.cash.receivable) == (1_500_000, 500_000, 0)
        assert position.cash.suspense_receipts == 50_000
        assert Letter.objects.filter(kind="recovery.collected").count() == 2

    def test_the_same_line_counts_once_and_the_bank_stays_exact(self) -> None:
        it = notified()
        line = came_in(it, 200_000)
        collect(line, it)
        with pytest.raises(WrongState):
            collect(line, it)
        receipt = RecoveryReceipt.objects.get()
        assert (receipt.line, receipt.cents, fund.position(it.endowment_id).recovered) == (line, 200_000, 200_000)
        exact(it)

    def test_what_passes_the_order_is_refused_with_its_reason_until_somebody_says_so(self) -> None:
        it = notified()
        line, before = came_in(it, 500_100), None
        before = count_rows()
        with pytest.raises(Invalid) as refusal:
            collect(line, it)
        assert "1,00\xa0€ de plus" in refusal.value.fields["excess"].replace("\u202f", "\xa0") and count_rows() == before
        assert collect(line, it, excess=True).suspended == 100
        assert queries.excess_cents(it.endowment_id) == 100
        exact(it)

    def test_one_line_pays_several_orders_the_oldest_first(self) -> None:
        agreement = paid()
        first, second, third = (issued(agreement, cents) for cents in (300_000, 200_000, 100_000))
        line = came_in(first, 400_000)
        assert [it.pk for it in queries.collectable(line.pk, ACCOUNTANT)] == [first.pk, second.pk, third.pk]
        collect(line, second, first)
        left = [queries.recovery_page(it.pk, ACCOUNTANT).left.cents for it in (first, second, third)]
        assert left == [0, 100_000, 100_000] and RecoveryReceipt.objects.count() == 2
        with pytest.raises(WrongState):
            collect(came_in(second, 100_000, "VIR-2"), second, first)
        exact(first)

    def test_what_was_collected_is_used_again_or_given_back_to_the_state(self) -> None:
        it = notified()
        receive(it, 500_000)
        (found,) = queries.collected_lines(it.endowment_id, DELEGATE)
        assert (found.agreement.pk, found.number, found.cents) == (it.agreement_id, 1, 500_000)
        fund_actions.reuse_collected(
            endowment_id=it.endowment_id, subject=f"agreement/{it.agreement_id}", number=1, cents=200_000, key="reuse:1:1", by=FUNDER
        )
        content = said.statement(
            make.bank_of(it.endowment_id).iban,
            9,
            clock.today(),
            queries.closing_cents(it.endowment_id),
            [Movement(300_000, False, "R", "")],
        )
        actions.read_statement(endowment_id=it.endowment_id, content=content, by=ACCOUNTANT)
        line = StatementLine.objects.get(bank_reference="R")
        actions.recognise_restitution(line_id=line.pk, origin="collected", source=(it.agreement_id, 1), by=ACCOUNTANT)
        assert queries.collected_lines(it.endowment_id, DELEGATE) == [] and fund.position(it.endowment_id).restituted == 300_000
        exact(it)

    def test_a_row_that_the_books_do_not_know_is_named(self) -> None:
        it = notified()
        receive(it, 100_000)
        for changes in ({"collected_cents": 99_999}, {"given_up_cents": 1}):
            with transaction.atomic():
                RecoveryLine.objects.filter(recovery=it).update(**changes)
                (bad,) = [check for check in queries.checks(it.endowment_id) if not check.ok]
                assert bad.name == "I13" and str(it.agreement_id) in bad.first
                transaction.set_rollback(True)
        exact(it)

    def test_its_title_and_its_statements_are_evidence_of_the_year_as_those_of_tranches(self) -> None:
        it = notified()
        receive(it, 500_000)
        line = came_in(it, 7_700, "TRANCHE-9")
        actions.recognise_tranche(line_id=line.pk, by=ACCOUNTANT)
        it.refresh_from_db()
        year = {"endowment_id": it.endowment_id, "since": dt.date(2021, 1, 1), "until": dt.date(2021, 12, 31)}
        found = {one.number: one for one in queries.evidence_of_receipts(DELEGATE, **year)}
        assert found[it.number].documents == (it.title_id, StatementLine.objects.get(bank_reference="VIR-1").statement.document_id)
        assert line.statement.document_id in {pk for one in found.values() if one.payee == "État" for pk in one.documents}
        assert not queries.evidence_of_receipts(DELEGATE, **year | {"since": dt.date(2021, 12, 31)})

    def test_likely_orders_and_lines_are_shown_first(self) -> None:
        agreement = paid()
        first, second = issued(agreement, 300_000), issued(agreement, 200_000)
        other, named = came_in(first, 300_000, "A"), came_in(first, 5, "B", label=f"Reversement {second.number}")
        assert [it.likely for it in queries.collectable(named.pk, ACCOUNTANT)] == [2, 0]
        assert [it.pk for it in queries.receipts_for(second.pk, ACCOUNTANT)] == [named.pk, other.pk]
        assert [it.pk for it in queries.receipts_for(first.pk, ACCOUNTANT)] == [other.pk, named.pk]
        with pytest.raises(NotFound):
            queries.collectable(named.pk, host_of(first))

    def test_an_order_of_another_endowment_or_already_paid_is_not_chosen(self) -> None:
        it, elsewhere = issued(), issued()
        line = came_in(it, 100_000)
        for chosen in ((elsewhere,), (it, elsewhere), ()):
            with pytest.raises(Invalid):
                collect(line, *chosen)
        with pytest.raises(Forbidden):
            collect(line, it, by=OFFICER)

    def test_the_excess_never_settles_another_order_of_the_same_instalment(self) -> None:
        agreement = paid()
        first, other = issued(agreement, 300_000), issued(agreement, 200_000)
        receive(first, 400_000)
        other.refresh_from_db()
        assert other.status == S.ISSUED and fund.position(agreement.endowment_id).cash.receivable == 200_000
        assert fund.position(agreement.endowment_id).cash.suspense_receipts == 100_000

    def test_a_return_told_by_the_statement_settles_what_is_asked_back_then_waits(self) -> None:
        agreement = paid()
        first, second = issued(agreement, 300_000), issued(agreement, 1_700_000)
        order = Order.objects.get(instalment__agreement=agreement)
        back = make.gives_back(order, 500_000)
        content = queries.answer_of_local_bank(agreement.endowment_id, clock.today(), [back])
        assert actions.read_statement(endowment_id=agreement.endowment_id, content=content, by=ACCOUNTANT).matched == 1
        left = [queries.recovery_page(it.pk, ACCOUNTANT).left.cents for it in (first, second)]
        first.refresh_from_db()
        assert (left, first.status) == ([0, 1_500_000], S.COLLECTED), "the oldest first"
        assert fund.position(agreement.endowment_id).cash.returned_transfers == 0, "nothing is owed again"
        exact(first)

    def test_a_transfer_that_comes_back_settles_it(self) -> None:
        agreement = paid()
        it = issued(agreement, 2_000_000)
        order = Order.objects.get(instalment__agreement=agreement)
        went = fund_actions.return_transfer(
            payment=payment_of(order), key=key_of(order), cents=2_000_000, on=clock.today(), reason="AC04", by=SYSTEM
        )
        assert went.collected == 2_000_000
        R.settled_by_return(instalment_id=order.instalment_id, cents=went.collected, on=clock.today(), by=SYSTEM)
        it.refresh_from_db()
        assert it.status == S.COLLECTED
        with pytest.raises(RuleBroken):
            R.settled_by_return(instalment_id=order.instalment_id, cents=1, on=clock.today(), by=SYSTEM)


@pytest.mark.django_db
class TestAnotherHost:
    """The host becomes another legal person (event 30)."""

    def test_what_is_asked_back_follows_the_agreement_and_is_collected_of_the_new_host(self) -> None:
        it, new, amendment = notified(), OrganizationFactory(), uuid4()
        receive(it, 100_000)
        told = {"agreement_id": it.agreement_id, "new_id": new.pk, "amendment_id": amendment}
        with pytest.raises(Forbidden):
            actions.change_entity(**told, by=ACCOUNTANT)
        (moved,) = actions.change_entity(**told, by=DELEGATE)
        Agreement.objects.filter(pk=it.agreement_id).update(organization=new)
        assert moved.organization_id == new.pk and fund.position(it.endowment_id).cash.receivable == 400_000
        assert queries.recoveries_of(actor(RoleName.HOST_REPRESENTATIVE, "organization", new.pk)) == [moved]
        exact(it)
        moved.refresh_from_db()
        receive(moved, 400_000, "VIR-2")
        moved.refresh_from_db()
        assert moved.status == S.COLLECTED
        exact(it)

    def test_what_is_closed_stays_with_the_old_host_and_an_order_under_way_holds_all(self) -> None:
        agreement = paid()
        done = issued(agreement, 100_000)
        receive(done, 100_000)
        told = {"agreement_id": agreement.pk, "new_id": OrganizationFactory().pk, "amendment_id": uuid4()}
        assert actions.change_entity(**told, by=DELEGATE) == []
        done.refresh_from_db()
        assert done.organization_id == agreement.organization_id
        waiting = make.certified().instalment
        assert waiting
        with pytest.raises(RuleBroken, match="en cours"):
            actions.change_entity(**told | {"agreement_id": waiting.agreement_id}, by=DELEGATE)


@pytest.mark.django_db
class TestGivenUp:
    def test_a_third_person_gives_up_what_is_left_by_decision(self) -> None:
        it = due()
        receive(it, 100_000)
        with pytest.raises(Invalid):
            R.write_off(recovery_id=it.pk, decision=" ", by=DELEGATE)
        it = R.write_off(recovery_id=it.pk, decision=DECISION, by=DELEGATE)
        page = queries.recovery_page(it.pk, DELEGATE)
        assert (it.status, page.left.cents, page.collected.cents) == (S.WRITTEN_OFF, 0, 100_000)
        position = fund.position(it.endowment_id)
        assert (position.cash.receivable, position.cash.resources["recoveries"]) == (0, 100_000)
        assert DECISION in Letter.objects.get(kind="recovery.given_up").body
        with pytest.raises(WrongState):
            receive(it, 5, "VIR-5")


@pytest.mark.django_db
class TestPostgresql:
    """What must never be true is refused there first."""

    def refused(self, it: Recovery, match: str, **changes: Any) -> None:
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            Recovery.objects.filter(pk=it.pk).update(**changes)

    def test_notified_means_heard_by_another_with_a_document(self) -> None:
        it, today = issued(), clock.today()
        whole = {"status": S.NOTIFIED, "notified_by": OFFICER.pk, "notified_on": today, "due_on": today}
        self.refused(it, "notified_before_due|heard", **whole)
        self.refused(replied(), "notified_by_another|different", notified_by=REQUESTER.pk)
        self.refused(it, "replied_to_an_answer", reply="x")
        self.refused(it, "answered_when", answer="x")

    def test_given_up_means_a_decision_of_a_third_person(self) -> None:
        it = notified()
        self.refused(it, "given_up_by_decision|still open", status=S.WAIVED)
        self.refused(it, "third_person|different", closed_by=it.notified_by)
        second = PersonFactory(same_person_as=PersonFactory(pk=it.issued_by))
        self.refused(it, "different", closed_by=second.pk)

    def test_closed_leaves_nothing_open_and_what_is_asked_never_changes(self) -> None:
        it = notified()
        self.refused(it, "still open", status=S.COLLECTED)
        for change in ("cents = cents + 1", "collected_cents = cents + 1", "given_up_cents = -1"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE payments_recoveryline SET {change}")
        receive(it, 1)
        with pytest.raises(Exception, match=r"permission denied|history"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM payments_recoveryreceipt")


@pytest.mark.django_db
class TestSettlements:
    def sample(self, count: int = 4, size: int = 2, seed: str = "2023-03") -> Any:
        of = make.endowment(cash=40_000_000)
        for _ in range(count):
            paid(of=of)
        return of

    def test_the_same_seed_draws_the_same_hosts_and_what_passes_the_cost_is_asked_back(self) -> None:
        of = self.sample()
        with clock.at(dt.date(2023, 4, 1)):
            it = R.draw_sample(endowment_id=of.pk, ended_by=dt.date(2023, 3, 31), size=2, seed="2023-03", by=REQUESTER)
            _, checks = queries.sample_page(it.pk, REQUESTER)
            assert (it.among, len(checks)) == (4, 2)
            good = R.check_settlement(check_id=checks[0].pk, salary_cents=5_000_000, other_aid_cents=0, by=REQUESTER)
            over = R.check_settlement(check_id=checks[1].pk, salary_cents=3_000_000, other_aid_cents=1_400_000, by=CERTIFIER)
            assert (good.over_cents, good.recovery) == (0, None)
            assert over.over_cents == 400_000 and over.recovery.ground == RecoveryGround.FINAL_SETTLEMENT
            before = count_rows()
            for refused in (
                lambda: R.check_settlement(check_id=over.pk, salary_cents=1, other_aid_cents=1, by=REQUESTER),
                lambda: R.draw_sample(endowment_id=of.pk, ended_by=dt.date(2023, 3, 31), size=1, seed="autre", by=REQUESTER),
                lambda: R.draw_sample(endowment_id=of.pk, ended_by=dt.date(2022, 3, 31), size=1, seed="autre", by=REQUESTER),
                lambda: R.draw_sample(endowment_id=of.pk, ended_by=dt.date(2023, 3, 30), size=0, seed="autre", by=REQUESTER),
                lambda: R.draw_sample(endowment_id=of.pk, ended_by=dt.date(2023, 3, 30), size=1, seed="autre", by=ACCOUNTANT),
            ):
                with pytest.raises(Refusal), transaction.atomic():
                    refused()
            assert count_rows() == before
        with pytest.raises(IntegrityError), transaction.atomic():
            SettlementCheck.objects.filter(pk=checks[0].pk).update(checked_by=None)


@pytest.mark.django_db(transaction=True)
def test_the_same_line_taken_by_eight_at_once_counts_once() -> None:
    with acting(SYSTEM):
        it = notified()
        line = came_in(it, 500_000)
    taken: list[Any] = []
    start, numbers = threading.Barrier(8), itertools.count()

    def take() -> None:
        start.wait()
        try:
            with acting(ACCOUNTANT):
                taken.append(collect(line, it))
        except Refusal as refusal:
            taken.append(refusal)
        finally:
            connection.close()
        next(numbers)

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(take,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 8 and sum(isinstance(it, WrongState) for it in taken) == 7
    with acting(SYSTEM):
        assert RecoveryReceipt.objects.count() == 1 and fund.position(it.endowment_id).recovered == 500_000


def test_the_open_states_are_those_where_money_may_come() -> None:
    assert set(OPEN) == set(RECOVERY.by_act["collect"].sources)
    assert actions.recoveries is R
