"""The helper of the state tables sees what it must see."""

from __future__ import annotations

import pytest

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.enums import BANK_DETAILS, BankDetailsStatus
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.states import assert_edge, edges

pytestmark = pytest.mark.django_db


def make(status: str) -> BankDetails:
    return BankDetailsFactory(**{status: True})


def replace(it: BankDetails) -> None:
    it.move_to(BankDetailsStatus.REPLACED, act="replace", on=clock.now(), by=SYSTEM)


def write_then_check(it: BankDetails) -> None:
    journal.record("bank_details.replaced", subject=it, by=SYSTEM)
    replace(it)


def test_there_is_one_edge_per_status_and_act_except_creation() -> None:
    assert [p.id for p in edges(BANK_DETAILS) if p.id.startswith("replace-")] == [
        "replace-from-declared",
        "replace-from-on_hold",
        "replace-from-verified",
        "replace-from-active",
        "replace-from-replaced",
        "replace-from-withdrawn",
        "replace-from-refused",
    ]


@pytest.mark.parametrize("status", BANK_DETAILS.statuses.values)
def test_an_act_that_follows_the_table_passes(status: str) -> None:
    assert_edge(BANK_DETAILS, status, "replace", make, {"replace": replace})


def test_an_act_that_does_nothing_where_it_should_is_caught() -> None:
    with pytest.raises(AssertionError):
        assert_edge(BANK_DETAILS, "active", "replace", make, {"replace": lambda it: None})


def test_an_act_that_is_not_refused_is_caught() -> None:
    with pytest.raises(pytest.fail.Exception):
        assert_edge(BANK_DETAILS, "replaced", "replace", make, {"replace": lambda it: None})


def test_a_refusal_that_leaves_a_row_behind_is_caught() -> None:
    with pytest.raises(AssertionError, match="wrote something"):
        assert_edge(BANK_DETAILS, "replaced", "replace", make, {"replace": write_then_check})
