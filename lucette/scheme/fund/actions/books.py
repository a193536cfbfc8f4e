"""The books of an endowment, when they are open; one fact told, once and whole; their seals."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from lucette.foundation.ledger import actions as ledger
from lucette.foundation.ledger import queries as ledger_queries
from lucette.foundation.ledger.models import Event
from lucette.foundation.ledger.queries import flows
from lucette.foundation.ledger.rules import Line
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import rules
from lucette.scheme.fund.enums import EndowmentStatus, EventKind
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Books


def opened(endowment_id: UUID, hold: bool = False) -> Books:
    """The endowment's books; `hold` keeps its row until the end of the transaction. Raises NotFound, RuleBroken (not notified yet)."""
    endowment = Endowment.objects.lock(endowment_id) if hold else Endowment.objects.known(endowment_id)
    if endowment.status != EndowmentStatus.NOTIFIED:
        raise RuleBroken("fund.not_open", "Cette dotation n’est pas ouverte : les trois parties la signent, puis la DGCL la notifie.")
    return endowment.books


def tell(key: str, kind: EventKind, postings: list[Line], *, by: Actor, subject: str, on: dt.date | None = None, reason: str = "") -> Event:
    """Write one fact under `key`:`kind`. `key` is `<word>:<id>:<attempt>`; the same fact again changes nothing.

    Raises ValueError (a key without attempt), RuleBroken (as ledger.record; nothing to move; corrected since: it takes another attempt).
    """
    rules.check_key(key)
    if not postings:
        raise RuleBroken("fund.nothing", "Cet acte ne déplacerait ni crédit, ni poste, ni argent. Rien n’a été écrit.")
    event = ledger.record(f"{key}:{kind}", kind, postings, business_date=on or clock.today(), by=by, subject=subject, reason=reason)
    check_live([event])
    return event


def check_live(events: list[Event]) -> None:
    """Raise RuleBroken when one of these events was corrected: told again, it takes another attempt."""
    if flows.corrected(events):
        raise RuleBroken("fund.corrected", "Ce fait a été corrigé : il faut l’enregistrer de nouveau sous une autre tentative.")


def told(key: str, kind: EventKind, *, subject: str, on: dt.date | None, reason: str, debit: str, cents: int) -> list[Line] | None:
    """What an event whose postings follow the books moved when it was told before; None when it never was.

    Raises RuleBroken: the same key with another content (`cents`, of what it debited to an account), or corrected since.
    """
    rules.check_key(key)
    event = ledger_queries.event(f"{key}:{kind}")
    if event is None:
        return None
    lines = ledger_queries.lines_of(event.pk)
    moved = sum(line.amount for line in lines if line.debit == debit)
    if (event.subject, event.reason, moved) != (subject, reason, cents) or (on and event.business_date != on):
        raise RuleBroken("ledger.key_reused", f"Cette opération est déjà enregistrée avec un autre contenu ({key}). Rien n’a été écrit.")
    check_live([event])
    return lines


def seal_ledger() -> int:
    """Seal what the ledger gained, batch after batch. Returns how many seals were made (0 while a long transaction is writing)."""
    made = 0
    while ledger.seal():
        made += 1
    return made


def stamp_ledger() -> bool:
    """Have the last seal of the ledger dated by the time-stamping authority; False when it is done for today. Raises Unavailable."""
    return ledger.stamp() is not None
