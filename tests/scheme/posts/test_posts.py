"""A post from its award to its holders: the ledger counts the same posts at every step."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.committee import actions as committee
from lucette.scheme.fund import actions as fund
from lucette.scheme.posts import actions, queries
from lucette.scheme.posts.enums import PostStatus as S
from lucette.scheme.posts.models import Assignment, Post
from lucette.stories.reopen_posts import reopen_posts
from tests.foundation.accounts.factories import PersonFactory, actor
from tests.scheme.agreements.factories import DELEGATE, host_of
from tests.scheme.committee.factories import DIRECTOR, UNIT, award
from tests.scheme.posts.factories import CERTIFIER, START, agreed, filled, reserved
from tests.states import count_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys_apart")]


def counts(post: Post) -> dict[str, int]:
    """Posts by status, once found equal to the ledger."""
    assert queries.matches_ledger(post.endowment_id) == []
    assert all(check.ok for check in queries.checks(post.endowment_id))
    return {str(status): count for status, count in queries.counts_by_status(post.endowment_id, clock.today()).items() if count}


def vacate(post: Post, assignment: Assignment, ended_on: dt.date = START) -> Assignment:
    return actions.vacate(post_id=post.pk, hire_id=assignment.hire_id, ended_on=ended_on, by=CERTIFIER)


def test_every_step_keeps_the_ledger_and_the_posts_equal() -> None:
    _, (first, second) = agreed()
    assert counts(first) == {"agreed": 2}
    holder = filled(first)
    assert counts(first) == {"agreed": 1, "filled": 1}
    with clock.at(dt.date(2021, 4, 10)):
        vacate(first, holder, dt.date(2021, 4, 9))
        assert counts(first) == {"agreed": 1, "vacant": 1}
        filled(first, starts_on=dt.date(2021, 4, 10))
        filled(second, starts_on=dt.date(2021, 4, 10))
        assert counts(first) == {"filled": 2}


def test_posts_are_created_once_reserved_with_their_host() -> None:
    it = award(3)
    posts = actions.create_for_award(award_id=it.pk, by=DIRECTOR)
    assert counts(posts[0]) == {"reserved": 3}
    assert {post.unit_cents for post in posts} == {UNIT} and len({post.number for post in posts}) == 3
    with pytest.raises(RuleBroken):
        actions.create_for_award(award_id=it.pk, by=DIRECTOR)


def test_posts_given_back_leave_the_ledger() -> None:
    post, *_ = reserved()
    with pytest.raises(RuleBroken):
        actions.release(award_id=post.award_id, by=DIRECTOR)
    committee.release_award(award_id=post.award_id, reason="décliné", by=DIRECTOR)
    actions.release(award_id=post.award_id, by=DIRECTOR)
    assert counts(post) == {"released": 2}


class TestFill:
    def test_the_first_filling_latches_and_counts_once(self) -> None:
        _, (post, _) = agreed()
        holder = filled(post)
        with clock.at(dt.date(2021, 5, 2)):
            vacate(post, holder, dt.date(2021, 5, 1))
            filled(post, starts_on=dt.date(2021, 5, 2))
        post.refresh_from_db()
        assert (post.first_filled_on, post.fillings, queries.filled_once(post.endowment_id)) == (START, 2, 1)

    def test_a_reserved_post_waits_for_its_agreement(self) -> None:
        post, *_ = reserved()
        with pytest.raises(RuleBroken) as refusal:
            filled(post)
        assert (refusal.value.code, "convention" in refusal.value.sentence) == ("post.not_fillable", True)

    def test_a_filled_post_waits_for_the_end_of_the_contract(self) -> None:
        _, (post, _) = agreed()
        filled(post)
        before = count_rows()
        with pytest.raises(RuleBroken) as refusal:
            filled(post)
        assert refusal.value.code == "post.not_fillable"
        assert count_rows() == before

    def test_one_post_a_person(self) -> None:
        _, (first, second) = agreed()
        person = uuid.uuid4()
        filled(first, person=person, ends_on=dt.date(2021, 12, 31))
        before = count_rows()
        with pytest.raises(RuleBroken) as refusal:
            filled(second, person=person, starts_on=dt.date(2021, 6, 1))
        assert refusal.value.code == "post.person_elsewhere"
        assert count_rows() == before
        filled(second, person=person, starts_on=dt.date(2022, 1, 1))

    def test_one_person_a_post_over_a_period(self) -> None:
        _, (post, _) = agreed()
        holder = filled(post)
        with clock.at(dt.date(2021, 4, 10)):
            vacate(post, holder, dt.date(2021, 4, 9))
            with pytest.raises(RuleBroken) as refusal:
                filled(post, starts_on=dt.date(2021, 4, 9))
        assert refusal.value.code == "post.taken"

    def test_one_hire_fills_one_post_once(self) -> None:
        _, (first, second) = agreed()
        holder = filled(first)
        with pytest.raises(RuleBroken) as refusal:
            actions.fill(post_id=second.pk, person_id=uuid.uuid4(), hire_id=holder.hire_id, starts_on=START, ends_on=None, by=CERTIFIER)
        assert refusal.value.code == "post.hire"

    def test_dates_in_disorder_are_refused(self) -> None:
        _, (post, _) = agreed()
        with pytest.raises(Invalid):
            filled(post, ends_on=dt.date(2021, 2, 1))


class TestVacate:
    def test_an_end_is_recorded_once_reached_and_once_only(self) -> None:
        _, (post, _) = agreed()
        holder = filled(post)
        for wrong in (dt.date(2021, 3, 2), dt.date(2021, 2, 28)):
            with pytest.raises(RuleBroken) as refusal:
                vacate(post, holder, wrong)
            assert refusal.value.code == "post.end_date"
        vacate(post, holder)
        with pytest.raises(RuleBroken) as again:
            vacate(post, holder)
        assert again.value.code == "post.ended"

    def test_the_hire_of_another_post_is_not_found(self) -> None:
        _, (first, second) = agreed()
        holder = filled(first)
        with pytest.raises(NotFound):
            vacate(second, holder)


@pytest.mark.parametrize("act", ["create_for_award", "attach_to_agreement", "release", "fill", "vacate"])
def test_another_role_is_refused_and_nothing_is_written(act: str) -> None:
    agreement, (post, _) = agreed()
    arguments = {
        "create_for_award": {"award_id": post.award_id},
        "attach_to_agreement": {"agreement_id": agreement.pk},
        "release": {"award_id": post.award_id},
        "fill": {"post_id": post.pk, "person_id": uuid.uuid4(), "hire_id": uuid.uuid4(), "starts_on": START, "ends_on": None},
        "vacate": {"post_id": post.pk, "hire_id": uuid.uuid4(), "ended_on": START},
    }[act]
    before = count_rows()
    with pytest.raises(Forbidden):
        getattr(actions, act)(**arguments, by=actor(RoleName.AUDITOR))
    assert count_rows() == before


def test_posts_are_attached_once_to_an_agreement_in_force() -> None:
    agreement, posts = agreed()
    assert queries.posts_of_agreement(agreement.pk) == posts
    with pytest.raises(RuleBroken):
        actions.attach_to_agreement(agreement_id=agreement.pk, by=DELEGATE)
    Agreement.objects.filter(pk=agreement.pk).update(status="ready")
    with pytest.raises(RuleBroken):
        filled(posts[0])


def test_a_difference_with_the_ledger_is_told() -> None:
    _, (post, _) = agreed()
    Post.objects.filter(pk=post.pk).update(released_at=clock.now())
    assert [fault[1:] for fault in queries.matches_ledger(post.endowment_id)] == [("agreed", 1, 2)]
    assert not next(iter(queries.checks(post.endowment_id))).ok


def test_a_host_sees_its_posts_their_holder_and_the_open_ones() -> None:
    agreement, (first, second) = agreed()
    person = PersonFactory()
    filled(first, person=person.pk, ends_on=dt.date(2022, 8, 31))
    host = host_of(agreement)
    shown = queries.posts_of(agreement.organization_id, host)
    assert [(it.status, it.label, it.holder, it.ends_on) for it in shown] == [
        (S.FILLED, "pourvu", str(person), dt.date(2022, 8, 31)),
        (S.AGREED, "conventionné, à pourvoir", "", None),
    ]
    assert shown[0].agreement_number == agreement.number
    assert queries.open_posts(agreement.organization_id) == [second]
    assert queries.status_of(first.pk, START) == S.FILLED
    with pytest.raises(NotFound):
        queries.post(first.pk, host_of(award()))
    assert queries.post(first.pk, host).number == first.number


class TestEnd:
    """The posts move here, the fund in the story: what the test says to both keeps them equal (I24)."""

    def test_a_post_given_back_returns_to_the_endowment_and_one_ended_waits_for_a_decision(self) -> None:
        agreement, (first, second, third) = agreed(3)
        given = {"agreement_id": agreement.pk, "by": DELEGATE}
        at = {"endowment_id": first.endowment_id, "agreement_id": agreement.pk, "by": DELEGATE}
        up = actions.give_back(post_ids=[first.pk], ended_on=START, **given)
        fund.return_posts(lines={}, share={}, posts=up, key=f"amendment:{uuid.uuid4()}:1", **at)
        up = actions.end(post_ids=[second.pk, third.pk], ended_on=START, **given)
        fund.end_posts(posts=up, key=f"ending:{uuid.uuid4()}:1", **at)
        with clock.at(START + dt.timedelta(days=1)):
            assert counts(first) == {"returned": 1, "ended": 2}
            reopen_posts(posts_reopened=1, key=f"reopening:{uuid.uuid4()}:1", reason="décision", **at | {"by": actor(RoleName.FUNDER)})
            assert counts(first) == {"returned": 2, "ended": 1}
            assert not queries.open_posts(agreement.organization_id)

    def test_a_post_that_somebody_holds_or_that_is_over_does_not_end(self) -> None:
        agreement, (first, second) = agreed()
        filled(first)
        given = {"agreement_id": agreement.pk, "ended_on": START, "by": DELEGATE}
        with pytest.raises(RuleBroken, match=first.number):
            actions.give_back(post_ids=[first.pk, second.pk], **given)
        actions.end(post_ids=[second.pk], **given)
        with pytest.raises(NotFound):
            actions.end(post_ids=[second.pk], **given)
        with pytest.raises(Forbidden):
            actions.end(post_ids=[first.pk], **given | {"by": CERTIFIER})
