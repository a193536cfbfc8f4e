"""What the contract of a hire must respect."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import F, Q

from lucette.kernel import clock
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement, AgreementLine
from lucette.scheme.calls.enums import Condition
from lucette.scheme.calls.rules import add_months
from lucette.scheme.posts.models import Attachment
from lucette.scheme.recruitment import rules
from lucette.scheme.recruitment.adapters import wage_table
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract must respect: `agreed` first and last day of the agreement, `free_from` first day on which post and person are
    free (None: already), `minimum` monthly gross pay in force today; `due`: the instalments that ask for a live contract."""

    agreed: tuple[dt.date, dt.date]
    free_from: dt.date | None
    minimum: Money
    due: list[tuple[int, dt.date, Money]]


def terms(it: Hire) -> Terms:
    """What the contract of this hire must respect, and what it opens. Raises RuleBroken (no agreement in force, wage not known)."""
    agreement = agreement_of(it)
    agreed = cast("dt.date", agreement.in_force_on), cast("dt.date", agreement.ends_on)
    lines = AgreementLine.objects.filter(agreement=agreement, condition=Condition.MONTH_REACHED).order_by("number")
    due = [(line.number, add_months(agreed[0], line.months_after), Money(line.post_cents)) for line in lines]
    minimum = minimum_wage(clock.today(), it.organization.commune.department_id)
    return Terms(agreed, free_from(it.post_id, it.candidate_id), minimum, due)


def agreement_of(it: Hire) -> Agreement:
    """The agreement in force to which the post of this hire belongs today. Raises RuleBroken when there is none."""
    attached = Attachment.objects.filter(post_id=it.post_id, period__contains=clock.today()).select_related("agreement").first()
    agreement = attached.agreement if attached else None
    if agreement is None or agreement.status != AgreementStatus.IN_FORCE or not agreement.in_force_on or not agreement.ends_on:
        raise RuleBroken("hire.no_agreement", "La convention n’est pas encore signée : le contrat se dépose après sa signature.")
    return agreement


def agreement_period(it: Hire) -> tuple[dt.date, dt.date]:
    """First and last day of that agreement. Raises RuleBroken."""
    agreement = agreement_of(it)
    return cast("dt.date", agreement.in_force_on), cast("dt.date", agreement.ends_on)


def minimum_wage(on: dt.date, territory: str) -> Money:
    """The monthly gross minimum wage on that day in this department. Raises RuleBroken when it is not known."""
    return rules.minimum_wage(on, territory, wage_table())


def free_from(post_id: UUID, candidate_id: UUID) -> dt.date | None:
    """The first day on which the post and the person are both free of an ended contract; None when there never was one."""
    ended = Hire.objects.filter(Q(post_id=post_id) | Q(candidate_id=candidate_id), status=HireStatus.ENDED)
    return rules.day_after(ended.order_by(F("ended_on").desc(nulls_last=True)).values_list("ended_on", flat=True).first())
