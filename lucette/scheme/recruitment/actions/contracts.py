"""The contract that the host declares, held to its agreement and to the minimum wage."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money
from lucette.scheme.recruitment import letters, policies, queries, rules
from lucette.scheme.recruitment.actions.invitations import held
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire


@transaction.atomic
def declare_contract(*, hire_id: UUID, kind: str, starts_on: dt.date, ends_on: dt.date | None, monthly_gross_cents: int, by: Actor) -> Hire:
    """The host files the contract. `monthly_gross_cents`: gross pay of a month, full time, at least the minimum wage of the first day.

    Raises NotFound, Forbidden, WrongState, RuleBroken (no agreement in force, minimum wage unknown), Invalid (fields kind, starts_on,
    ends_on, monthly_gross_cents).
    """
    hire = held(hire_id, by)
    policies.check_is_host(by)
    hire.check_act("declare")
    check_contract(hire, kind, starts_on, ends_on, monthly_gross_cents)
    hire.move_to(
        HireStatus.DECLARED,
        act="declare",
        on=clock.now(),
        by=by,
        contract_kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        monthly_gross_cents=monthly_gross_cents,
    )
    journal.record("hire.declared", subject=hire, by=by, kind=kind, starts_on=starts_on.isoformat())
    letters.declared(hire)
    return hire


def check_contract(hire: Hire, kind: str, starts_on: dt.date, ends_on: dt.date | None, monthly_gross_cents: int) -> None:
    """Raise RuleBroken or Invalid unless the contract holds to the agreement, to the earlier contracts and to the minimum wage."""
    agreed = queries.agreement_period(hire)
    free_from = queries.free_from(hire.post_id, hire.candidate_id)
    fields = rules.contract_problems(kind, starts_on, ends_on, agreed=agreed, free_from=free_from)
    minimum = queries.minimum_wage(starts_on, hire.organization.commune.department_id)
    if monthly_gross_cents <= 0 or Money(monthly_gross_cents) < minimum:
        fields["monthly_gross_cents"] = (
            f"Le salaire brut mensuel ({Money(monthly_gross_cents)}) est inférieur au salaire minimum du {french.date(starts_on)} "
            f"({minimum}) : corrigez-le."
        )
    if fields:
        raise Invalid("hire.contract_invalid", "Ce contrat ne peut pas être déposé ainsi.", fields)
