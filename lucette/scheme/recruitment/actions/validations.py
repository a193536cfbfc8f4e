"""What the Banque des Territoires does of a contract: validate it, then record its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import cast
from uuid import UUID

from django.db import transaction

from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Invalid
from lucette.scheme.payments import actions as payments
from lucette.scheme.posts import actions as posts
from lucette.scheme.recruitment import letters, policies, queries
from lucette.scheme.recruitment.actions.invitations import cancel_others, held
from lucette.scheme.recruitment.enums import CandidateStatus, EndReason, HireStatus
from lucette.scheme.recruitment.models import Hire


@transaction.atomic
def validate(*, hire_id: UUID, by: Actor) -> Hire:
    """The Banque des Territoires validates the contract: the post is filled (7), the schedule knows a live contract, the candidate
    becomes an adviser, and every other open hire of the post or of the candidate lapses.

    Raises NotFound, Forbidden, WrongState, RuleBroken (no agreement in force; post or person already held).
    """
    hire = held(hire_id, by)
    policies.check_can_validate(by)
    hire.check_act("validate")
    queries.agreement_period(hire)
    candidate, now = hire.candidate, clock.now()
    hire.move_to(HireStatus.VALIDATED, act="validate", on=now, by=by, validated_by=by.pk)
    candidate.move_to(CandidateStatus.HIRED, act="mark_hired", on=now, by=by)
    starts_on, ends_on = cast("dt.date", hire.starts_on), hire.ends_on  # the table refuses a declared hire without its start
    posts.fill(post_id=hire.post_id, person_id=candidate.person_id, hire_id=hire.pk, starts_on=starts_on, ends_on=ends_on, by=by)
    payments.record_contract(post_id=hire.post_id, hire_id=hire.pk, starts_on=starts_on, ends_on=ends_on, by=by)
    cancel_others(hire, by)
    scope = Scope("person", str(candidate.person_id))
    accounts.grant_role(person_id=candidate.person_id, name=RoleName.ADVISER, scope=scope, by=SYSTEM)
    journal.record("hire.validated", subject=hire, by=by, post=str(hire.post_id))
    letters.validated(hire)
    return hire


@transaction.atomic
def record_end(*, hire_id: UUID, ended_on: dt.date, reason: str, by: Actor) -> Hire:
    """Record that the contract has ended, `ended_on` its last day worked, `reason` an enums.EndReason: the post is vacant (8), the
    person available again from the next day. Her access stays: another host may hire her.

    Raises NotFound, Forbidden, WrongState, Invalid (fields ended_on, reason).
    """
    hire = held(hire_id, by)
    policies.check_can_validate(by)
    hire.check_act("record_end")
    check_end(hire, ended_on, reason)
    candidate, now = hire.candidate, clock.now()
    hire.move_to(HireStatus.ENDED, act="record_end", on=now, by=by, ended_on=ended_on, end_reason=reason)
    free = max(candidate.available_on, ended_on + dt.timedelta(days=1))
    candidate.move_to(CandidateStatus.AVAILABLE, act="mark_available", on=now, by=by, available_on=free)
    posts.vacate(post_id=hire.post_id, hire_id=hire.pk, ended_on=ended_on, by=by)
    payments.end_contract(hire_id=hire.pk, ended_on=ended_on, by=by)
    journal.record("hire.ended", subject=hire, by=by, ended_on=ended_on.isoformat(), reason=reason)
    letters.ended(hire)
    return hire


def check_end(hire: Hire, ended_on: dt.date, reason: str) -> None:
    """The last day worked is past or today, within the contract."""
    fields = {}
    last = min(clock.today(), hire.ends_on or clock.today())
    first = hire.starts_on or last
    if not first <= ended_on <= last:
        fields["ended_on"] = f"Le dernier jour travaillé est compris entre le début du contrat et le {french.date(last)}."
    if reason not in EndReason:
        fields["reason"] = "Choisissez le motif de la fin du contrat."
    if fields:
        raise Invalid("hire.end_invalid", "La fin de ce contrat ne peut pas être enregistrée ainsi.", fields)


@transaction.atomic
def carry_on(*, post_ids: Collection[UUID], until: dt.date, by: Actor) -> list[Hire]:
    """The fixed-term contracts that run on these posts go on until that day, as their host declared when it renewed its agreement.

    Returns those that do. Called by the story of the signature. Raises Forbidden, RuleBroken (someone is expected elsewhere).
    """
    policies.check_can_follow(by)
    running = Hire.objects.filter(post_id__in=post_ids, status=HireStatus.VALIDATED, ends_on__lt=until)
    found = list(running.select_for_update(of=("self",)).order_by("pk"))
    ids = [it.pk for it in found]
    running.filter(pk__in=ids).update(ends_on=until)
    posts.extend(hire_ids=ids, until=until, by=by)
    payments.extend_contracts(hire_ids=ids, until=until, by=by)
    for it in found:
        journal.record("hire.carried_on", subject=it, by=by, until=until.isoformat())
    return found
