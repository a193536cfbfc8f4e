"""Notices of the bank (camt.054): why transfers come back, told before or after the statement. They never count twice."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments import policies
from lucette.scheme.payments.actions.explanations import explain
from lucette.scheme.payments.actions.returns import give_back
from lucette.scheme.payments.adapters import Entry, read_notices
from lucette.scheme.payments.enums import BankLineStatus, MovementKind
from lucette.scheme.payments.models import Order, ReturnNotice, StatementLine, TreasuryAccount
from lucette.scheme.payments.queries.matching import PAID, is_ours


@dataclass(slots=True)
class NoticeResult:
    """What reading a notice did: returns announced, and lines that waited for their reason and wait no more."""

    told: int = 0
    explained: int = 0


@transaction.atomic
def read_notice(*, endowment_id: UUID, content: bytes, by: Actor) -> NoticeResult:
    """Read a camt.054 file: the reason of each return is kept for its statement, or explains the line that waited for it (event 15).

    The same again changes nothing. Raises Forbidden, RuleBroken (a file that is not exact, another account).
    """
    policies.check_can_read_statement(by)
    account = TreasuryAccount.objects.select_for_update().filter(endowment_id=endowment_id).first()
    notices = read_notices(content)
    if account is None or any(it.iban != account.iban for it in notices):
        raise RuleBroken("statement.account", "Cet avis n’est pas celui du compte de la dotation.")
    told = [entry for it in notices for entry in it.entries if entry.credit and entry.reason and _reference(entry)]
    known = set(ReturnNotice.objects.filter(endowment_id=endowment_id).values_list("bank_reference", "end_to_end_id", "cents"))
    fresh = {(it.bank_reference, _reference(it), it.cents): it for it in told}
    fresh = {key: it for key, it in fresh.items() if key not in known}
    result = NoticeResult(len(fresh))
    if not fresh:
        return result
    document = documents.store(
        kind="notice",
        title=f"Avis de la banque {notices[0].notice_id}",
        filename=f"{notices[0].notice_id}.xml",
        content=content,
        content_type="application/xml",
        subject=account,
        by=by,
    )
    for (reference, name, cents), entry in fresh.items():
        code = entry.reason.code if entry.reason else ""
        it = ReturnNotice.objects.create(
            endowment_id=endowment_id, document=document, bank_reference=reference, end_to_end_id=name, cents=cents, bank_reason=code
        )
        result.explained += _explained(it, by)
    journal.record("notice.read", subject=account, by=by, returns=result.told, explained=result.explained)
    return result


def _reference(entry: Entry) -> str:
    return next((name for name in entry.references if is_ours(name)), "")


def _explained(it: ReturnNotice, by: Actor) -> bool:
    """Give back the order of the line that waited for this reason, if there is one."""
    waiting = StatementLine.objects.select_related("statement").filter(
        status=BankLineStatus.UNMATCHED, credit=True, cents=it.cents, end_to_end_id=it.end_to_end_id, statement__endowment=it.endowment_id
    )
    line = waiting.select_for_update(of=("self",)).order_by("booked_on", "pk").first()
    order = Order.objects.lock(UUID(hex=it.end_to_end_id)) if line else None
    if line is None or order is None or order.status not in PAID or order.returned_cents + line.cents > order.cents:
        return False
    part = 1 + StatementLine.objects.filter(order=order, kind=MovementKind.RETURN).count()
    give_back(order, line.cents, it.bank_reason, line.booked_on, part, by, suspended=True)
    explain(line, "give_back", MovementKind.RETURN, by, order=order, bank_reason=it.bank_reason)
    return True
