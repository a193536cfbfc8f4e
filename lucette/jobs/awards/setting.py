"""What the published awards rest on: an endowment notified, two calls open. Made when absent."""

from __future__ import annotations

import datetime as dt
import random
from uuid import UUID

from lucette.jobs.demonstration.cast import Cast, do
from lucette.jobs.demonstration.story import SEED
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.calls import actions as calls
from lucette.scheme.calls import queries as published
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund import queries as funds

PARTIES = (("dgcl", "funder"), ("anct", "agency_director"), ("cdc", "caisse_delegate"))
NOTIFIED_ON = dt.date(2020, 11, 2)


def setting(cast: Cast | None = None) -> tuple[UUID, dict[str, UUID]]:
    """(endowment, employer → call), from the shipped data; what is already there is left as it is."""
    found = endowment(cast)
    return found, all_calls(found, cast)


def endowment(cast: Cast | None = None) -> UUID:
    """The shipped endowment, signed by its three parties and notified."""
    shipped = funds.shipped_endowment()
    with acting(SYSTEM):
        known = funds.endowment(shipped.code)
    if known:
        return known.pk
    cast = cast or founders()
    with clock.at(NOTIFIED_ON):
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
    return made.pk


def all_calls(endowment_id: UUID, cast: Cast | None = None) -> dict[str, UUID]:
    """The two shipped calls, published, and open since their day."""
    with acting(SYSTEM):
        known = {call.employer: call.pk for call in published.calls(SYSTEM)}
    if known:
        return known
    cast = cast or founders()
    for code in ("ami_1", "ami_2"):
        with clock.at(NOTIFIED_ON):
            call = do(cast["agency_director"], calls.prepare_call, code=code, endowment_id=endowment_id)
            do(cast["agency_director"], calls.publish, call_id=call.pk)
        with clock.at(call.opens_on):
            do(cast["agency_director"], calls.open, call_id=call.pk)
        known[call.employer] = call.pk
    return known


def founders() -> Cast:
    """The people who sign, when nobody has played before."""
    with clock.at(NOTIFIED_ON):
        return Cast(random.Random(SEED))  # noqa: S311 – a story, not a secret
