"""Agreements at each signature, instalments to request, orders at each desk, a batch frozen, bank details to check, money asked back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations.enums import BankDetailsStatus, CallResult
from lucette.foundation.organizations.rules import test_iban
from lucette.jobs.cast import do
from lucette.jobs.demonstration.hosts import give_documents, specimen
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreed
from lucette.scheme.calls.enums import Needed
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as desks
from lucette.scheme.payments.enums import RecoveryGround
from lucette.stories.change_account import confirm_account, declare_account

SEED, CLOSE_MATCH = 20_000, 20_997  # of the accounts declared on the last days; of the second, the bank knows almost the name
ABROAD = "DE89370400440532013000"  # the example of the Bundesbank: nobody's
UNJUSTIFIED, UNSPENT = RecoveryGround.UNJUSTIFIED, (86_450, 124_000)  # cents


def plan(story: Story) -> None:
    story.plan(story.ends - dt.timedelta(4), leave_bank_details)


def leave_at_the_end(story: Story) -> None:
    """When everything planned has been played: nothing follows these."""
    leave_agreements(story)
    leave_orders(story)
    leave_recoveries(story)


def leave_agreements(story: Story) -> None:
    """Of the agreements being made, one is edited and one is signed by its host; the others wait."""
    with acting(SYSTEM):
        preparing, ready = (agreed.agreements(SYSTEM, status) for status in ("preparing", "ready"))
    for it in preparing[:2]:
        give_documents(story.hosts[it.organization_id], it.award.application_id, Needed.AGREEMENT)
        do(story.cast["requester"], agreements.generate, agreement_id=it.pk)
    for it in [*preparing[:1], *ready[:1]][:1]:
        do(story.hosts[it.organization_id].representative, agreements.sign_as_host, agreement_id=it.pk)


def leave_orders(story: Story) -> None:
    """What is due is left to be requested; three orders are taken in charge, two of them frozen in a batch."""
    do(SYSTEM, payments.fall_due, on=story.day)
    do(SYSTEM, payments.hold_missed, on=story.day)
    accountant = story.cast["accountant"]
    with acting(accountant):
        ordered, _ = desks.orders_page(accountant, ("ordered",), limit=3)
    for it in ordered:
        do(accountant, payments.take_in_charge, order_id=it.id)
    if batched := [it.id for it in ordered[:2]]:
        do(accountant, payments.freeze_batch, endowment_id=story.endowment_id, order_ids=batched, execution_on=story.day)


def leave_bank_details(story: Story) -> None:
    """Three hosts change their account: one waits for a call back, one for its activation, one is held (an account held abroad)."""
    hosts = list(story.hosts.values())[:3]
    for host, iban in zip(hosts, (test_iban(CLOSE_MATCH), test_iban(SEED), ABROAD), strict=False):
        account = {"organization_id": host.organization_id, "holder": f"TEST {host.name}"[:140], "iban": iban, "rib": specimen()}
        declared = do(host.representative, declare_account, **account)
        if iban == ABROAD:
            continue
        if declared.status == BankDetailsStatus.HELD:
            decide(story, declared.pk)
        do(host.secretary, confirm_account, bank_details_id=declared.pk)
        if iban == test_iban(SEED):
            verify(story, declared.pk, declared.call_name)


def decide(story: Story, bank_details_id: UUID) -> None:
    reason = "La structure a prévenu la Caisse des Dépôts : les contrôles peuvent continuer."
    do(story.cast["caisse_delegate"], organizations.release_bank_details, bank_details_id=bank_details_id, reason=reason)


def verify(story: Story, bank_details_id: UUID, name: str) -> None:
    """Called back, asked to the bank, verified: another person will activate it after the wait."""
    requester, account = story.cast["requester"], {"bank_details_id": bank_details_id}
    do(requester, organizations.call_back, **account, person_name=name, result=CallResult.CONFIRMED, note="Changement de banque confirmé.")
    do(requester, organizations.check_payee, **account)
    do(requester, organizations.verify_bank_details, **account)


def leave_recoveries(story: Story) -> None:
    """Money is asked back from two hosts, for what their reports do not justify: one has answered, the other may still."""
    requester = story.cast["requester"]
    why = "Les bulletins de paie joints au compte rendu ne couvrent pas toute la somme versée."
    for unspent, (agreement, paid) in zip(UNSPENT, paid_agreements(story, requester), strict=False):
        asked = {"agreement_id": agreement.pk, "ground": UNJUSTIFIED, "explanation": why, "figures": {"justified": paid - unspent}}
        recovery = do(requester, payments.recoveries.issue_computed, **asked)
        if unspent == UNSPENT[0]:
            said = "Un bulletin manquait : nous l’avons ajouté à notre compte rendu."
            host = story.hosts[agreement.organization_id].representative
            do(host, payments.recoveries.answer, recovery_id=recovery.pk, text=said)


def paid_agreements(story: Story, by: Actor) -> Iterator[tuple[Any, int]]:
    """Agreements in force of the hosts that play, with what each was paid in cents; those that were paid something."""
    with acting(by):
        found = [it for it in agreed.agreements(by, "in_force") if it.organization_id in story.hosts]
    for it in found:
        with acting(by):
            paid = desks.overpaid(it.pk, UNJUSTIFIED, by, figures={"justified": 0}).total_cents
        if paid > max(UNSPENT):
            yield it, paid
