"""A statement of 12,000 debits read by the real act, against the same act told one movement a statement.

Each debit executes an order: the order and its line move, the ledger and the journal are written, a letter waits in the outbox.
LUCETTE_BENCH_LINES: another size.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.test.utils import override_settings

from benchmarks.database import analyze
from benchmarks.measure import Measure, timed
from lucette.foundation.documents import actions as documents
from lucette.foundation.ledger import actions as ledger
from lucette.foundation.ledger.rules import Line
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund import rules
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments import actions
from lucette.scheme.payments.actions.money import key_of, payment_of
from lucette.scheme.payments.adapters import LocalBank, Receipt, answers
from lucette.scheme.payments.enums import LineStatus, OrderStatus
from lucette.scheme.payments.models import Batch, Instalment, InstalmentLine, Order, TreasuryAccount
from lucette.scheme.posts.models import Attachment
from tests.scheme.payments import factories as make

SIZE = int(os.environ.get("LUCETTE_BENCH_LINES", "12_000"))
SAMPLE, CENTS, INSTALMENTS = 300, 1_000_00, 150
ON = make.IN_FORCE


def endowment(lines: int) -> Endowment:
    """An endowment whose `lines` orders are sent to the bank in one batch, as the acts leave them."""
    it = make.endowment(grants=lines * CENTS, cash=lines * CENTS)
    now = clock.now()
    document = documents.store(
        kind="payment_file", title="Lot", filename="lot.xml", content=b"<x/>", content_type="application/xml", subject=it, by=SYSTEM
    )
    batch = Batch.objects.create(
        message_id=f"LOT-{uuid4().hex[:12]}", endowment=it, status="sent", execution_on=ON, count=lines, control_cents=lines * CENTS,
        document=document, frozen_by=uuid4(), sent_by=uuid4(), sent_at=now,
    )  # fmt: skip
    for start in range(0, lines, INSTALMENTS):
        agreement = make.agreement(it, posts=1, post_cents=[CENTS] * min(INSTALMENTS, lines - start))
        sent(agreement, batch, start)
    return it


def sent(agreement: Agreement, batch: Batch, start: int) -> None:
    """Every instalment of an agreement in an order of the batch."""
    count, details = agreement.amount_cents // CENTS, BankDetails.objects.get(organization=agreement.organization)
    instalments = Instalment.objects.bulk_create(
        [Instalment(agreement=agreement, number=n + 1, condition="agreement_signed", due_on=ON) for n in range(count)]
    )
    orders = Order.objects.bulk_create([order(it, agreement, batch, details) for it in instalments])
    post = Attachment.objects.get(agreement=agreement).post
    InstalmentLine.objects.bulk_create(
        [
            InstalmentLine(instalment=it.instalment, post=post, cents=CENTS, status=LineStatus.ORDERED, due_since=ON, order=it)
            for it in orders
        ]
    )
    books = rules.Books(agreement.endowment.code)
    ledger.record_many([fact(books, it) for it in orders], by=SYSTEM)


def order(instalment: Instalment, agreement: Agreement, batch: Batch, details: BankDetails) -> Order:
    requested, certified, ordered, accepted = (it.pk for it in make.HANDS)
    return Order(
        number=f"O-{uuid4().hex[:16]}", endowment=agreement.endowment, organization=agreement.organization, instalment=instalment,
        nature="grants_public", cents=CENTS, status=OrderStatus.SENT, bank_details=details, holder=details.holder, iban=details.iban,
        bic=details.bic, batch=batch, requested_by=requested, certified_by=certified, ordered_by=ordered, accepted_by=accepted,
    )  # fmt: skip


def fact(books: rules.Books, it: Order) -> ledger.Fact:
    """Certified, ordered and sent, in one fact: the benchmark measures what comes after."""
    payment = payment_of(it)
    steps: list[Line] = [*rules.liquidation(books, payment), *rules.ordering(books, payment), *rules.sending(books, payment)]
    return ledger.Fact(f"{key_of(it)}:sent", "sent", steps, ON, payment.subject)


def statements(of: Endowment, sizes: Sequence[int]) -> list[bytes]:
    """What the bank tells of the orders sent, in statements of these sizes; the first also tells the tranche."""
    bank = LocalBank(TreasuryAccount.objects.get(endowment=of).iban)
    told = [
        answers.Movement(it.cents, False, f"B-{it.number}", f"Ordre {it.number}", it.pk.hex, it.holder)
        for it in Order.objects.filter(endowment=of).order_by("pk")
    ]
    opening = bank.execute(receipts=[Receipt(len(told) * CENTS, f"T-{uuid4().hex}", "Tranche")], on=ON)
    files, start = [opening], 0
    for rank, size in enumerate(sizes, 2):
        movements = told[start : start + size]
        files.append(answers.statement(bank.iban, rank, ON, bank.balance_cents, movements))
        bank.balance_cents += sum(it.signed for it in movements)
        start += size
    return files


def read(of: Endowment, files: Sequence[bytes]) -> int:
    """Read files one after the other, each in its own transaction; returns how many movements were recognised."""
    found = 0
    for content in files:
        with acting(make.ACCOUNTANT):
            found += actions.read_statement(endowment_id=of.pk, content=content, by=make.ACCOUNTANT).matched
    return found


def measure() -> Measure:
    """Equality: every order executed and paid to the cent, whichever way the statement came."""
    storages = settings.STORAGES
    with tempfile.TemporaryDirectory() as folder:
        apart = storages | {"default": storages["default"] | {"OPTIONS": {"location": folder, "base_url": None}}}
        with override_settings(STORAGES=apart):
            return _measure()


def _measure() -> Measure:
    with acting(SYSTEM), transaction.atomic():
        whole, sample = endowment(SIZE), endowment(SAMPLE)
        files, single = statements(whole, [SIZE]), statements(sample, [1] * SAMPLE)
    for table in ("payments_order", "payments_instalmentline", "ledger_account", "ledger_posting", "ledger_event"):
        analyze(table)
    read(whole, files[:1])
    read(sample, single[:1])
    ours_ms, found = timed(lambda: read(whole, files[1:]))
    plain_ms, one_by_one = timed(lambda: read(sample, single[1:]))
    with acting(SYSTEM):
        paid = [fund.position(it.pk).paid for it in (whole, sample)]
        left = Order.objects.filter(endowment__in=[whole, sample]).exclude(status=OrderStatus.EXECUTED).count()
    equal = (found, one_by_one, paid, left) == (SIZE, SAMPLE, [SIZE * CENTS, SAMPLE * CENTS], 0)
    note = f"un relevé par mouvement, {SAMPLE} mouvements, au prorata ; le nôtre : {ours_ms / 1000:.1f} s en tout"
    return Measure("relevé bancaire rapproché", SIZE, ours_ms, plain_ms * SIZE / SAMPLE, equal, note)
