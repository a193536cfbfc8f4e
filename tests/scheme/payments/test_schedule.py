"""The schedule: to the cent, a post at a time, never for a post that was vacant on its due date."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.foundation.territories.enums import Zone
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Forbidden, Invalid, RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.payments import actions, queries, rules
from lucette.scheme.payments.enums import LineStatus
from lucette.scheme.payments.models import Instalment, InstalmentLine
from lucette.scheme.posts.models import Post
from tests.foundation.accounts.factories import actor
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import CERTIFIER, REQUESTER
from tests.states import count_rows

SECOND, THIRD = dt.date(2021, 9, 1), dt.date(2022, 3, 1)


def statuses(instalment: Instalment) -> list[str]:
    return list(instalment.lines.order_by("post__number").values_list("status", flat=True))


@given(st.integers(1, 10**10), st.lists(st.integers(1, 1000), min_size=1, max_size=6), st.integers(1, 200))
def test_the_instalments_of_any_split_make_the_agreement_to_the_cent(unit_cents, weights, posts):
    per_post = [it.cents for it in Money(unit_cents).split(weights)]
    lines = [rules.shares(cents * posts, cents, posts) for cents in per_post]
    assert sum(sum(line) for line in lines) == unit_cents * posts
    assert all(sum(line[n] for line in lines) == unit_cents for n in range(posts)) and min(map(min, lines)) >= 0


def test_a_hundred_thousand_splits_lose_no_cent():
    """trust.md A05: amounts of a post from one cent to a million euros, one to six instalments of any weights, up to two hundred posts."""
    rng, seen, none = random.Random(5), Counter(), 0
    for _ in range(100_000):
        unit, weights, posts = rng.randint(1, 10**8), [rng.randint(1, 100) for _ in range(rng.randint(1, 6))], rng.randint(1, 200)
        parts = [it.cents for it in Money(unit).split(weights)]
        lines = [rules.shares(cents * posts, cents, posts) for cents in parts]
        assert sum(map(sum, lines)) == unit * posts and min(parts) >= 0, (unit, weights, posts)
        seen[len(weights)] += 1
        none += 0 in parts
    print(f"A05 : {sum(seen.values())} partages, par nombre de versements {dict(sorted(seen.items()))}, dont {none} avec un versement nul")
    assert sum(seen.values()) == 100_000 and set(seen) == {1, 2, 3, 4, 5, 6}


def test_amounts_that_do_not_add_up_are_refused():
    for wrong in ((100, 33, 3), (0, 1, 1), (0, 0, 0), (-2, -1, 2)):
        with pytest.raises(RuleBroken):
            rules.shares(*wrong)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 60))
def test_months_are_added_without_leaving_the_month(day, months):
    after = rules.months_after(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months and after.day <= day.day
    assert after.day == day.day or (after + dt.timedelta(1)).day == 1


def test_the_nature_of_a_grant_follows_the_zone_then_the_employer():
    assert rules.grant_nature("private", Zone.MAYOTTE) == "grants_overseas"
    assert (rules.grant_nature("public", Zone.METRO), rules.grant_nature("private", Zone.METRO)) == ("grants_public", "grants_private")


@pytest.mark.django_db
def test_the_first_instalment_falls_due_at_signature_and_the_others_wait():
    first, second, third = make.schedule(posts=2)
    assert [(it.number, it.due_on) for it in (first, second, third)] == [(1, make.IN_FORCE), (2, SECOND), (3, THIRD)]
    assert [statuses(it) for it in (first, second, third)] == [[LineStatus.DUE] * 2, [LineStatus.PLANNED] * 2, [LineStatus.PLANNED] * 2]
    assert sum(line.cents for line in InstalmentLine.objects.all()) == first.agreement.amount_cents


@pytest.mark.django_db
def test_a_schedule_opens_once_and_only_for_an_agreement_in_force():
    agreement = make.agreement()
    actions.open_schedule(agreement_id=agreement.pk, by=SYSTEM)
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        actions.open_schedule(agreement_id=agreement.pk, by=SYSTEM)
    assert refusal.value.code == "schedule.already" and count_rows() == before
    signed = make.agreement()
    Agreement.objects.filter(pk=signed.pk).update(status="signed_by_host")
    with pytest.raises(RuleBroken) as refusal:
        actions.open_schedule(agreement_id=signed.pk, by=SYSTEM)
    assert refusal.value.code == "schedule.not_in_force"


@pytest.mark.django_db
def test_a_vacant_post_waits_and_holds_up_no_other():
    _, second, _ = make.schedule(posts=3)
    filled, broken, _vacant = Post.objects.order_by("number")
    make.contract(filled)
    make.contract(broken, ends_on=SECOND - dt.timedelta(1))
    assert actions.fall_due(on=SECOND - dt.timedelta(1), by=SYSTEM) == 0
    with clock.at(SECOND):
        assert actions.fall_due(on=SECOND, by=SYSTEM) == 1
        assert actions.fall_due(on=SECOND, by=SYSTEM) == 0
        assert statuses(second) == [LineStatus.DUE, LineStatus.PLANNED, LineStatus.PLANNED]
        assert actions.request(instalment_id=second.pk, by=REQUESTER).cents == make.POST_CENTS[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "due"),
    [
        (SECOND, None, True),
        (make.IN_FORCE, SECOND, True),
        (SECOND + dt.timedelta(1), None, False),
        (make.IN_FORCE, SECOND - dt.timedelta(1), False),
    ],
)
def test_only_a_contract_live_on_the_due_date_counts(starts_on, ends_on, due):
    _, second, _ = make.schedule(posts=1)
    make.contract(Post.objects.get(), starts_on, ends_on)
    with clock.at(dt.date(2021, 12, 1)):
        assert actions.fall_due(on=clock.today(), by=SYSTEM) == due
    assert statuses(second) == [LineStatus.DUE if due else LineStatus.PLANNED]


@pytest.mark.django_db
def test_a_contract_declared_late_makes_its_instalment_due_at_once():
    _, second, _ = make.schedule(posts=1)
    with clock.at(dt.date(2021, 10, 1)):
        actions.fall_due(on=clock.today(), by=SYSTEM)
        make.contract(Post.objects.get())
    assert statuses(second) == [LineStatus.DUE]


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["closed", "released", "cancelled"])
def test_nothing_falls_due_for_a_closed_host_a_released_post_or_a_dead_agreement(what):
    _, second, _ = make.schedule(posts=1)
    make.contract(Post.objects.get())
    if what == "closed":
        type(second.agreement.organization).objects.update(closed_on=SECOND)
    elif what == "released":
        Post.objects.update(released_at=clock.now())
    else:
        Agreement.objects.update(status="signed_by_host")
    assert actions.fall_due(on=SECOND, by=SYSTEM) == 0


@pytest.mark.django_db
def test_a_contract_ended_after_the_request_stops_the_certification():
    _, second, _ = make.schedule(posts=1)
    hire_id = make.contract(Post.objects.get())
    with clock.at(SECOND):
        actions.fall_due(on=SECOND, by=SYSTEM)
        order = actions.request(instalment_id=second.pk, by=REQUESTER)
        actions.end_contract(hire_id=hire_id, ended_on=dt.date(2021, 8, 1), by=SYSTEM)
        with pytest.raises(RuleBroken) as refusal:
            actions.certify(order_id=order.pk, by=CERTIFIER)
        assert refusal.value.code == "order.not_eligible"
        actions.send_back(order_id=order.pk, reason="poste vacant", by=CERTIFIER)
        with pytest.raises(RuleBroken) as refusal:
            actions.request(instalment_id=second.pk, by=REQUESTER)
        assert refusal.value.code == "order.not_eligible"
        assert second.pk not in {it.instalment_id for it in queries.to_request(REQUESTER)}
        state = queries.where_is_my_money(order.organization_id, SYSTEM)[1]
        assert "vacant ce jour-là" in state.parts[0].missing.what


@pytest.mark.django_db
def test_dates_of_a_contract_and_who_may_pass_time_are_checked():
    make.schedule(posts=1)
    post = Post.objects.get()
    with pytest.raises(Invalid):
        make.contract(post, SECOND, SECOND - dt.timedelta(1))
    hire_id = make.contract(post, SECOND)
    with pytest.raises(Invalid):
        actions.end_contract(hire_id=hire_id, ended_on=SECOND - dt.timedelta(1), by=SYSTEM)
    with pytest.raises(RuleBroken):
        actions.end_contract(hire_id=post.pk, ended_on=SECOND, by=SYSTEM)
    with pytest.raises(Forbidden):
        actions.fall_due(on=SECOND, by=actor("host_secretary"))
