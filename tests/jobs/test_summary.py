"""What `lucette demo --json` writes: the keys that others read, in order, each a figure."""

from __future__ import annotations

import pytest

from lucette.jobs.demonstration.summary import figures
from tests.scheme.fund.factories import agreement, notified

pytestmark = pytest.mark.django_db
KEYS = [
    "hosts",
    "applications",
    "posts_asked",
    "posts_awarded",
    "agreements_signed",
    "advisers_hired",
    "advisers_trained",
    "instalments_due",
    "instalments_paid",
    "endowment_cents",
    "reserved_cents",
    "committed_cents",
    "paid_cents",
    "available_cents",
    "ledger_balanced",
    "postings",
    "activities",
    "people_helped",
    "appointments",
    "reports_received",
    "reports_sent",
    "seconds",
]


def test_the_summary_has_its_keys_in_order_and_the_balances_of_the_ledger() -> None:
    it = notified(grants=100, cash=50)
    agreement(it, {1: 60})
    found = figures(it.pk, 12.345, balanced=True)
    assert list(found) == KEYS
    assert (found["endowment_cents"], found["committed_cents"], found["available_cents"]) == (100, 60, 40)
    assert (found["ledger_balanced"], found["seconds"], found["postings"] > 0) == (True, 12.3, True)
    assert {type(found[key]) for key in KEYS if key not in ("seconds", "ledger_balanced")} == {int}
