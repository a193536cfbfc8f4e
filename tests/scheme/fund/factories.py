"""Endowments for tests, opened by the acts themselves: the ledger cannot be filled by hand."""

from __future__ import annotations

import datetime as dt
import itertools
from uuid import UUID, uuid4

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.actor import Actor
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import Nature, Party
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Payment, Recovery

NUMBERS = itertools.count(1)
FUNDER, DIRECTOR, DELEGATE, ACCOUNTANT, CERTIFIER, PREFECT = (
    Actor(UUID(int=100 + n), role)
    for n, role in enumerate(
        [RoleName.FUNDER, RoleName.AGENCY_DIRECTOR, RoleName.CAISSE_DELEGATE, RoleName.ACCOUNTANT, RoleName.CERTIFIER, RoleName.PREFECTURE]
    )
)
SIGNATURES = [(Party.DGCL, FUNDER), (Party.ANCT, DIRECTOR), (Party.CDC, DELEGATE)]
DAY = dt.date(2021, 3, 1)


def prepared(*, grants: int = 1_000_00, training: int = 0, management: int = 0, posts: int = 100) -> Endowment:
    """A prepared endowment; amounts in cents."""
    return actions.prepare_endowment(
        code=f"essai-{next(NUMBERS)}-{uuid4().hex[:6]}",
        title="Dotation d’essai",
        authority_cents=grants + training + management,
        posts=posts,
        split={"grants": grants, "training": training} | ({"management": management} if management else {}),
        by=FUNDER,
    )


def signed(**amounts: int) -> Endowment:
    endowment = prepared(**amounts)
    for party, person in SIGNATURES:
        endowment = actions.sign_tripartite(endowment_id=endowment.pk, party=party, by=person)
    return endowment


def notified(*, cash: int = 0, **amounts: int) -> Endowment:
    """An open endowment, with `cash` cents received."""
    endowment = actions.notify(endowment_id=signed(**amounts).pk, by=FUNDER)
    if cash:
        actions.receive_tranche(endowment_id=endowment.pk, cents=cash, bank_reference="T1", on=DAY, by=ACCOUNTANT)
    return endowment


def agreement(endowment: Endowment, lines: dict[int, int], posts: int = 1) -> UUID:
    """The id of an agreement committed on `endowment`."""
    award_id, agreement_id = uuid4(), uuid4()
    actions.reserve(endowment_id=endowment.pk, award_id=award_id, cents=sum(lines.values()), posts=posts, by=DIRECTOR)
    actions.commit(
        endowment_id=endowment.pk,
        award_id=award_id,
        agreement_id=agreement_id,
        lines=lines,
        posts=posts,
        released_cents=0,
        released_posts=0,
        by=DELEGATE,
    )
    return agreement_id


def payment(endowment: Endowment, agreement_id: UUID, lines: dict[int, int], host: UUID | None = None) -> Payment:
    return Payment(endowment.pk, f"agreement/{agreement_id}", host or uuid4(), Nature.GRANTS_PUBLIC, lines)


def certified(paid: Payment, order: object = 1) -> str:
    """The key of an order whose payment is certified."""
    key = f"order:{order}:1"
    actions.liquidate(payment=paid, key=key, by=CERTIFIER)
    return key


def sent(paid: Payment, order: object = 1) -> str:
    """The key of an order sent to the bank."""
    key = certified(paid, order)
    actions.order(payment=paid, key=key, by=DELEGATE)
    actions.send(payment=paid, key=key, by=ACCOUNTANT)
    return key


def paid_out(paid: Payment, order: object = 1) -> str:
    """The key of an order executed by the bank."""
    key = sent(paid, order)
    actions.executed(payment=paid, key=key, on=DAY, by=ACCOUNTANT)
    return key


def recovery(paid: Payment, number: int = 1) -> Recovery:
    return Recovery(paid.endowment_id, paid.subject, paid.payee, number)


def asked_back(paid: Payment, cents: int, number: int = 1, title: object = 1) -> Recovery:
    """A recovery of `cents` open on an instalment."""
    it = recovery(paid, number)
    actions.issue_recovery(recovery=it, key=f"recovery:{title}:1", cents=cents, by=CERTIFIER)
    return it


def assert_sound(it: Endowment) -> None:
    assert [check for check in queries.verify(it.pk) if not check.ok] == []
