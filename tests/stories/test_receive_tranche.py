"""A tranche that the bank told first is one money, on the bank's day."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.errors import Forbidden
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments.adapters import Receipt
from lucette.scheme.payments.models import StatementLine
from lucette.scheme.payments.queries.checks import checks
from lucette.stories.receive_tranche import receive_tranche
from tests.foundation.accounts.factories import actor
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT

pytestmark = pytest.mark.django_db
DAY, CENTS = make.IN_FORCE, 300


@pytest.fixture
def told() -> StatementLine:
    """A credit that waits, of the reference DGCL-1."""
    endowment = make.endowment()
    content = make.bank_of(endowment.pk).execute([], [Receipt(CENTS, "DGCL-1", "Tranche de la dotation")], on=DAY)
    actions.read_statement(endowment_id=endowment.pk, content=content, by=ACCOUNTANT)
    return StatementLine.objects.get(bank_reference="DGCL-1")


def bank_is_its_statement() -> bool:
    return all(check.ok for check in checks() if check.name == "I10")


def received(line: StatementLine, by=ACCOUNTANT, reference: str = "DGCL-1", cents: int = CENTS):
    what = {"cents": cents, "bank_reference": reference, "on": DAY + dt.timedelta(4)}
    return receive_tranche(endowment_id=line.statement.endowment_id, **what, by=by)


def test_a_tranche_told_first_by_the_bank_is_recorded_on_its_day_and_counted_once(told: StatementLine):
    before = fund.position(told.statement.endowment_id).cash.bank
    it = received(told)
    assert (it.cents, it.bank_reference, it.received_on) == (CENTS, "DGCL-1", DAY)
    told.refresh_from_db()
    assert (told.status, told.kind) == ("matched", "tranche")
    assert fund.position(told.statement.endowment_id).cash.bank == before
    assert bank_is_its_statement()


@pytest.mark.parametrize(("reference", "cents"), [("DGCL-2", CENTS), ("DGCL-1", CENTS + 1)])
def test_another_reference_or_another_amount_is_another_tranche(told: StatementLine, reference: str, cents: int):
    before = fund.position(told.statement.endowment_id).cash.bank
    assert received(told, reference=reference, cents=cents).received_on == DAY + dt.timedelta(4)
    told.refresh_from_db()
    assert told.status == "unmatched"
    assert fund.position(told.statement.endowment_id).cash.bank == before + cents


def test_only_the_accountant_says_what_a_line_of_the_bank_is(told: StatementLine):
    with pytest.raises(Forbidden):
        received(told, actor(RoleName.CAISSE_DELEGATE))
    assert "DGCL-1" not in {it.bank_reference for it in fund.tranches(told.statement.endowment_id, ACCOUNTANT)}
