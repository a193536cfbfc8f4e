"""A line that nothing can pay on its due date waits aside, in plain sight: resumed, overridden by two persons, reduced or cancelled."""

from __future__ import annotations

import contextvars
import datetime as dt
import os
import random
import threading
from collections import Counter
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.agreements.models import Agreement, AgreementLine
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.enums import HoldGround, LineStatus, OverrideStatus
from lucette.scheme.payments.models import ConditionOverride, Instalment, InstalmentLine, Order
from lucette.scheme.posts.models import Post
from tests.foundation.accounts.factories import PersonFactory, RoleFactory, actor
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import CERTIFIER, OFFICER, REQUESTER, SECOND
from tests.states import count_rows

pytestmark = pytest.mark.django_db
BANK = {RoleName.REQUESTER, RoleName.CERTIFIER}


def sound(endowment_id: object) -> bool:
    return all(it.ok for it in fund.verify(endowment_id, extra=[queries.checks]))  # type: ignore[arg-type]


def again(line: InstalmentLine) -> InstalmentLine:
    return InstalmentLine.objects.get(pk=line.pk)


# -- on the due date


def test_on_its_due_date_a_vacant_post_is_held_with_its_reason_and_holds_up_no_other() -> None:
    _, second, third = make.schedule(posts=3)
    filled, *_ = Post.objects.order_by("number")
    make.contract(filled)
    with clock.at(SECOND):
        assert (actions.fall_due(on=SECOND, by=SYSTEM), actions.hold_missed(on=SECOND, by=SYSTEM)) == (1, 2)
        assert actions.hold_missed(on=SECOND, by=SYSTEM) == 0
    assert Counter(second.lines.values_list("status", "held_for")) == {("due", ""): 1, ("held", "vacant"): 2}
    assert second.lines.filter(reason="Le poste était vacant le 1ᵉʳ septembre 2021, date de l’échéance.").count() == 2
    assert set(third.lines.values_list("status", flat=True)) == {"planned"}
    letter = Letter.objects.get(kind="instalment_line.held")
    assert letter.body.count("était vacant") == 2 and sound(second.agreement.endowment_id)


@pytest.mark.parametrize(
    ("ground", "change"),
    [
        (HoldGround.RETURNED, lambda: Post.objects.update(released_at=clock.now())),
        (HoldGround.CLOSED, lambda: Organization.objects.update(closed_on=SECOND)),
        (HoldGround.NOT_IN_FORCE, lambda: Agreement.objects.update(status="signed_by_host")),
    ],
)
def test_a_returned_post_a_closed_host_and_a_dead_agreement_are_held_each_for_its_cause(ground, change) -> None:
    _, second, _ = make.schedule(posts=1)
    make.contract(Post.objects.get())
    change()
    with clock.at(SECOND):
        assert actions.fall_due(on=SECOND, by=SYSTEM) == 0
        actions.hold_missed(on=SECOND, by=SYSTEM)
        line = second.lines.get()
        assert (line.status, line.held_for) == (LineStatus.HELD, ground)
        for by in (REQUESTER, CERTIFIER):
            with pytest.raises(RuleBroken):
                actions.ask_override(line_id=line.pk, motive="payer quand même", by=by)
            with pytest.raises(RuleBroken):
                actions.resume(line_id=line.pk, by=by)


def test_a_contract_declared_late_resumes_the_line_and_closes_the_override_asked() -> None:
    override = make.asked()
    with clock.at(dt.date(2021, 9, 20)):
        make.contract(override.line.post)
    line = again(override.line)
    assert (line.status, line.held_for, line.reason) == (LineStatus.DUE, "", "")
    override.refresh_from_db()
    assert (override.status, override.answered_by) == (OverrideStatus.LAPSED, SYSTEM.pk)


def test_what_was_due_and_lost_its_contract_before_the_request_is_held_too() -> None:
    _, second, _ = make.schedule(posts=1)
    hire_id = make.contract(Post.objects.get())
    with clock.at(SECOND):
        actions.fall_due(on=SECOND, by=SYSTEM)
        actions.end_contract(hire_id=hire_id, ended_on=dt.date(2021, 8, 1), by=SYSTEM)
        assert actions.hold_missed(on=SECOND, by=SYSTEM) == 1
        assert second.lines.get().held_for == HoldGround.VACANT
        with pytest.raises(Forbidden):
            actions.hold_missed(on=SECOND, by=actor("host_representative"))


# -- conditions are facts


def of_condition(condition: str, posts: int = 1) -> Instalment:
    """The second instalment of an agreement, with this condition; its posts have a contract since March."""
    agreement = make.agreement(posts=posts)
    AgreementLine.objects.filter(agreement=agreement, number=2).update(condition=condition)
    _, second, _ = actions.open_schedule(agreement_id=agreement.pk, by=SYSTEM)
    return second


@pytest.mark.parametrize("condition", ["contract_filed", "training_started", "report_accepted"])
def test_a_fact_makes_its_line_due_whenever_it_is_told_and_its_absence_holds_nothing(condition) -> None:
    second = of_condition(condition)
    post, source = Post.objects.get(), uuid4()
    late = dt.date(2021, 10, 15)
    if condition != "contract_filed":
        make.contract(post)
    with clock.at(late):
        assert (actions.fall_due(on=late, by=SYSTEM), actions.hold_missed(on=late, by=SYSTEM)) == (0, 0)
        (part,) = queries.where_is_my_money(second.agreement.organization_id, SYSTEM)[1].parts
        assert part.missing and ("contrat" in part.missing.what or "formation" in part.missing.what or "compte rendu" in part.missing.what)
        if condition == "contract_filed":
            make.contract(post, starts_on=dt.date(2021, 10, 1))
        else:
            for _ in range(2):
                actions.meet_condition(post_id=post.pk, condition=condition, met_on=late, source=source, by=SYSTEM)
        assert second.lines.get().status == LineStatus.DUE
        assert actions.request(instalment_id=second.pk, by=REQUESTER).cents == make.POST_CENTS[1]


def test_a_fact_of_tomorrow_or_told_for_a_vacant_post_pays_nothing_today() -> None:
    second = of_condition("training_started")
    post = Post.objects.get()
    with clock.at(dt.date(2021, 10, 15)):
        actions.meet_condition(post_id=post.pk, condition="training_started", met_on=dt.date(2021, 10, 16), source=uuid4(), by=SYSTEM)
        assert second.lines.get().status == LineStatus.PLANNED
    with clock.at(dt.date(2021, 10, 16)):
        actions.fall_due(on=clock.today(), by=SYSTEM)
        assert actions.hold_missed(on=clock.today(), by=SYSTEM) == 1, "its post is vacant that day"


def test_a_report_counts_for_one_instalment_and_for_every_post() -> None:
    agreement = make.agreement(posts=2)
    AgreementLine.objects.filter(agreement=agreement, number__in=(2, 3)).update(condition="report_accepted")
    _, second, third = actions.open_schedule(agreement_id=agreement.pk, by=SYSTEM)
    for post in Post.objects.all():
        make.contract(post)
    told = {"agreement_id": agreement.pk, "condition": "report_accepted", "by": SYSTEM}
    with clock.at(dt.date(2021, 8, 1)):
        assert actions.meet_condition_of_agreement(met_on=clock.today(), source=uuid4(), **told) == 2
    with clock.at(dt.date(2022, 4, 1)):
        assert actions.fall_due(on=clock.today(), by=SYSTEM) == 2
        assert set(second.lines.values_list("status", flat=True)) == {"due"}
        actions.meet_condition_of_agreement(met_on=clock.today(), source=uuid4(), **told)
        assert set(third.lines.values_list("status", flat=True)) == {"due"}


# -- a person, or another room, holds


def test_a_person_holds_a_line_with_a_reason_and_lets_it_go_on() -> None:
    line = make.schedule(posts=1)[0].lines.get()
    before = count_rows()
    for by in (OFFICER, SYSTEM, actor("host_representative", "organization", uuid4())):
        with pytest.raises(Forbidden):
            actions.hold(line_id=line.pk, ground="suspended", reason="contrôle", by=by)
    for ground, reason in (("vacant", "contrôle"), ("suspended", "  "), ("moon", "contrôle")):
        with pytest.raises(RuleBroken):
            actions.hold(line_id=line.pk, ground=ground, reason=reason, by=REQUESTER)
    assert count_rows() == before
    actions.hold(line_id=line.pk, ground="suspended", reason="Contrôle sur place", by=REQUESTER)
    with pytest.raises(RuleBroken):
        actions.ask_override(line_id=line.pk, motive="urgent", by=REQUESTER)
    actions.fall_due(on=make.IN_FORCE, by=SYSTEM)
    assert again(line).status == LineStatus.HELD, "the night does not resume what a person holds"
    assert actions.resume(line_id=line.pk, by=CERTIFIER).status == LineStatus.DUE
    assert again(line).due_since == line.due_since, "it was due before"


def test_a_suspended_agreement_and_a_late_report_hold_what_no_order_pays() -> None:
    first, second, _ = make.schedule(posts=2)
    make.requested(first)
    told = {"agreement_id": first.agreement_id, "by": SYSTEM}
    assert actions.hold_agreement(ground="report", reason="Compte rendu attendu.", next_only=True, **told) == 2
    assert actions.hold_agreement(ground="report", reason="Compte rendu attendu.", next_only=True, **told) == 0
    assert set(second.lines.values_list("held_for", flat=True)) == {"report"}
    assert actions.hold_agreement(ground="suspended", reason="Contrôle.", **told) == 2
    assert actions.resume_agreement(ground="report", by=SYSTEM, agreement_id=first.agreement_id) == 2
    assert actions.resume_agreement(ground="suspended", by=SYSTEM, agreement_id=first.agreement_id) == 2
    assert not InstalmentLine.objects.filter(status=LineStatus.HELD).exists()


# -- overrides


def test_an_override_needs_a_motive_and_a_second_natural_person() -> None:
    person, other = PersonFactory(), PersonFactory()
    twin = PersonFactory(same_person_as=person)
    line = make.held()
    asker = Actor(person.pk, RoleName.REQUESTER)
    with clock.at(SECOND):
        with pytest.raises(RuleBroken):
            actions.ask_override(line_id=line.pk, motive=" ", by=asker)
        override = actions.ask_override(line_id=line.pk, motive="recrutement retardé par la crue", by=asker)
        before = count_rows()
        with pytest.raises(RuleBroken):
            actions.ask_override(line_id=line.pk, motive="encore", by=CERTIFIER)
        for by in (asker, Actor(person.pk, RoleName.CERTIFIER), Actor(twin.pk, RoleName.CERTIFIER), OFFICER, SYSTEM):
            with pytest.raises(Forbidden):
                actions.confirm_override(override_id=override.pk, by=by)
            with pytest.raises(Forbidden):
                actions.refuse_override(override_id=override.pk, reason="non", by=by)
        assert count_rows() == before and again(line).status == LineStatus.HELD
        for answered in (person.pk, twin.pk):
            with pytest.raises(IntegrityError, match=r"override_by_two|never asks and answers"), transaction.atomic():
                ConditionOverride.objects.filter(pk=override.pk).update(status="confirmed", answered_by=answered, answered_at=clock.now())
        actions.confirm_override(override_id=override.pk, by=Actor(other.pk, RoleName.CERTIFIER))
        assert again(line).status == LineStatus.DUE
        assert actions.hold_missed(on=SECOND, by=SYSTEM) == 0, "two persons said so"
        order = actions.request(instalment_id=line.instalment_id, by=REQUESTER)
        assert actions.certify(order_id=order.pk, by=CERTIFIER).cents == line.cents
    assert Letter.objects.filter(kind="override.answered", to_email=person.email).exists()


def test_a_refused_override_leaves_the_line_aside_and_may_be_asked_again() -> None:
    RoleFactory(name=RoleName.CERTIFIER)
    override = make.asked()
    assert Letter.objects.filter(kind="override.asked").count() == 1
    with clock.at(SECOND):
        with pytest.raises(RuleBroken):
            actions.refuse_override(override_id=override.pk, reason="", by=CERTIFIER)
        assert actions.refuse_override(override_id=override.pk, reason="le poste est resté vide", by=CERTIFIER).status == "refused"
        assert again(override.line).status == LineStatus.HELD
        assert make.asked(override.line).status == OverrideStatus.ASKED
    with pytest.raises(NotFound):
        actions.confirm_override(override_id=uuid4(), by=CERTIFIER)


def test_an_override_confirmed_after_the_post_was_returned_pays_nothing() -> None:
    override = make.asked()
    Post.objects.update(released_at=clock.now())
    with clock.at(SECOND), pytest.raises(RuleBroken):
        actions.confirm_override(override_id=override.pk, by=CERTIFIER)
    assert again(override.line).status == LineStatus.HELD


# -- what will not be paid


def test_a_held_line_is_reduced_then_cancelled_and_its_money_is_available_again() -> None:
    endowment = make.endowment()
    line = make.held(of=endowment)
    free = fund.position(endowment.pk).available
    for by in (REQUESTER, OFFICER, SYSTEM):
        with pytest.raises(Forbidden):
            actions.cancel_line(line_id=line.pk, reason="poste non pourvu", by=by)
        with pytest.raises(Forbidden):
            actions.reduce_line(line_id=line.pk, cents=1, reason="plafond", by=by)
    for cents in (0, -1, line.cents, line.cents + 1):
        with pytest.raises(Invalid):
            actions.reduce_line(line_id=line.pk, cents=cents, reason="plafond", by=CERTIFIER)
    with pytest.raises(RuleBroken):
        actions.cancel_line(line_id=line.pk, reason=" ", by=CERTIFIER)
    assert fund.position(endowment.pk).available == free
    actions.reduce_line(line_id=line.pk, cents=line.cents - 100, reason="plafond", by=CERTIFIER)
    actions.reduce_line(line_id=line.pk, cents=line.cents - 300, reason="plafond", by=CERTIFIER)
    assert fund.position(endowment.pk).available == free + 300 and again(line).reduced_from_cents == line.cents
    assert sound(endowment.pk)
    actions.cancel_line(line_id=line.pk, reason="Poste non pourvu", by=CERTIFIER)
    assert fund.position(endowment.pk).available == free + line.cents and sound(endowment.pk)
    assert Letter.objects.filter(kind__in=["instalment_line.cancelled", "instalment_line.reduced"]).count() == 3
    state = queries.where_is_my_money(line.instalment.agreement.organization_id, SYSTEM)[1]
    assert (state.amount.cents, state.parts[0].reason, state.parts[0].missing) == (0, "Poste non pourvu", None)


def test_a_cancelled_certification_gives_its_lines_back_and_another_order_pays_them() -> None:
    order = make.certified()
    endowment_id, instalment_id = order.endowment_id, order.instalment_id
    for by in (REQUESTER, OFFICER, SYSTEM, Actor(order.requested_by, RoleName.CERTIFIER)):
        with pytest.raises(Forbidden):
            actions.cancel_certification(order_id=order.pk, reason="pièce retirée", by=by)
    with pytest.raises(RuleBroken):
        actions.cancel_certification(order_id=order.pk, reason="", by=CERTIFIER)
    actions.cancel_certification(order_id=order.pk, reason="pièce retirée", by=CERTIFIER)
    position = fund.position(endowment_id)
    assert (position.liquidated, position.cash.payable) == (0, 0) and sound(endowment_id)
    assert set(InstalmentLine.objects.filter(instalment_id=instalment_id).values_list("status", "order")) == {("due", None)}
    other = actions.certify(order_id=make.requested(Instalment.objects.get(pk=instalment_id)).pk, by=CERTIFIER)
    assert other.pk != order.pk and sound(endowment_id)


def test_a_reduced_certification_keeps_the_other_posts_and_ends_with_the_last() -> None:
    order = make.certified(instalment=make.schedule(posts=3)[0])
    lines = list(order.lines.order_by("post__number"))
    with pytest.raises(Invalid):
        actions.reduce_certification(order_id=order.pk, line_ids=[], reason="essai", by=CERTIFIER)
    with pytest.raises(NotFound):
        actions.reduce_certification(order_id=order.pk, line_ids=[lines[0].pk, uuid4()], reason="essai", by=CERTIFIER)
    for n in (0, 1):
        order = actions.reduce_certification(order_id=order.pk, line_ids=[lines[n].pk], reason="poste rendu", by=CERTIFIER)
        assert (order.status, order.cents) == ("certified", (2 - n) * make.POST_CENTS[0]) and sound(order.endowment_id)
    order = actions.reduce_certification(order_id=order.pk, line_ids=[lines[2].pk], reason="poste rendu", by=CERTIFIER)
    assert order.status == "cancelled" and sound(order.endowment_id)
    assert {again(line).status for line in lines} == {LineStatus.DUE}


# -- trust.md A08


def test_broken_contracts_returned_posts_and_closed_hosts_give_no_order() -> None:
    """LUCETTE_BROKEN asks for the hundred of the campaign."""
    rng, made, endowment = random.Random(8), Counter[str](), make.endowment(grants=1_000_000_000)
    for n in range(int(os.environ.get("LUCETTE_BROKEN", "40"))):
        case = ("broken", "returned", "closed", "vacant")[n % 4]
        _, second, third = make.schedule(posts=1, of=endowment)
        target = rng.choice([second, third])
        post = Post.objects.get(attachments__agreement=second.agreement)
        before = target.due_on - dt.timedelta(rng.randint(1, 150))
        if case == "broken":
            make.contract(post, ends_on=max(before, make.IN_FORCE))
        elif case != "vacant":
            make.contract(post)
        if case == "returned":
            Post.objects.filter(pk=post.pk).update(released_at=dt.datetime.combine(before, dt.time(12), clock.PARIS))
        if case == "closed":
            Organization.objects.filter(pk=second.agreement.organization_id).update(closed_on=before)
        with clock.at(target.due_on + dt.timedelta(rng.randint(0, 60))):
            actions.fall_due(on=clock.today(), by=SYSTEM)
            actions.hold_missed(on=clock.today(), by=SYSTEM)
            with pytest.raises((RuleBroken, WrongState)):
                actions.request(instalment_id=target.pk, by=REQUESTER)
            line = target.lines.get()
            assert line.status == LineStatus.HELD and line.reason, case
            made[case] += 1
    assert Order.objects.count() == 0
    print(f"A08: {dict(made)}, {Order.objects.count()} ordre")


# -- at most one live order per line


@pytest.mark.django_db(transaction=True)
def test_two_requesters_at_once_make_one_order() -> None:
    with acting(SYSTEM):
        first, other = make.schedule(posts=3)[0], actor(RoleName.REQUESTER)
    told: list[str] = []

    def ask(by: Actor) -> None:
        with acting(by):
            try:
                actions.request(instalment_id=first.pk, by=by)
                told.append("asked")
            except (RuleBroken, WrongState):
                told.append("refused")

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(ask, by)) for by in (REQUESTER, other) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(told) == {"asked": 1, "refused": 5} and Order.objects.count() == 1
    assert set(first.lines.values_list("order", flat=True)) == {Order.objects.get().pk}
