"""First chapter: the endowment is agreed, notified and paid; the two calls open."""

from __future__ import annotations

import datetime as dt

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations.rules import siret_for
from lucette.jobs import setting
from lucette.jobs.cast import do
from lucette.jobs.demonstration.hosts import fictional_siren, give_bank_details, people_of
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Scope
from lucette.kernel.money import Money
from lucette.scheme.calls import actions as calls
from lucette.scheme.fund import actions as fund

TRANCHES = ((dt.date(2020, 12, 1), Money.euros(40_000_000)), (dt.date(2021, 9, 15), Money.euros(25_000_000)))


def plan(story: Story) -> None:
    """Endowment on 2 November 2020, calls on their opening day, tranches on theirs."""
    story.plan(dt.date(2020, 11, 2), open_endowment)
    story.plan(dt.date(2020, 11, 12), prepare_calls)
    for day, amount in TRANCHES:
        story.plan(day, receive_tranche, cents=amount.cents)


def open_endowment(story: Story) -> None:
    """The three parties sign; the DGCL notifies 200 M€ and 4,000 posts."""
    story.endowment_id = setting.open_endowment(story.cast)


def receive_tranche(story: Story, cents: int) -> None:
    reference = f"DGCL-{story.day:%Y%m%d}"
    who = story.cast["accountant"]
    do(who, fund.receive_tranche, endowment_id=story.endowment_id, cents=cents, bank_reference=reference, on=story.day)


def prepare_calls(story: Story) -> None:
    """Both calls are published; each opens on the day that its file says."""
    for call in setting.publish_calls(story.cast, story.endowment_id):
        story.calls[call.employer] = call.pk
        story.opening[call.employer] = call.opens_on
        story.plan(call.opens_on, open_call, call_id=call.pk)


def open_call(story: Story, call_id: object) -> None:
    do(story.cast["agency_director"], calls.open, call_id=call_id)


def register_suppliers(story: Story) -> None:
    """The training body and the producer of the network's resources, fictional, with their bank details."""
    with acting(SYSTEM):
        for index, (name, role) in enumerate(
            (("La Fabrique des savoirs (fictive)", "body"), ("Atelier des ressources (fictif)", "producer"))
        ):
            organization = organizations.register(
                siret=siret_for(fictional_siren(900 + index)),
                name=name,
                commune_code="75056",
                legal_category="9220",
                source="démonstration",
                fictional=True,
                by=SYSTEM,
            )
            supplier = people_of(story.cast, organization.pk, name, "private", "75056")
            give_bank_details(story.cast, supplier, 9_000 + index)
            if role == "body":
                story.body_id = organization.pk
                story.trainer = story.cast.person(RoleName.TRAINING_BODY, Scope("organization", str(organization.pk)))
            else:
                story.producer_id = organization.pk
