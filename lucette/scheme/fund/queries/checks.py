"""`lucette fund verify`: the invariants of the fund that the ledger can prove alone. Other rooms hand in theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lucette.foundation.ledger import queries as ledger
from lucette.foundation.ledger.queries import flows
from lucette.kernel.actor import Actor
from lucette.scheme.fund.enums import EndowmentStatus
from lucette.scheme.fund.models import Endowment, Verification
from lucette.scheme.fund.queries.position import BUCKETS, POSTS_BUCKETS
from lucette.scheme.fund.queries.sums import Sums

OWED = ("payable", "payable_supplier", "returned_transfers", "in_flight")
LIVE_POSTS = ("reserved", "agreed", "filled", "vacant", "ended")


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: of `rows` compared, `count` at fault, the `first` of them told. `applies` is False when nothing in the house calls
    for it yet."""

    name: str
    label: str
    count: int = 0
    first: str = ""
    applies: bool = True
    rows: int = 0

    @property
    def ok(self) -> bool:
        return self.count == 0

    @classmethod
    def of(cls, name: str, label: str, faults: Iterable[Any], rows: int = 0) -> Check:
        """From the rows at fault, and how many were compared."""
        found = list(faults)
        return cls(name, label, len(found), " · ".join(map(str, found[0])) if found else "", rows=rows)


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
    chosen = [Sums(it) for it in (opened.filter(pk=endowment_id) if endowment_id else opened)]
    checks = [*_whole(), *_quotas(chosen), *_cash(chosen), *_lines(chosen), *(check for more in extra for check in more(endowment_id))]
    return sorted(checks, key=lambda check: (int(check.name.strip("I")), check.label))


def _whole() -> Iterable[Check]:
    read = flows.counts()
    postings, events, accounts = read["postings"], read["events"], read["accounts"]
    label = "chaque écriture a deux comptes d’un même livre et un montant positif"
    yield Check.of("I1", label, ledger.malformed_postings(), postings)
    yield Check.of("I2", "dans chaque livre, les débits égalent les crédits", ledger.unbalanced_books(), read["books"])
    yield Check.of("I3", "aucun compte n’est sous zéro", ledger.below_zero(), accounts)
    yield Check.of("I5", "aucune écriture scellée n’a changé", [*ledger.broken_seals(), *ledger.broken_stamps()], read["seals"])
    yield Check.of("I6", "une clé, un seul contenu", ledger.altered_events(), events)
    yield Check.of("I7", "rien n’est daté d’une période close", ledger.dated_in_closed_period(), postings)
    yield Check.of("I20", "chaque solde est la somme de ses écritures", ledger.wrong_balances(), accounts)


def _sum(amounts: Mapping[str, int], words: Iterable[str]) -> int:
    return sum(amounts[word] for word in words)


Pair = Callable[[Sums], tuple[int, int]]


def _compare(name: str, label: str, chosen: list[Sums], *pairs: Pair) -> Check:
    """At fault: the endowments where the two sides of a pair differ."""
    both = [(s.it.code, *pair(s)) for s in chosen for pair in pairs]
    return Check.of(name, label, [(code, left, right) for code, left, right in both if left != right], len(both))


def _bounded(name: str, label: str, chosen: list[Sums], *pairs: Pair) -> Check:
    """At fault: the endowments where the left side passes the right one."""
    both = [(s.it.code, *pair(s)) for s in chosen for pair in pairs]
    return Check.of(name, label, [(code, left, right) for code, left, right in both if left > right], len(both))


def _quotas(chosen: list[Sums]) -> Iterable[Check]:
    yield _compare(
        "I4",
        "les crédits et les postes égalent ce qui a été notifié",
        chosen,
        lambda s: (_sum(s.money, BUCKETS), s.it.authority_cents),
        lambda s: (s.money["opened"], s.it.authority_cents),
        lambda s: (_sum(s.posts, POSTS_BUCKETS), s.it.posts),
        lambda s: (s.posts["opened"], s.it.posts),
    )
    yield _bounded(
        "I16",
        "les postes et les crédits vivants ne dépassent pas ce qui a été notifié",
        chosen,
        lambda s: (_sum(s.posts, LIVE_POSTS), s.it.posts),
        lambda s: (_sum(s.money, BUCKETS[1:]), s.it.authority_cents),
    )


def _cash(chosen: list[Sums]) -> Iterable[Check]:
    yield _compare(
        "I9",
        "ce qui est dû ou en cours égale ce qui est liquidé ou ordonnancé",
        chosen,
        lambda s: (_sum(s.cash, OWED), _sum(s.money, ("liquidated", "ordered"))),
    )
    yield _compare(
        "I10",
        "la banque égale ce qui est entré, moins ce qui est sorti, corrections déduites",
        chosen,
        lambda s: (
            s.cash["bank"] - s.cash["suspense_receipts"] + s.cash["suspense_expenses"],
            s.tranches + s.interest + s.collected + s.returned - s.executed - s.restituted,
        ),
    )
    yield _compare(
        "I11",
        "ce qui est payé égale ce que la banque a exécuté, moins ce qui est revenu ou recouvré",
        chosen,
        lambda s: (s.money["paid"], s.out - s.back),
    )
    yield _compare(
        "I23",
        "ce qui est certifié égale ce qui est payé et ce qui reste dû, recouvrements déduits",
        chosen,
        lambda s: (s.certified - s.recoveries, s.out - s.back + _sum(s.cash, OWED) - s.cash["receivable"]),
    )


def _lines(chosen: list[Sums]) -> Iterable[Check]:
    beyond = [bad for s in chosen for bad in s.beyond_agreed()]
    yield Check.of("I12", "aucune échéance ne dépasse ce qui est convenu", beyond, sum(s.lines for s in chosen))
    asked = [bad for s in chosen for bad in s.asked_beyond_paid()]
    yield Check.of(
        "I13", "ce qui reste à recouvrer d’une échéance ne dépasse pas ce qui en reste payé", asked, sum(s.debts for s in chosen)
    )
