"""An endowment to sign, another to notify; a call to publish, another to open; a publication to come; reports to the ANCT at each step."""

from __future__ import annotations

import datetime as dt

from lucette.jobs.cast import do
from lucette.jobs.demonstration import field
from lucette.jobs.demonstration.story import Story
from lucette.jobs.setting import CALLS, PARTIES
from lucette.kernel.money import Money
from lucette.scheme.calls import actions as calls
from lucette.scheme.fund import actions as fund
from lucette.scheme.network import actions as network

EDITION = "2022"
# code, title, how many parties have signed
ENDOWMENTS = (("CNFS-2022-A", "Dotation complémentaire 2022 (fictive)", 2), ("CNFS-2022-B", "Dotation outre-mer 2022 (fictive)", 3))
AUTHORITY = Money.euros(2_000_000)
# last day of the period, and how far its report has gone
REPORTS = ((dt.date(2021, 9, 29), 3), (dt.date(2021, 11, 30), 2), (dt.date(2021, 12, 31), 1), (dt.date(2022, 1, 20), 0))


def plan(story: Story) -> None:
    story.plan(dt.date(2022, 1, 17), leave_endowments)
    story.plan(dt.date(2022, 1, 18), leave_calls)
    story.plan(dt.date(2022, 1, 19), leave_publication)
    starts_on = dt.date(2020, 11, 2)
    for ends_on, steps in REPORTS:
        story.plan(ends_on + dt.timedelta(1), field.report_to_anct, starts_on=starts_on, ends_on=ends_on, steps=steps)
        starts_on = ends_on + dt.timedelta(1)


def leave_endowments(story: Story) -> None:
    for code, title, signatures in ENDOWMENTS:
        split = {"grants": AUTHORITY.cents}
        it = do(
            story.cast["funder"],
            fund.prepare_endowment,
            code=code,
            title=title,
            authority_cents=AUTHORITY.cents,
            posts=40,
            split=split,
        )
        for party, who in PARTIES[:signatures]:
            do(story.cast[who], fund.sign_tripartite, endowment_id=it.pk, party=party)


def leave_calls(story: Story) -> None:
    """A new edition of each call: the first is still a draft, the second is published and opens on the last day."""
    director = story.cast["agency_director"]
    for code in CALLS:
        edition = {"edition": EDITION, "opens_on": story.ends}
        call = do(director, calls.prepare_call, code=code, endowment_id=story.endowment_id, **edition)
    do(director, calls.publish, call_id=call.pk)


def leave_publication(story: Story) -> None:
    do(
        story.cast["animator"],
        network.draft,
        kind="resource",
        title="Fiches réflexes : les fraudes en ligne",
        summary="Six fiches à imprimer : reconnaître un faux message, protéger ses comptes, où signaler.",
        audience="everyone",
        link="https://ressources.example.fr/fraudes",
    )
