"""The answer of the bank to a batch (pain.002): whose it is, what it refuses; and the same tried before it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.rules import fingerprint
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.payments import policies
from lucette.scheme.payments.adapters import Outcome, Report, read_report
from lucette.scheme.payments.models import BankReport, Batch, Order
from lucette.scheme.payments.queries.matching import IN_FLIGHT

ANSWER_GIVEN = "answer_given"  # kind of a file that was given to be read


@dataclass(frozen=True, slots=True)
class RefusalTried:
    """A transfer that the answer refuses, with its reason. `in_flight`: it would go back to the authorising officer."""

    order_id: UUID
    number: str
    payee: str
    amount: Money
    reason: str
    in_flight: bool


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """A pain.002 file given, kept and not read yet, with what reading it would do."""

    batch: Batch
    content: bytes
    status: str
    refusals: tuple[RefusalTried, ...]
    already_known: bool


def answer_of(report: Report) -> Batch:
    """The batch to which an answer is made. Raises RuleBroken."""
    batch = Batch.objects.filter(message_id=report.original_message_id).first()
    if batch is None:
        raise RuleBroken("report.unknown", f"Nous n’avons pas envoyé le fichier dont parle cette réponse : {report.original_message_id}.")
    return batch


def known_report(report: Report, content: bytes) -> bool:
    """Was this answer, or this file, read before?"""
    same = Q(message_id=report.message_id) | Q(document__sha256=fingerprint(content))
    return BankReport.objects.filter(same).exists()


def refusals_of(report: Report, orders: Iterable[Order]) -> list[tuple[Order, Outcome]]:
    """Of the orders of a batch, those that the answer refuses."""
    found = ((order, report.outcome_of(order.pk.hex)) for order in orders)
    return [(order, outcome) for order, outcome in found if outcome.refused or report.refused_whole]


def answer_given(document_id: UUID, by: Actor) -> AnswerGiven:
    """The file of `actions.keep_answer`, tried. Raises NotFound, Forbidden, RuleBroken."""
    policies.check_can_record_refusal(by)
    document = documents.document(document_id, by=by)
    if document.kind != ANSWER_GIVEN:
        raise NotFound
    content = documents.stored(document)
    report = read_report(content)
    batch = answer_of(report)
    refused = refusals_of(report, batch.orders.select_related("organization").order_by("number"))
    tried = tuple(
        RefusalTried(it.pk, it.number, it.organization.name, Money(it.cents), _why(outcome), it.status in IN_FLIGHT)
        for it, outcome in refused
    )
    return AnswerGiven(batch, content, report.outcome.label, tried, known_report(report, content))


def _why(outcome: Outcome) -> str:
    return outcome.reasons[0].label if outcome.reasons else outcome.label
