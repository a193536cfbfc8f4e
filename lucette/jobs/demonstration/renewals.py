"""The call by which private hosts renew their agreements, asked a year ahead; one of them has asked when the story stops."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from lucette.jobs.cast import do
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.scheme.agreements import queries as agreed
from lucette.scheme.agreements.policies import can_be_renewed
from lucette.scheme.calls import actions as calls
from lucette.stories.renew_agreement import ask_renewal

CODE = "renouvellement_2"
PREPARED, OPENS, AHEAD = dt.date(2022, 1, 5), dt.date(2022, 1, 10), 12
BROUGHT = (
    "En neuf mois, notre conseiller a accompagné plus de quatre cents personnes, et les ateliers affichent complet. Nous voulons garder ce "
    "rendez-vous et l’étendre aux deux communes voisines."
)


def plan(story: Story) -> None:
    story.plan(PREPARED, announce)


def announce(story: Story) -> None:
    """Prepared from its shipped text and published: hosts may ask from twelve months before the end."""
    director = story.cast["agency_director"]
    call = do(director, calls.prepare_call, code=CODE, endowment_id=story.endowment_id, opens_on=OPENS)
    do(director, calls.publish, call_id=call.pk)
    why = "Décision de la directrice générale du 5 janvier 2022"
    do(director, calls.amend_parameter, call_id=call.pk, code="months_before_end", value=AHEAD, from_on=OPENS + dt.timedelta(1), source=why)
    story.plan(OPENS, open_call, call_id=call.pk)


def open_call(story: Story, call_id: UUID) -> None:
    do(story.cast["agency_director"], calls.open, call_id=call_id)


def leave_at_the_end(story: Story) -> None:
    """One private host has asked; the others read on their dashboard that they may."""
    for host in (it for it in story.hosts.values() if it.private):
        with acting(host.representative):
            near = [it for it in agreed.agreements_of(host.organization_id, host.representative) if can_be_renewed(it, story.day)]
        if near:
            asked = {"count": near[0].posts, "motivation": BROUGHT, "contracts_until": None}
            do(host.representative, ask_renewal, agreement_id=near[0].pk, **asked)
            return
