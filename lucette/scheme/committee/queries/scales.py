"""What a granted line is worth, by the rules of the day its file was filed; how many coordinators its call may still award."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum

from lucette.foundation.territories import queries as territories
from lucette.foundation.territories.rules import zone_of_department
from lucette.kernel.money import Money
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.queries import RecruitBy
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.models import GrantScale
from lucette.scheme.calls.rules import coordinates
from lucette.scheme.committee import rules
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.models import AgendaLine, Award, Session


class Scales:
    """The grant scale of each line on the day its file was filed, by its call, its employer, its zone, its kind of post and, where it
    gives more there, the zoning of its commune; those of `lines` read at once."""

    def __init__(self, session: Session, lines: Iterable[AgendaLine] = ()) -> None:
        self.on = session.held_on
        self.recruit_by = RecruitBy(session.held_on)
        granted = [line.application for line in lines if line.posts]
        self.known = calls.scales_of({it.call_id for it in granted}, {self.day(it) for it in granted})
        more = {key[0] for key in self.known if key[-1]}
        self.zonings = territories.zonings({it.organization.commune for it in granted if it.call_id in more}) if more else {}

    def day(self, application: Application) -> dt.date:
        """The day whose rules are those of this file."""
        return application.rules_on or self.on

    def of(self, line: AgendaLine) -> GrantScale:
        """Raises RuleBroken when the call has no scale for it."""
        call_id, organization = line.application.call_id, line.application.organization
        zone = zone_of_department(organization.commune.department_id)
        on = self.day(line.application)
        where = self.zonings.get(organization.commune_id)
        kind = line.application.post_kind
        case = (call_id, organization.employer, zone.value, on, kind)
        key = (*case, bool(where and where.zoned_text and (*case, True) in self.known))
        if key not in self.known:
            self.known[key] = calls.scale_for(call_id, organization.employer, zone, on, organization.commune, kind)
        return self.known[key]

    def amount(self, line: AgendaLine) -> Money | None:
        """None until posts are granted."""
        return Money(self.of(line).cents) * line.posts if line.posts else None


def terms(line: AgendaLine, scales: Scales) -> tuple[GrantScale, rules.Terms]:
    """What a granted line gives: unit and months to recruit by the rules of the day its file was filed. Raises RuleBroken."""
    it = scales.of(line)
    return it, rules.Terms(line.posts, Money(it.cents), it.months, scales.recruit_by.of(line.application))


def outcome(line: AgendaLine, scales: Scales) -> rules.LineOutcome:
    """The line as the totals see it."""
    unit = Money(scales.of(line).cents) if line.decision == Decision.GRANTED else Money(0)
    department = line.application.organization.commune.department
    about = line.application
    quota = about.call_id if counted(about) else None
    return rules.LineOutcome(about.department_code, department.name, line.decision, line.posts, unit, about.renews is not None, quota)


def counted(application: Application) -> bool:
    """Are its posts taken from the quota of coordinators of its call? Those of a renewal are counted already."""
    return coordinates(application.post_kind) and application.renews is None


def coordinators_left(session: Session, lines: Iterable[AgendaLine], back: Iterable[Award] = ()) -> dict[UUID, int]:
    """By call, how many posts of coordinator it may still award on the day of the session: its quota, less its awards that were not given
    up (`back`: those that the session takes back). Only the calls of which a line asks for one."""
    asked = {line.application.call_id for line in lines if counted(line.application)}
    if not asked:
        return {}
    held = Award.objects.filter(application__call_id__in=asked, released_at=None).exclude(application__post_kind=PostKind.ADVISER)
    held = held.exclude(pk__in=[award.pk for award in back])
    given = dict(held.values_list("application__call_id").annotate(count=Sum("posts")))
    return {call_id: calls.coordinator_quota(call_id, session.held_on) - given.get(call_id, 0) for call_id in asked}
