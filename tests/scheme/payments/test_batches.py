"""A batch keeps the rules of the bank by which its file was made; a debit told as one sum is every order of the batch, or waits."""

from __future__ import annotations

import re

import pytest

from lucette.kernel.errors import Invalid
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.adapters import answers as said
from lucette.scheme.payments.adapters.answers import Movement
from lucette.scheme.payments.models import Batch, Order, StatementLine, TreasuryAccount
from tests.scheme.fund.factories import notified
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT

pytestmark = pytest.mark.django_db
OPENING = 50_000_000


def sent() -> tuple[Batch, list[Order]]:
    """Two orders of one endowment in one batch."""
    endowment = make.endowment()
    orders = [make.accepted(instalment=make.schedule(of=endowment)[0]) for _ in range(2)]
    return make.sent(*orders), orders


def one_sum(batch: Batch, cents: int, tag: str, name: str, count: int, *, rank: int = 1, opening: int = OPENING) -> bytes:
    """A statement with one debit of a batch, without a word of its transfers."""
    told = said.statement(make.bank_of(batch.endowment_id).iban, rank, make.IN_FORCE, opening, [Movement(cents, False, "LOT", "VIREMENTS")])
    group = f"<NtryDtls><Btch><{tag}>{name}</{tag}><NbOfTxs>{count}</NbOfTxs></Btch></NtryDtls>"
    return re.sub(rb"<NtryDtls>.*?</NtryDtls>", group.encode(), told, flags=re.S)


def read(batch: Batch, content: bytes) -> actions.StatementResult:
    return actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)


def exact(batch: Batch) -> None:
    checks = [*fund.verify(batch.endowment_id), *queries.checks(batch.endowment_id)]
    assert not [check for check in checks if not check.ok]
    assert fund.position(batch.endowment_id).cash.bank == queries.closing_cents(batch.endowment_id)


@pytest.mark.parametrize("tag", ["MsgId", "PmtInfId"])
def test_one_sum_executes_every_order_of_the_batch_once(tag: str) -> None:
    batch, orders = sent()
    content = one_sum(batch, batch.control_cents, tag, batch.message_id, 2)
    account = TreasuryAccount.objects.get(endowment=batch.endowment_id)
    tried = queries.statement_tried(account, content, ACCOUNTANT)
    assert {it.order_number for it in tried.movements} == {it.number for it in orders}
    assert read(batch, content).matched == 2
    batch.refresh_from_db()
    assert batch.status == "reconciled" and {it.status for it in Order.objects.all()} == {"executed"}
    lines = StatementLine.objects.order_by("position").values_list("bank_reference", "order__batch")
    assert list(lines) == [("LOT/1", batch.pk), ("LOT/2", batch.pk)]
    again = one_sum(batch, batch.control_cents, tag, batch.message_id, 2, rank=2)
    assert read(batch, again).matched == 0, "an overlapping statement tells the same sum again"
    exact(batch)


@pytest.mark.parametrize(("cents", "count", "name"), [(3_999_999, 2, ""), (4_000_000, 3, ""), (4_000_000, 2, "AUTRE-LOT")])
def test_another_sum_count_or_batch_waits_whole_with_its_reason(cents: int, count: int, name: str) -> None:
    batch, _ = sent()
    assert read(batch, one_sum(batch, cents, "MsgId", name or batch.message_id, count)).unmatched == 1
    line = StatementLine.objects.get()
    assert (line.cents, line.bank_reference) == (cents, "LOT") and "n’est pas celle d’un de nos lots" in line.reason
    assert {it.status for it in Order.objects.all()} == {"sent"}
    exact(batch)


def test_a_batch_keeps_the_rules_of_the_bank_that_made_its_file() -> None:
    order = make.accepted(instalment=make.schedule()[0])
    TreasuryAccount.objects.filter(endowment=order.endowment_id).update(profile="grouped")
    batch = make.frozen(order)
    assert (batch.profile, batch.rules["batch_booking"], batch.rules["cut_off"]) == ("grouped", True, "")
    assert b"<BtchBookg>true</BtchBookg>" in queries.file_of_batch(batch.pk, ACCOUNTANT)
    TreasuryAccount.objects.update(profile="sepa")
    batch.refresh_from_db()
    assert batch.profile == "grouped" and queries.profile_label(batch.profile).startswith("Un seul débit")
    with pytest.raises(Invalid):
        actions.open_treasury_account(
            endowment_id=notified().pk, holder="X", iban=make.made_up_iban(9), bic="CDCGFRPP075", profile="autre", by=ACCOUNTANT
        )
