"""What came back from the bank, and the bank's stand-in for the demonstration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum

from lucette.foundation.documents import queries as documents
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EndowmentStatus
from lucette.scheme.fund.models import Endowment, Tranche
from lucette.scheme.payments.adapters import PROFILES, LocalBank, Receipt
from lucette.scheme.payments.enums import BankLineStatus, BatchStatus
from lucette.scheme.payments.models import BankStatement, Batch, StatementLine, TreasuryAccount


def treasury_account(endowment_id: UUID) -> TreasuryAccount | None:
    """The account on which an endowment is held."""
    return TreasuryAccount.objects.filter(endowment_id=endowment_id).first()


def endowments_without_account(by: Actor) -> list[Endowment]:
    """The notified endowments that this person sees whose bank account is not declared yet, oldest first."""
    declared = Exists(TreasuryAccount.objects.filter(endowment=OuterRef("pk")))
    seen = Endowment.objects.visible_to(by).filter(~declared, status=EndowmentStatus.NOTIFIED)
    return list(seen.order_by("created_at", "code"))


def bank_profiles() -> list[tuple[str, str]]:
    """The local rules that files of transfers may follow: code and words."""
    return [(code, label) for code, (label, _) in PROFILES.items()]


def profile_label(code: str) -> str:
    """What a person reads of the rules of a bank."""
    return PROFILES[code][0]


def statements(endowment_id: UUID, by: Actor) -> list[BankStatement]:
    """The statements read, newest first; none outside national roles."""
    return list(BankStatement.objects.filter(endowment_id=endowment_id).order_by("-rank")) if by.scope.national else []


def lines_to_reconcile_page(by: Actor, after: str = "", limit: int = 50) -> tuple[list[StatementLine], str]:
    """Lines of statements that nobody explained yet, oldest first, after the line of id `after`; and the id that asks for the next."""
    return _to_explain(by).select_related("statement", "order").keyed(("booked_on", "statement__rank", "position"), after, limit)


def lines_to_reconcile_count(by: Actor) -> int:
    """How many lines of statements wait to be explained."""
    return _to_explain(by).count()


def lines_to_reconcile(by: Actor, endowment_id: UUID | None = None) -> list[StatementLine]:
    """Movements that match nothing yet, with their `reason`, oldest first; none outside national roles."""
    waiting = _to_explain(by)
    waiting = waiting.filter(statement__endowment_id=endowment_id) if endowment_id else waiting
    return list(waiting.select_related("statement", "order").order_by("booked_on", "statement__rank", "position"))


def _to_explain(by: Actor) -> Any:
    waiting = StatementLine.objects.filter(status=BankLineStatus.UNMATCHED)
    return waiting if by.scope.national else waiting.none()


def closing_cents(endowment_id: UUID) -> int | None:
    """Closing balance of the last statement read (fund.md I10); None before the first."""
    return BankStatement.objects.filter(endowment_id=endowment_id).order_by("-rank").values_list("closing_cents", flat=True).first()


def excess_cents(endowment_id: UUID) -> int:
    """Receipts kept apart that are no longer a line to explain: to be refunded to who paid too much."""
    lines = StatementLine.objects.filter(statement__endowment_id=endowment_id, status=BankLineStatus.UNMATCHED, credit=True)
    waiting: int = lines.aggregate(cents=Sum("cents", default=0))["cents"]
    return fund.position(endowment_id).cash.suspense_receipts - waiting


def answer_of_local_bank(endowment_id: UUID, on: dt.date, more: Sequence[Receipt] = ()) -> bytes:
    """The camt.053 statement by which the stand-in answers, on that day: every batch sent is executed, and the tranches that the fund
    knows but no statement tells yet are received, with `more`. Nothing changes here: `actions.read_statement` reads it. Raises NotFound,
    RuleBroken.
    """
    waiting = (BatchStatus.SENT, BatchStatus.ACKNOWLEDGED)
    sent = Batch.objects.filter(endowment_id=endowment_id, status__in=waiting, document__isnull=False).order_by("sent_at", "pk")
    told = StatementLine.objects.filter(statement__endowment_id=endowment_id).values("bank_reference")
    tranches = Tranche.objects.filter(endowment_id=endowment_id).exclude(bank_reference__in=told)
    receipts = [Receipt(it.cents, it.bank_reference, "Tranche de la dotation") for it in tranches]
    files = [documents.content(it.document_id) for it in sent if it.document_id]
    return local_bank(endowment_id).execute(files, [*receipts, *more], on=on)


def given_to_bank(endowment_id: UUID, known: set[object]) -> tuple[list[bytes], list[Receipt], set[object]]:
    """For a stand-in kept open: the files sent and the tranches announced since, but those it knows; and what it knows then."""
    batches = Batch.objects.filter(endowment_id=endowment_id, document__isnull=False, sent_at__isnull=False).order_by("sent_at", "pk")
    fresh = [it for it in batches if it.pk not in known]
    tranches = [it for it in Tranche.objects.filter(endowment_id=endowment_id) if it.pk not in known]
    files = [documents.content(it.document_id) for it in fresh if it.document_id]
    receipts = [Receipt(it.cents, it.bank_reference, "Tranche de la dotation") for it in tranches]
    return files, receipts, {it.pk for it in (*fresh, *tranches)}


def file_of_batch(batch_id: UUID, by: Actor) -> bytes:
    """The file of transfers of a batch, as it was frozen. Raises NotFound, RuleBroken (the stored file was altered)."""
    batch = Batch.objects.known(batch_id) if by.scope.national else None
    if batch is None or batch.document_id is None:
        raise NotFound
    return documents.content(batch.document_id)


def local_bank(endowment_id: UUID) -> LocalBank:
    """The stand-in of the endowment's bank as the last statement left it: it refuses the files it already executed. Raises NotFound."""
    account = treasury_account(endowment_id)
    if account is None:
        raise NotFound
    over = (BatchStatus.RECONCILED, BatchStatus.CLOSED)
    done = Batch.objects.filter(endowment_id=endowment_id, status__in=over).values_list("message_id", flat=True)
    count = BankStatement.objects.filter(endowment_id=endowment_id).count()
    return LocalBank(account.iban, closing_cents(endowment_id) or 0, count, frozenset(done))
