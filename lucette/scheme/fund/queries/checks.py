"""`lucette fund verify`: the invariants of the fund that the ledger can prove alone. Other rooms hand in theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Sum

from lucette.foundation.ledger import queries as ledger
from lucette.kernel.actor import Actor
from lucette.scheme.fund.enums import EndowmentStatus, EventKind
from lucette.scheme.fund.models import Endowment, Verification
from lucette.scheme.fund.queries.position import BUCKETS, POSTS_BUCKETS

OWED = ("payable", "payable_supplier", "returned_transfers", "in_flight")
LIVE_POSTS = ("reserved", "agreed", "filled", "vacant", "ended")


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: `count` rows at fault, `first` of them told. `applies` is False when nothing in the house calls for it yet."""

    name: str
    label: str
    count: int = 0
    first: str = ""
    applies: bool = True

    @property
    def ok(self) -> bool:
        return self.count == 0

    @classmethod
    def of(cls, name: str, label: str, faults: Iterable[Any]) -> Check:
        """From the rows at fault."""
        found = list(faults)
        return cls(name, label, len(found), " · ".join(map(str, found[0])) if found else "")


@dataclass(frozen=True, slots=True)
class Verified:
    """The last verification of the whole fund: when, by whom (an id), of how many postings, what each invariant said."""

    at: dt.datetime
    made_by: UUID
    postings: int
    checks: list[Check]

    @property
    def faults(self) -> list[Check]:
        return [check for check in self.checks if not check.ok]


def last_verification(by: Actor) -> Verified | None:
    """What the last verification found, for those who see the whole scheme; None before the first."""
    it = Verification.objects.order_by("-created_at").first() if by.scope.national else None
    return Verified(it.created_at, it.made_by, it.postings, [Check(**told) for told in it.checks]) if it else None


ExtraCheck = Callable[[UUID | None], Iterable[Check]]


def verify(endowment_id: UUID | None = None, extra: Iterable[ExtraCheck] = ()) -> list[Check]:
    """Every invariant in order: of the ledger as a whole, of each endowment (or of one), and those of each `extra(endowment_id)`."""
    opened = Endowment.objects.filter(status=EndowmentStatus.NOTIFIED).order_by("code")
    chosen = [_Sums(it) for it in (opened.filter(pk=endowment_id) if endowment_id else opened)]
    checks = [*_whole(), *_each(chosen), *(check for more in extra for check in more(endowment_id))]
    return sorted(checks, key=lambda check: (int(check.name.strip("I")), check.label))


def _whole() -> Iterable[Check]:
    yield Check.of("I1", "chaque écriture a deux comptes d’un même livre et un montant positif", ledger.malformed_postings())
    yield Check.of("I2", "dans chaque livre, les débits égalent les crédits", ledger.unbalanced_books())
    yield Check.of("I3", "aucun compte n’est sous zéro", ledger.below_zero())
    yield Check.of("I5", "aucune écriture scellée n’a changé", ledger.broken_seals())
    yield Check.of("I6", "une clé, un seul contenu", ledger.altered_events())
    yield Check.of("I7", "rien n’est daté d’une période close", ledger.dated_in_closed_period())
    yield Check("I14", "un avenant ne libère pas plus que la part de ses postes (aucun avenant à ce jour)", applies=False)
    yield Check.of("I20", "chaque solde est la somme de ses écritures", ledger.wrong_balances())
    yield Check("I25", "une convention soldée ne laisse rien à payer ni à recouvrer (aucune convention soldée à ce jour)", applies=False)


class _Sums:
    """The sums of one endowment's books, read once."""

    def __init__(self, it: Endowment) -> None:
        found = ledger.totals(it.books.all)
        self.it, self.money, self.posts, self.cash = it, found[it.books.budget], found[it.books.posts], found[it.books.cash]
        self.tranches = it.tranches.aggregate(total=Sum("cents"))["total"] or 0
        self.executed_budget = ledger.moved_by(EventKind.EXECUTED, it.books.budget)
        self.executed_cash = ledger.moved_by(EventKind.EXECUTED, it.books.cash)
        self.certified = self.cash["uses"] - ledger.balance(it.books.cash, "uses/restitution")
        self.recoveries = ledger.balance(it.books.cash, "resources/recoveries")


def _sum(amounts: Mapping[str, int], words: Iterable[str]) -> int:
    return sum(amounts[word] for word in words)


def _each(chosen: list[_Sums]) -> Iterable[Check]:
    def compare(name: str, label: str, *pairs: Callable[[_Sums], tuple[int, int]]) -> Check:
        """At fault: the endowments where the two sides of a pair differ."""
        both = [(s.it.code, *pair(s)) for s in chosen for pair in pairs]
        return Check.of(name, label, [(code, left, right) for code, left, right in both if left != right])

    def bounded(name: str, label: str, *pairs: Callable[[_Sums], tuple[int, int]]) -> Check:
        """At fault: the endowments where the left side passes the right one."""
        both = [(s.it.code, *pair(s)) for s in chosen for pair in pairs]
        return Check.of(name, label, [(code, left, right) for code, left, right in both if left > right])

    yield compare(
        "I4",
        "les crédits et les postes égalent ce qui a été notifié",
        lambda s: (_sum(s.money, BUCKETS), s.it.authority_cents),
        lambda s: (s.money["opened"], s.it.authority_cents),
        lambda s: (_sum(s.posts, POSTS_BUCKETS), s.it.posts),
        lambda s: (s.posts["opened"], s.it.posts),
    )
    yield compare(
        "I9",
        "ce qui est dû ou en cours égale ce qui est liquidé ou ordonnancé",
        lambda s: (_sum(s.cash, OWED), _sum(s.money, ("liquidated", "ordered"))),
    )
    yield compare(
        "I10",
        "la banque égale les tranches et recettes à classer, moins les dépenses exécutées et à classer",
        lambda s: (s.cash["bank"], s.tranches + s.cash["suspense_receipts"] - s.cash["suspense_expenses"] - s.executed_budget),
    )
    yield compare("I11", "ce qui est payé égale ce que la banque a exécuté", lambda s: (s.money["paid"], s.executed_cash))
    yield bounded("I13", "ce qui reste à recouvrer ne dépasse pas ce qui reste payé", lambda s: (s.cash["receivable"], s.money["paid"]))
    yield bounded(
        "I16",
        "les postes et les crédits vivants ne dépassent pas ce qui a été notifié",
        lambda s: (_sum(s.posts, LIVE_POSTS), s.it.posts),
        lambda s: (_sum(s.money, BUCKETS[1:]), s.it.authority_cents),
    )
    yield compare(
        "I23",
        "ce qui est certifié égale ce qui est payé et ce qui reste dû, recouvrements déduits",
        lambda s: (s.certified - s.recoveries, s.executed_cash + _sum(s.cash, OWED) - s.cash["receivable"]),
    )
