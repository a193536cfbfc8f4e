"""Posts given back, ended, added, transferred (16 to 18), reopened (31); authority amended (1)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from lucette.kernel.errors import Forbidden, Invalid, RuleBroken
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.actions import Posts
from lucette.scheme.fund.models import AuthorityAmendment, Endowment
from tests.scheme.fund.factories import (
    ACCOUNTANT,
    CERTIFIER,
    DELEGATE,
    FUNDER,
    PREFECT,
    agreement,
    assert_sound,
    certified,
    notified,
    payment,
)
from tests.states import count_rows

pytestmark = pytest.mark.django_db
SHARE = {1: 40, 2: 60}


@pytest.fixture
def it() -> Endowment:
    return notified(grants=1_000, training=500, cash=800, posts=10)


@pytest.fixture
def agreed(it: Endowment) -> UUID:
    """Three posts, two of them still to be filled, one vacant."""
    pk = agreement(it, {1: 120, 2: 180}, posts=3)
    actions.fill(endowment_id=it.pk, agreement_id=pk, post_id=pk, attempt=1, was_vacant=False, by=CERTIFIER)
    actions.vacate(endowment_id=it.pk, agreement_id=pk, post_id=pk, attempt=1, by=CERTIFIER)
    return pk


def posts(it: Endowment) -> tuple[int, ...]:
    """available, agreed, vacant, ended."""
    found = queries.position(it.pk).posts
    return found.available, found.agreed, found.vacant, found.ended


def give_back(it: Endowment, of: UUID, lines: dict[int, int], some: Posts, key: str = "amendment:1:1") -> None:
    actions.return_posts(endowment_id=it.pk, agreement_id=of, lines=lines, share=SHARE, posts=some, key=key, by=CERTIFIER)


def test_returned_posts_are_available_again_with_their_share(it: Endowment, agreed: UUID) -> None:
    for _ in range(2):
        give_back(it, agreed, {1: 80, 2: 120}, Posts(agreed=1, vacant=1))
    assert posts(it) == (9, 1, 0, 0)
    assert queries.agreement_position(agreed).sum("committed") == 100
    assert [(given.posts, given.lines) for given in queries.given_up(it.pk)] == [(2, {1: 80, 2: 120})]
    assert queries.agreed(it.pk) == {(agreed, 1): 40, (agreed, 2): 60}
    assert queries.signed(it.pk) == {(agreed, 1): 120, (agreed, 2): 180}
    assert_sound(it)


def test_an_amendment_releases_no_more_than_the_share_of_its_posts(it: Endowment, agreed: UUID) -> None:
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        give_back(it, agreed, {1: 41}, Posts(agreed=1))
    assert refusal.value.code == "fund.beyond_share"
    assert count_rows() == before


def test_no_post_is_given_back_while_an_order_is_under_way(it: Endowment, agreed: UUID) -> None:
    paid = payment(it, agreed, {1: 40})
    key = certified(paid)
    actions.order(payment=paid, key=key, by=DELEGATE)
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        give_back(it, agreed, {2: 60}, Posts(agreed=1))
    assert refusal.value.code == "fund.order_under_way"
    assert count_rows() == before
    actions.reject_order(payment=paid, key=key, by=ACCOUNTANT)
    give_back(it, agreed, {2: 60}, Posts(agreed=1))
    assert_sound(it)


def test_at_their_term_posts_end_alone_and_are_reopened_by_decision(it: Endowment, agreed: UUID) -> None:
    actions.end_posts(endowment_id=it.pk, agreement_id=agreed, posts=Posts(2, 1), key="agreement:1:1", by=CERTIFIER)
    assert posts(it) == (7, 0, 0, 3)
    assert queries.agreement_position(agreed).sum("committed") == 300
    again = {"endowment_id": it.pk, "agreement_id": agreed, "key": "agreement:1:1"}
    with pytest.raises(Forbidden):
        actions.reopen_posts(**again, posts=1, reason="décision 4", by=PREFECT)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        actions.reopen_posts(**again, posts=1, reason=" ", by=FUNDER)  # type: ignore[arg-type]
    for _ in range(2):
        actions.reopen_posts(**again, posts=2, reason="décision 4", by=FUNDER)  # type: ignore[arg-type]
    assert posts(it) == (9, 0, 0, 1)
    with pytest.raises(RuleBroken):
        actions.reopen_posts(**again | {"key": "agreement:1:2"}, posts=2, reason="décision 4", by=FUNDER)  # type: ignore[arg-type]
    assert_sound(it)


def test_an_early_end_gives_back_what_is_neither_certified_nor_earned(it: Endowment, agreed: UUID) -> None:
    actions.end_posts(endowment_id=it.pk, agreement_id=agreed, posts=Posts(2, 1), key="agreement:1:1", by=CERTIFIER, lines={2: 150})
    assert queries.agreement_position(agreed).sum("committed") == 150
    assert_sound(it)


def test_added_posts_are_reserved_and_committed_at_once_within_both_quotas(it: Endowment, agreed: UUID) -> None:
    more = {"endowment_id": it.pk, "agreement_id": agreed, "by": DELEGATE}
    for _ in range(2):
        actions.add_posts(**more, amendment_id=agreed, lines={1: 40, 2: 60}, posts=1)  # type: ignore[arg-type]
    assert posts(it) == (6, 3, 1, 0)
    assert queries.agreed(it.pk) == {(agreed, 1): 160, (agreed, 2): 240}
    for lines, n in (({1: 601}, 1), ({1: 1}, 7)):
        with pytest.raises(RuleBroken, match="reste pas assez"):
            actions.add_posts(**more, amendment_id=uuid4(), lines=lines, posts=n)  # type: ignore[arg-type]
    assert_sound(it)


@pytest.mark.parametrize("vacant", [True, False])
def test_a_transferred_post_takes_its_uncertified_lines_and_keeps_its_status(it: Endowment, agreed: UUID, vacant: bool) -> None:
    target = agreement(it, {1: 40, 2: 60})
    certified(payment(it, agreed, {1: 40}))
    actions.transfer_post(
        endowment_id=it.pk, source_id=agreed, target_id=target, lines={2: 60}, vacant=vacant, key="amendment:1:1", by=CERTIFIER
    )
    gone, come = queries.agreement_position(agreed), queries.agreement_position(target)
    assert (gone.lines[2].committed, come.lines[2].committed) == (120, 120)
    assert (gone.vacant, come.vacant) == ((0, 1) if vacant else (1, 0))
    assert (queries.agreed(it.pk)[agreed, 2], queries.agreed(it.pk)[target, 2]) == (120, 120)
    with pytest.raises(RuleBroken):
        actions.transfer_post(
            endowment_id=it.pk, source_id=agreed, target_id=target, lines={2: 121}, vacant=False, key="amendment:2:1", by=CERTIFIER
        )
    assert_sound(it)


def amend(it: Endowment, shares: dict[str, int], posts: int, reference: str = "A1", **more: object) -> AuthorityAmendment:
    given = {"endowment_id": it.pk, "reference": reference, "shares": shares, "posts": posts, "reason": "loi de finances", "by": FUNDER}
    return actions.amend_authority(**given | more)  # type: ignore[arg-type]


def test_the_authority_grows_and_shrinks_by_amendments(it: Endowment) -> None:
    amend(it, {"grants": 200, "training": 50}, 5)
    amend(it, {"grants": -100}, -3, "A2")
    it.refresh_from_db()
    position = queries.position(it.pk)
    assert (it.authority_cents, it.posts) == (1_650, 12) == (position.available, position.posts.available)
    assert [(e.share_cents, e.allotted_cents, e.available_cents) for e in position.envelopes[:2]] == [(1_100,) * 3, (550,) * 3]
    assert [amendment.cents for amendment in it.amendments.all()] == [250, -100]
    assert_sound(it)


def test_a_reduction_never_takes_what_is_no_longer_available(it: Endowment) -> None:
    agreement(it, {1: 900}, posts=9)
    before = count_rows()
    for shares, taken in (({"grants": -101}, 0), ({"grants": -1}, -2)):
        with pytest.raises(RuleBroken, match="reste pas assez"):
            amend(it, shares, taken)
    assert count_rows() == before


@pytest.mark.parametrize(
    ("shares", "posts", "more"),
    [
        ({"grants": 1, "training": -1}, 0, {}),
        ({"grants": 1}, -1, {}),
        ({}, 0, {}),
        ({"ailleurs": 1}, 0, {}),
        ({"grants": 1}, 0, {"reason": " "}),
        ({"grants": 1}, 0, {"reference": ""}),
    ],
)
def test_an_amendment_goes_one_way_with_a_reference_and_a_reason(it: Endowment, shares: dict[str, int], posts: int, more: dict) -> None:
    with pytest.raises(Invalid):
        amend(it, shares, posts, **more)


def test_only_the_funder_notifies_an_amendment_and_once(it: Endowment) -> None:
    with pytest.raises(Forbidden):
        amend(it, {"grants": 1}, 0, by=DELEGATE)
    amend(it, {"grants": 1}, 0)
    with pytest.raises(RuleBroken) as refusal:
        amend(it, {"grants": 1}, 0)
    assert refusal.value.code == "fund.amendment_known"
