"""The trace of a step: what the last time it was played has left in the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.documents import queries as documents
from lucette.foundation.journal import queries as journal
from lucette.foundation.notifications import queries as notifications
from lucette.kernel import french
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.web.design.elements import Cell, Column, Document, Event, Table
from lucette.web.gate.door import READERS_OF_THE_FUND
from lucette.web.gate.files import BANK_FILES, links
from lucette.web.gate.history import LABELS, who
from lucette.web.signin.tour.deeds import Deed

LETTERS = 5
BOOKS = {"BUDGET": "Autorisations", "CASH": "Trésorerie", "POSTS": "Postes"}


@dataclass(frozen=True, slots=True)
class Trace:
    """`journal`: who did it and when; `postings`: what moved in the books, None when nothing does; `documents`: those that the visitor may
    open; `closed`: the titles of the others; `letters`: (subject, to whom, address)."""

    journal: Sequence[Event]
    postings: Table | None
    documents: Sequence[Document]
    closed: Sequence[str]
    letters: Sequence[tuple[str, str, str]]

    def __bool__(self) -> bool:
        return bool(self.journal)


def trace_of(deed: Deed, by: Actor) -> Trace:
    """Asked as the system: in a demonstration everybody is fictional. A document opens to whom it is visible."""
    entries = journal.latest(deed.told)
    subjects = [(it.subject_type, it.subject_id) for it in entries]
    names = accounts.names({it.actor_id for it in entries})
    told = [
        Event(it.at.astimezone(PARIS).date(), LABELS.get(it.act, "Acte enregistré"), who(names.get(it.actor_id, ""), it.role))
        for it in reversed(entries)
    ]
    opened = documents.documents_on(subjects, by=by)
    mine = {it.pk for it in opened if it.kind not in BANK_FILES or READERS_OF_THE_FUND.opens_to(by)}
    files = documents.documents_on(subjects, by=SYSTEM)
    closed = list(dict.fromkeys(it.title for it in files if it.pk not in mine))
    letters = [(it.subject, it.to_email, reverse("signin:letter", args=[it.pk])) for it in notifications.letters_on(subjects, LETTERS)]
    return Trace(told, postings(deed.moves), links(it for it in files if it.pk in mine), closed, letters)


def postings(kind: str) -> Table | None:
    """What the last event of this kind moved, in the three books."""
    event = fund.latest(kind) if kind else None
    if event is None:
        return None
    rows = [[BOOKS.get(it.book.rpartition("/")[2], it.book), *accounts_of(it), amount(it)] for it in event.postings]
    return Table(f"{event.label}, le {french.date(event.on)}", ["Livre", "Débit", "Crédit", Column("Montant", True)], rows)


def accounts_of(it: fund.TrailPosting) -> tuple[str, str]:
    """The accounts debited and credited, by their label, else by the first word of their code."""
    return it.debit_label or it.debit.partition("/")[0], it.credit_label or it.credit.partition("/")[0]


def amount(it: fund.TrailPosting) -> Cell:
    return Cell(str(Money(it.amount)) if it.unit == "cents" else french.plural(it.amount, "poste"))
