"""Eligibility explained, before and at filing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.organizations.adapters import Company
from lucette.foundation.organizations.enums import Employer
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import clean_ridet, clean_siret
from lucette.foundation.territories.enums import Zone
from lucette.foundation.territories.models import Commune
from lucette.foundation.territories.rules import zone_of_department
from lucette.kernel import clock
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.french import date
from lucette.kernel.money import Money
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.models import Call, EligibleCategory
from lucette.scheme.calls.rules import ONE_COORDINATOR, coordinates
from lucette.scheme.reviews import rules
from lucette.scheme.reviews.enums import Verdict
from lucette.scheme.reviews.rules import Check

SUMMARIES = {
    True: "La candidature remplit toutes les conditions de l’appel.",
    False: "La candidature ne remplit pas toutes les conditions de l’appel.",
    None: "Une condition au moins est à vérifier sur pièces.",
}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Eligibility explained: `eligible` True, False, or None (to check by hand); `summary` in French; each rule with its source."""

    eligible: bool | None
    summary: str
    checks: list[Check]

    @property
    def failed(self) -> list[Check]:
        return [check for check in self.checks if check.verdict == Verdict.FAIL]


@dataclass(frozen=True, slots=True)
class Prospect:
    """`call`: the one to answer, None when none is open for this kind of structure; `grant`, `months`: of one post."""

    call: Call | None
    eligibility: Eligibility | None
    grant: str
    months: int


def eligibility(
    call_id: UUID,
    organization: Organization,
    *,
    posts: int = 1,
    on: dt.date | None = None,
    taken_over: bool = False,
    call: Call | None = None,
    post_kind: str = PostKind.ADVISER,
) -> Eligibility:
    """The eligibility of this organization for this call if it files `posts` posts of this kind on `on` (default today).

    `call`: the same, when it is already read.

    Raises NotFound (call), RuleBroken (the call lacks its ceiling of posts).
    """
    on = on or clock.today()
    call = call or Call.objects.known(call_id)
    category = calls.eligible_category(call_id, organization.legal_category)
    zone = zone_of_department(organization.commune.department_id)
    grant, source, more = _grant(call, organization, zone.value, on, post_kind)
    checks = rules.eligibility(
        rules.Facts(
            legal_category=organization.legal_category,
            category=_category(category, organization.siret) if category else None,
            identifier="SIRET" if organization.siret else "RIDET",
            identifier_valid=_identified(organization),
            closed_on=organization.closed_on,
            filed_on=on,
            opens_on=call.opens_on,
            closes_on=call.closes_on,
            posts_asked=posts,
            post_ceiling=ONE_COORDINATOR if coordinates(post_kind) else calls.parameter(call_id, "post_ceiling", max(on, call.opens_on)),
            zone=f"{Employer(organization.employer).label.capitalize()}, {zone.label}{more}",
            grant=grant,
            grant_source=source,
            taken_over=taken_over,
        )
    )
    return explained(checks)


def _category(found: EligibleCategory, siret: str | None) -> rules.Category:
    if not found.identified_only:
        return rules.Category(found.label, found.source, found.to_check)
    named = calls.identification(found.call_id, siret)
    return rules.Category(found.label, found.source, identified=f"{named.decision} du {date(named.decided_on)}" if named else "")


def prospect(company: Company, employer: Employer, identifier: str = "siret") -> Prospect:
    """What a structure may hope for before it is registered: the open call for its kind, eligibility in words, the grant for one post.

    Raises NotFound (unknown commune).
    """
    today = clock.today()
    call = next((it for it in calls.open_calls(today) if it.employer == employer), None)
    if call is None:
        return Prospect(None, None, "", 0)
    commune = Commune.objects.known(company.commune_code)
    unsaved = Organization(
        name=company.name,
        legal_category=company.legal_category,
        employer=employer,
        commune=commune,
        closed_on=today if company.closed else None,
        **{identifier: company.siret},
    )
    zone = zone_of_department(commune.department_id)
    return Prospect(call, eligibility(call.pk, unsaved), *_offer(call, unsaved, zone.value, today))


def _offer(call: Call, host: Organization, zone: str, on: dt.date) -> tuple[str, int]:
    try:
        scale = calls.scale_for(call.pk, host.employer, Zone(zone), max(on, call.opens_on), host.commune)
    except RuleBroken:
        return "", 0
    return str(Money(scale.cents)), scale.months


def explained(checks: list[Check]) -> Eligibility:
    found = rules.verdict(checks)
    return Eligibility(found, SUMMARIES[found], checks)


def _grant(call: Call, host: Organization, zone: str, on: dt.date, post_kind: str) -> tuple[str, str, str]:
    """The grant in French, its source, and why it is that raised by the zoning; empty when the scale has no such line."""
    try:
        scale = calls.scale_for(call.pk, host.employer, Zone(zone), max(on, call.opens_on), host.commune, post_kind)
    except RuleBroken:
        return "", "", ""
    return str(Money(scale.cents)), scale.source, f", {scale.because}" if scale.because else ""


def _identified(organization: Organization) -> bool:
    try:
        clean_siret(organization.siret) if organization.siret else clean_ridet(organization.ridet or "")
    except Invalid:
        return False
    return True
