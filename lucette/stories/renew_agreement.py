"""An agreement near its end is renewed: its host asks once, its posts and its advisers go on under the one that follows (docs/adr/0027)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.territories.rules import zone_of_department
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Invalid, WrongState
from lucette.kernel.french import date
from lucette.kernel.money import Money
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.agreements.rules import PlannedLine, Share, plan, renewals
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import policies as application_policies
from lucette.scheme.applications import queries as application_queries
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.rules import add_months
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.rules import stayed
from lucette.stories.file_application import file_application


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a renewal would give, for one post and one host. `obstacle`: why it may not be asked today, "" when it may. `because`: why the
    grant is that of priority territories."""

    agreement: Agreement
    call: Any
    posts: int
    stayed: int
    starts_on: dt.date
    unit: Money
    months: int
    lines: list[PlannedLine]
    because: str
    obstacle: str

    @property
    def ends_on(self) -> dt.date:
        return add_months(self.starts_on, self.months)


@dataclass(frozen=True, slots=True)
class Asked:
    """The application as it is left: filed, or handed over to those `to` file it; else `lacking` answers that only its draft can take."""

    application: Application
    to: tuple[str, ...] = ()
    lacking: bool = False


def renewal(agreement_id: UUID, by: Actor) -> Renewal:
    """What the renewal of this agreement would give today. Raises NotFound, WrongState (no call renews it), RuleBroken (the call does
    not price its kind of post)."""
    on = clock.today()
    it = agreement_queries.renewable(agreement_id, by)
    found = calls.renewal_calls(on, endowment_id=it.endowment_id, employer=it.organization.employer)
    call = next((call for call in found if call.months_before_end), None)
    if call is None or it.ends_on is None:
        raise WrongState("renewal.no_call", "Aucun appel ne permet aujourd’hui de renouveler cette convention.")
    standing = posts.standing(it.pk)
    kept = stayed(standing, it.ends_on)
    term = renewals.Term(it.status, it.ends_on, call.months_before_end, len(standing), kept, it.asked or "")
    return _priced(it, call, len(standing), kept, renewals.obstacle(term, on), on)


def _priced(it: Agreement, call: Any, count: int, kept: int, obstacle: str, on: dt.date) -> Renewal:
    commune = it.organization.commune
    kind = it.award.application.post_kind
    scale = calls.scale_for(call.pk, it.organization.employer, zone_of_department(commune.department_id), on, commune, kind)
    sums = [Share(one["number"], 0, one["months_after"], one["condition"], one["cents"]) for one in scale.sums]
    lines = sums or [Share(one.number, one.share, one.months_after, one.condition) for one in calls.instalment_rules(call.pk, on)]
    starts = renewals.entry(it.ends_on or on, on, kept)
    unit = Money(scale.cents)
    return Renewal(it, call, count, kept, starts, unit, scale.months, plan(unit, 1, lines), scale.because, obstacle)


@transaction.atomic
def ask_renewal(*, agreement_id: UUID, count: int, motivation: str, contracts_until: dt.date | None, by: Actor) -> Asked:
    """Ask that `count` posts be renewed: a complete application, filed by who may, else handed over to who may.

    Raises NotFound, Forbidden, WrongState (may not be renewed today), RuleBroken (asked meanwhile), Invalid (count, contracts_until).
    """
    found = renewal(agreement_id, by)
    if found.obstacle:
        raise WrongState("renewal.not_now", found.obstacle)
    _check(found, contracts_until)
    it = found.agreement
    draft = applications.open_renewal(
        call_id=found.call.pk,
        renewed=applications.Renewed(it.pk, it.number, it.organization_id, found.posts, it.award.application_id),
        wished=applications.Wished(count, motivation, found.starts_on, contracts_until),
        by=by,
    )
    journal.record("agreement.renewal_asked", subject=it, by=by, application=draft.number, posts=count)
    if application_queries.problems(draft).keys() - {"motivation", "posts_asked"}:
        return Asked(draft, lacking=True)
    if application_policies.can_file(by, it.organization_id, clock.today()):
        return Asked(file_application(application_id=draft.pk, by=by))
    return Asked(draft, tuple(applications.hand_over(application_id=draft.pk, by=by)))


def _check(it: Renewal, contracts_until: dt.date | None) -> None:
    if contracts_until and contracts_until < it.starts_on:
        sentence = f"La nouvelle convention commence le {date(it.starts_on)} : donnez un jour qui la suit, ou laissez vide."
        raise Invalid("renewal.contracts", sentence, {"contracts_until": sentence})


def tell_hosts(*, on: dt.date) -> int:
    """Write once to each host whose renewal may be asked from now on. Returns how many. By the clock: each letter in its transaction."""
    count = 0
    with acting(SYSTEM):
        near = [
            (it.pk, renewals.opens_on(it.ends_on, call.months_before_end))
            for call in calls.renewal_calls(on)
            if call.months_before_end
            for it in agreement_queries.near_their_end(call.endowment_id, call.employer, on, add_months(on, call.months_before_end))
            if it.ends_on
        ]
        asked = application_queries.renewals_of([pk for pk, _ in near])
    for pk, since in near:
        if pk not in asked:
            with acting(SYSTEM):
                count += agreements.tell_renewal(agreement_id=pk, asked_from=since, on=on)
    return count
