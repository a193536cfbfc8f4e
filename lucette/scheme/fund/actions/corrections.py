"""A mistake is never erased: its mirror is written, with a reason and the event it corrects (27). Policies and journal: payments."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from lucette.foundation.ledger import actions as ledger
from lucette.foundation.ledger import queries as ledger_queries
from lucette.foundation.ledger.models import Event
from lucette.foundation.ledger.queries import flows
from lucette.foundation.ledger.rules import Line
from lucette.foundation.ledger.rules import mirror as mirror_of
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.scheme.fund import queries, rules
from lucette.scheme.fund.actions.books import opened
from lucette.scheme.fund.enums import CorrectionReason, EventKind
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Books

# they have rows of their own: another amendment, a move the other way, a refund
NEVER = {EventKind.AUTHORITY_NOTIFIED, EventKind.AUTHORITY_AMENDED, EventKind.ENVELOPE_MOVED, EventKind.TRANCHE_RECEIVED}


@transaction.atomic
def correct(*, event_key: str, reason: str, by: Actor) -> Event:
    """Mirror an event (27), once, dated today; `reason` is a code of enums.CorrectionReason. The act may then be done again under another
    attempt.

    Raises NotFound, Invalid, RuleBroken: already corrected, not the latest live event of its line, before a change of entity, what it
    moved has moved since, or a line would be paid less than what is asked back on it.
    """
    if reason not in CorrectionReason.values:
        raise Invalid("fund.correction_reason", "Choisissez le motif de la correction.")
    event = ledger_queries.event(event_key)
    if event is None:
        raise NotFound
    lines = ledger_queries.lines_of(event.pk)
    endowment = Endowment.objects.get(code=lines[0].book.rpartition("/")[0])
    books = opened(endowment.pk, hold=True)
    _check_may_be(event)
    _check_latest(event, lines, books)
    mirror = mirror_of(lines)
    _check_lines(mirror, books)
    if (moved := rules.free_cash_moved(mirror)) < 0 and queries.free_cash_cents(endowment.pk) + moved < 0:
        raise RuleBroken("fund.no_free_cash", "La trésorerie libre ne couvre pas cette correction.")
    return ledger.record(
        f"{event.key}:{EventKind.CORRECTED}",
        EventKind.CORRECTED,
        mirror,
        business_date=clock.today(),
        by=by,
        subject=event.subject,
        reason=reason,
        corrects=event.pk,
    )


def _check_may_be(event: Event) -> None:
    if event.corrects_id or flows.corrected([event]):
        raise RuleBroken("fund.corrected_once", "Cet événement est déjà corrigé, ou est une correction : il ne se corrige pas deux fois.")
    if event.kind in NEVER:
        raise RuleBroken("fund.not_correctable", "Cet événement ne se corrige pas ainsi : un nouvel acte le compense.")


def _check_latest(event: Event, lines: list[Line], books: Books) -> None:
    """Nothing live came after it on any of its lines; nor, for posts and awards, on its subject; nor a change of entity."""
    later = flows.live_events().filter(pk__gt=event.pk)
    same = later.filter(subject=event.subject)
    if event.subject.startswith("agreement/") and same.filter(kind=EventKind.ENTITY_CHANGED).exists():
        raise RuleBroken("fund.entity_changed", "La structure porteuse a changé depuis : cet événement ne se corrige plus.")
    touched = rules.lines_of(lines)
    accounts = Q(pk=None)
    for owner, number in touched:
        accounts |= Q(book__code__in=[books.budget, books.cash], code__endswith=f"/{owner}/{number}")
    after = later.filter(pk__in=flows.moving(accounts).filter(event__gt=event.pk).values("event_id"))
    if event.kind == EventKind.ENTITY_CHANGED or (not touched and not event.subject.startswith("endowment/")):
        after = same
    if after.exists():
        raise RuleBroken("fund.not_the_latest", "Un événement plus récent porte sur la même échéance : corrigez-le d’abord.")


def _check_lines(mirror: list[Line], books: Books) -> None:
    """No line is paid less than what is asked back on it; none is ordered while it waits for a corrected account."""
    for (owner, number), effect in rules.effects(mirror).items():
        state = queries.lines(books, owner, [number])[number]
        if (effect.paid < 0 or effect.asked_back > 0) and state.paid + effect.paid < state.asked_back + effect.asked_back:
            raise RuleBroken("fund.recovery_open", "Un reversement est demandé sur cette échéance : elle doit rester payée d’autant.")
        if effect.ordered and state.waiting:
            raise RuleBroken("fund.return_waits", "Un virement de cette échéance est revenu : elle ne peut pas être ordonnancée.")
