"""What may be typed on a line, and which quota binds."""

from __future__ import annotations

import pytest

from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money
from lucette.scheme.committee import rules
from lucette.scheme.committee.enums import Decision

UNIT = Money.euros(50_000)


def granted(posts: int, department: str = "19") -> rules.LineOutcome:
    return rules.LineOutcome(department, f"Département {department}", Decision.GRANTED, posts, UNIT)


@pytest.mark.parametrize(
    ("decision", "posts", "reason", "field"),
    [
        ("refused", 0, "", "reason"),
        ("refused", 0, "   ", "reason"),
        ("deferred", 0, "", "reason"),
        ("refused", 1, "motif", "posts"),
        ("waiting", 1, "", "posts"),
        ("granted", 0, "", "posts"),
        ("granted", 501, "motif", "posts"),
        ("granted", 2, "", "reason"),
        ("perhaps", 0, "", "decision"),
    ],
)
def test_a_decision_is_refused_with_the_field_at_fault(decision: str, posts: int, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_decision(decision, posts, reason, asked=3, ceiling=500)
    assert list(refusal.value.fields) == [field]


@pytest.mark.parametrize(
    ("decision", "posts", "reason"),
    [("granted", 3, ""), ("granted", 2, "besoins couverts"), ("granted", 5, ""), ("refused", 0, "motif"), ("waiting", 0, "")],
)
def test_a_sound_decision_passes(decision: str, posts: int, reason: str) -> None:
    rules.check_decision(decision, posts, reason, asked=3, ceiling=500)


def test_totals_by_department_and_both_gauges() -> None:
    refused = rules.LineOutcome("19", "Département 19", Decision.REFUSED, 0, Money(0))
    run = rules.dry_run([granted(2), refused, granted(3, "2A")], posts_left=4, cents_left=30_000_000)
    assert [(d.code, d.files, d.granted, d.posts, d.amount) for d in run.by_department] == [
        ("19", 2, 1, 2, UNIT * 2),
        ("2A", 1, 1, 3, UNIT * 3),
    ]
    assert (run.posts.left, run.money.left, [g.label for g in run.exceeded]) == (-1, 5_000_000, ["Postes"])
    assert "5 postes à prendre, 4 postes disponibles ; il manque 1 poste." in run.sentence


def test_money_may_bind_first_and_the_sentence_says_how_much() -> None:
    run = rules.dry_run([granted(2)], posts_left=10, cents_left=7_500_000)
    assert [g.label for g in run.exceeded] == ["Crédits"]
    assert "25\u202f000,00\u00a0€" in run.sentence


def test_pending_files_are_said_before_quotas() -> None:
    pending = rules.LineOutcome("19", "Corrèze", "", 0, Money(0))
    assert rules.dry_run([pending], posts_left=0, cents_left=0).sentence.startswith("1 dossier attend encore")


@pytest.mark.parametrize(
    ("posts", "cents", "moved"), [(6, 30_000_000, 0), (5, 30_000_000, 1), (6, 29_999_999, 1), (2, 30_000_000, 2), (0, 0, 3)]
)
def test_the_last_files_of_the_agenda_wait_and_no_more_than_needed(posts: int, cents: int, moved: int) -> None:
    assert rules.to_waiting_list([granted(2), granted(2), granted(2)], posts_left=posts, cents_left=cents) == moved


@pytest.mark.parametrize(("asked", "left", "count"), [([2, 1, 3], 3, 2), ([2, 4], 3, 2), ([2], 0, 0), ([], 5, 0), ([1, 1, 1], 2, 2)])
def test_the_first_of_the_waiting_list_are_served_until_no_post_is_left(asked: list[int], left: int, count: int) -> None:
    assert rules.first_to_serve(asked, left) == count


@pytest.mark.parametrize(("number", "following"), [("S-2021-09", "S-2021-10"), ("COSELEC 63", "COSELEC 64"), ("Printemps", "")])
def test_the_next_session_has_the_next_number(number: str, following: str) -> None:
    assert rules.number_after(number) == following
