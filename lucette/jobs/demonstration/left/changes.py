"""Agreements that change: posts asked by amendment, which wait for the prefecture; a host given notice, which may still answer."""

from __future__ import annotations

from lucette.jobs.cast import do
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreed
from lucette.scheme.agreements.enums import AmendmentKind
from lucette.scheme.agreements.rules.amendments import Wanted


def leave_at_the_end(story: Story) -> None:
    """When everything planned has been played: on the first and on the last agreement of the hosts that play."""
    requester = story.cast["requester"]
    with acting(requester):
        found = [it for it in agreed.agreements(requester, "in_force") if it.organization_id in story.hosts]
    if len(found) < 2:
        return
    wanted = Wanted(AmendmentKind.ADD_POSTS, story.day, "Deux communes voisines demandent une permanence par semaine.", count=1)
    host = story.hosts[found[0].organization_id].representative
    do(host, agreements.amendments.ask, agreement_id=found[0].pk, wanted=wanted)
    text = "Le compte rendu du dernier semestre n’est pas remis, malgré deux rappels."
    do(requester, agreements.notices.serve, agreement_id=found[-1].pk, duty="report", text=text)
