"""First chapter: the endowment is agreed, notified and paid; the two calls open."""

from __future__ import annotations

import datetime as dt

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations.rules import bank_account, siret_for, test_iban
from lucette.jobs.demonstration.cast import do
from lucette.jobs.demonstration.hosts import fictional_siren, give_bank_details, people_of
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Scope
from lucette.kernel.money import Money
from lucette.scheme.calls import actions as calls
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund import queries as funds
from lucette.scheme.payments import actions as payments

TRANCHES = ((dt.date(2020, 12, 1), Money.euros(40_000_000)), (dt.date(2021, 9, 15), Money.euros(25_000_000)))


def plan(story: Story) -> None:
    """Endowment on 2 November 2020, calls on their opening day, tranches on theirs."""
    story.plan(dt.date(2020, 11, 2), open_endowment)
    story.plan(dt.date(2020, 11, 12), prepare_calls)
    for day, amount in TRANCHES:
        story.plan(day, receive_tranche, cents=amount.cents)


def open_endowment(story: Story) -> None:
    """The three parties sign; the DGCL notifies 200 M€ and 4,000 posts."""
    shipped = funds.shipped_endowment()
    endowment = do(
        story.cast["funder"],
        fund.prepare_endowment,
        code=shipped.code,
        title=shipped.title,
        authority_cents=shipped.authority_cents,
        posts=shipped.posts,
        split=shipped.split,
    )
    story.endowment_id = endowment.pk
    for party, who in (("dgcl", "funder"), ("anct", "agency_director"), ("cdc", "caisse_delegate")):
        do(story.cast[who], fund.sign_tripartite, endowment_id=endowment.pk, party=party)
    do(story.cast["funder"], fund.notify, endowment_id=endowment.pk)
    open_account(story)


def open_account(story: Story) -> None:
    """The account of the endowment at the bank, labelled TEST."""
    iban = test_iban(999_999)
    account = {
        "holder": "TEST Caisse des Dépôts, mandat conseillers numériques",
        "iban": iban,
        "bic": bank_account(iban).bic,
        "town": "Paris",
    }
    do(story.cast["accountant"], payments.open_treasury_account, endowment_id=story.endowment_id, **account)


def receive_tranche(story: Story, cents: int) -> None:
    reference = f"DGCL-{story.day:%Y%m%d}"
    who = story.cast["accountant"]
    do(who, fund.receive_tranche, endowment_id=story.endowment_id, cents=cents, bank_reference=reference, on=story.day)


def prepare_calls(story: Story) -> None:
    """Both calls are published; each opens on the day that its file says."""
    for code in ("ami_1", "ami_2"):
        call = do(story.cast["agency_director"], calls.prepare_call, code=code, endowment_id=story.endowment_id)
        do(story.cast["agency_director"], calls.publish, call_id=call.pk)
        story.calls[call.employer] = call.pk
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
