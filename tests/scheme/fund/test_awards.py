"""Awards: events 4, 5 and 6. Money and posts go together, and never beyond the quota."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions, queries
from tests.scheme.fund.factories import DELEGATE, DIRECTOR, agreement, notified, signed
from tests.states import count_rows

pytestmark = pytest.mark.django_db


def test_an_award_reserves_money_and_posts() -> None:
    it, award = notified(grants=500, posts=10), uuid4()
    actions.reserve(endowment_id=it.pk, award_id=award, cents=150, posts=3, by=DIRECTOR)
    position = queries.position(it.pk)
    assert (position.available, position.reserved, position.posts.available, position.posts.reserved) == (350, 150, 7, 3)
    assert queries.award_position(award) == queries.AwardPosition(150, 3)


@pytest.mark.parametrize(("cents", "posts", "account"), [(501, 1, "Disponible, subventions"), (1, 11, "Postes disponibles")])
def test_neither_quota_is_passed(cents: int, posts: int, account: str) -> None:
    it = notified(grants=500, posts=10)
    before = count_rows()
    with pytest.raises(RuleBroken, match=account) as refusal:
        actions.reserve(endowment_id=it.pk, award_id=uuid4(), cents=cents, posts=posts, by=DIRECTOR)
    assert refusal.value.code == "ledger.insufficient"
    assert count_rows() == before


def test_a_session_reserves_all_its_awards_or_none(django_assert_max_num_queries) -> None:
    it = notified(grants=500, posts=10)
    awards = [(uuid4(), 50, 1) for _ in range(10)]
    with pytest.raises(RuleBroken):
        actions.reserve_many(endowment_id=it.pk, awards=[*awards, (uuid4(), 1, 0)], by=DIRECTOR)
    assert queries.position(it.pk).reserved == 0
    with django_assert_max_num_queries(14):
        actions.reserve_many(endowment_id=it.pk, awards=awards, by=DIRECTOR)
    assert queries.position(it.pk).posts.reserved == 10


def test_nothing_is_reserved_before_the_notification() -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.reserve(endowment_id=signed().pk, award_id=uuid4(), cents=1, posts=1, by=DIRECTOR)
    assert refusal.value.code == "fund.not_open"


def test_a_release_gives_back_and_never_more_than_reserved() -> None:
    it, award = notified(grants=500, posts=10), uuid4()
    actions.reserve(endowment_id=it.pk, award_id=award, cents=150, posts=3, by=DIRECTOR)
    actions.release(endowment_id=it.pk, award_id=award, cents=50, posts=1, by=DIRECTOR, attempt=1)
    actions.release(endowment_id=it.pk, award_id=award, cents=50, posts=1, by=DIRECTOR, attempt=2)
    assert queries.award_position(award) == queries.AwardPosition(50, 1)
    with pytest.raises(RuleBroken, match="Réservé"):
        actions.release(endowment_id=it.pk, award_id=award, cents=51, posts=1, by=DIRECTOR, attempt=3)


def test_the_same_award_reserved_again_changes_nothing_and_another_amount_is_refused() -> None:
    it, award = notified(grants=500, posts=10), uuid4()
    for _ in range(2):
        actions.reserve(endowment_id=it.pk, award_id=award, cents=150, posts=3, by=DIRECTOR)
    assert queries.award_position(award) == queries.AwardPosition(150, 3)
    with pytest.raises(RuleBroken) as refusal:
        actions.reserve(endowment_id=it.pk, award_id=award, cents=151, posts=3, by=DIRECTOR)
    assert refusal.value.code == "ledger.key_reused"


def test_a_signature_commits_per_instalment_and_the_rest_returns() -> None:
    it, award, agreed = notified(grants=500, posts=10), uuid4(), uuid4()
    actions.reserve(endowment_id=it.pk, award_id=award, cents=150, posts=3, by=DIRECTOR)
    for _ in range(2):
        actions.commit(
            endowment_id=it.pk,
            award_id=award,
            agreement_id=agreed,
            lines={1: 40, 2: 60},
            posts=2,
            released_cents=50,
            released_posts=1,
            by=DELEGATE,
        )
    position = queries.position(it.pk)
    assert (position.available, position.reserved, position.committed) == (400, 0, 100)
    assert (position.posts.available, position.posts.reserved, position.posts.agreed) == (8, 0, 2)
    lines = queries.agreement_position(agreed).lines
    assert {n: line.committed for n, line in lines.items()} == {1: 40, 2: 60}
    assert [event.kind for event in queries.trail(f"award/{award}")] == ["reserved", "committed"]
    (event,) = queries.trail(f"agreement/{agreed}")
    assert (event.label, len(event.postings), event.postings[0].credit_label) == ("Convention engagée", 5, "Engagé")


@pytest.mark.parametrize(
    ("lines", "posts", "released"),
    [
        ({1: 150}, 2, (0, 0)),
        ({1: 100}, 3, (0, 0)),
        ({1: 151}, 3, (0, 0)),
        ({1: 100}, 3, (50, 1)),
    ],
)
def test_signed_and_released_are_the_whole_reservation(lines: dict[int, int], posts: int, released: tuple[int, int]) -> None:
    it, award = notified(grants=500, posts=10), uuid4()
    actions.reserve(endowment_id=it.pk, award_id=award, cents=150, posts=3, by=DIRECTOR)
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        actions.commit(
            endowment_id=it.pk,
            award_id=award,
            agreement_id=uuid4(),
            lines=lines,
            posts=posts,
            released_cents=released[0],
            released_posts=released[1],
            by=DELEGATE,
        )
    assert refusal.value.code == "fund.not_the_reservation"
    assert count_rows() == before


def test_the_fund_says_which_quota_binds_first() -> None:
    it = notified(grants=500, posts=10)
    assert queries.binding_quota(it.pk, 50).binds == "both"
    assert queries.binding_quota(it.pk, 60) == queries.BindingQuota("money", 8, 10)
    quota = queries.binding_quota(it.pk, 10)
    assert (quota.binds, quota.possible) == ("posts", 10)


def test_a_later_endowment_never_uses_the_authority_of_another() -> None:
    first, second = notified(grants=100, posts=1), notified(grants=100, posts=1)
    agreement(first, {1: 100})
    with pytest.raises(RuleBroken):
        agreement(first, {1: 1})
    assert queries.position(second.pk).available == 100


def test_posts_are_filled_and_vacated_and_filled_again() -> None:
    it = notified(grants=500, posts=10)
    agreed, post = agreement(it, {1: 100}, posts=2), uuid4()
    where = {"endowment_id": it.pk, "agreement_id": agreed, "post_id": post, "by": DELEGATE}
    actions.fill(**where, attempt=1, was_vacant=False)
    actions.vacate(**where, attempt=1)
    actions.fill(**where, attempt=2, was_vacant=True)
    position = queries.agreement_position(agreed)
    assert (position.agreed, position.filled, position.vacant, position.ended) == (1, 1, 0, 0)
    with pytest.raises(RuleBroken, match="Postes vacants"):
        actions.fill(**where, attempt=3, was_vacant=True)


def test_what_every_award_still_reserves_is_read_at_once() -> None:
    it, whole, part, gone = notified(grants=1_000, posts=10), uuid4(), uuid4(), uuid4()
    for award in (whole, part, gone):
        actions.reserve(endowment_id=it.pk, award_id=award, cents=100, posts=2, by=DIRECTOR)
    actions.release(endowment_id=it.pk, award_id=part, cents=50, posts=1, by=DIRECTOR)
    actions.release(endowment_id=it.pk, award_id=gone, cents=100, posts=2, by=DIRECTOR)
    assert {award: (left.reserved_cents, left.reserved_posts) for award, left in queries.reserved().items()} == {
        whole: (100, 2),
        part: (50, 1),
    }
