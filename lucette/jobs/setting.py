"""What everything else rests on, from the shipped data: an endowment signed and notified, its account, two calls. Made when absent."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any
from uuid import UUID

from lucette.foundation.organizations.rules import bank_account, test_iban
from lucette.jobs.cast import SEED, Cast, do
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.calls import actions as calls
from lucette.scheme.calls import queries as published
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund import queries as funds
from lucette.scheme.payments import actions as payments

PARTIES = (("dgcl", "funder"), ("anct", "agency_director"), ("cdc", "caisse_delegate"))
NOTIFIED_ON = dt.date(2020, 11, 2)
CALLS = ("ami_1", "ami_2")
TREASURY = "TEST Caisse des Dépôts, mandat conseillers numériques"


def ready() -> tuple[UUID, dict[str, UUID]]:
    """(endowment, employer → call): both calls open since their day. What is already there is left as it is."""
    shipped = funds.shipped_endowment()
    with acting(SYSTEM):
        known = funds.endowment(shipped.code)
        present = {call.employer: call.pk for call in published.calls(SYSTEM) if call.code in CALLS} if known else {}
    if known and present:
        return known.pk, present
    with clock.at(NOTIFIED_ON):
        cast = Cast(random.Random(SEED))  # noqa: S311 – a story, not a secret
        endowment_id = known.pk if known else open_endowment(cast)
        made = publish_calls(cast, endowment_id)
    for call in made:
        with clock.at(call.opens_on):
            do(cast["agency_director"], calls.open, call_id=call.pk)
    return endowment_id, {call.employer: call.pk for call in made}


def open_endowment(cast: Cast) -> UUID:
    """The three parties sign the shipped endowment, the DGCL notifies it; its account at the bank is labelled TEST."""
    shipped = funds.shipped_endowment()
    made = do(
        cast["funder"],
        fund.prepare_endowment,
        code=shipped.code,
        title=shipped.title,
        authority_cents=shipped.authority_cents,
        posts=shipped.posts,
        split=shipped.split,
    )
    for party, who in PARTIES:
        do(cast[who], fund.sign_tripartite, endowment_id=made.pk, party=party)
    do(cast["funder"], fund.notify, endowment_id=made.pk)
    iban = test_iban(999_999)
    account = {"holder": TREASURY, "iban": iban, "bic": bank_account(iban).bic, "town": "Paris"}
    do(cast["accountant"], payments.open_treasury_account, endowment_id=made.pk, **account)
    return made.pk


def publish_calls(cast: Cast, endowment_id: UUID) -> list[Any]:
    """The two shipped calls, published and not open yet."""
    made = []
    for code in CALLS:
        call = do(cast["agency_director"], calls.prepare_call, code=code, endowment_id=endowment_id)
        made.append(do(cast["agency_director"], calls.publish, call_id=call.pk))
    return made
