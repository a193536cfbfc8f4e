"""Which calls are open, what each says, which rules it puts in force on a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from lucette.foundation.documents import queries as documents
from lucette.foundation.organizations.enums import Employer
from lucette.foundation.territories.enums import Zone
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.kernel.french import number, plural
from lucette.kernel.money import Money
from lucette.scheme.calls.adapters import shipped, shipped_codes
from lucette.scheme.calls.enums import CallStatus, Condition, Needed
from lucette.scheme.calls.models import (
    Call,
    EligibleCategory,
    GrantScale,
    IdentifiedBody,
    InstalmentRule,
    Parameter,
    RequiredPiece,
    SilenceRule,
)
from lucette.scheme.calls.policies import takes_applications
from lucette.scheme.calls.rules import PublishedText, ScaleLine, nearest_prefix, parted, share_text

SILENCE = "months_of_silence"


@dataclass(frozen=True, slots=True)
class Eligible:
    """Who may answer: Insee category (or its first digits), label, the text it comes from, what is checked on documents."""

    category: str
    label: str
    source: str
    to_check: str


@dataclass(frozen=True, slots=True)
class InstalmentLine:
    number: int
    share: str
    months_after: int
    condition: str
    source: str


@dataclass(frozen=True, slots=True)
class ParameterLine:
    code: str
    label: str
    value: int
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class ComingRule:
    """A rule that changes on `from_on`: its label, its new value in French, the decision."""

    label: str
    value: str
    from_on: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class PublicCall:
    """A call as the public reads it, with the rules in force on the day asked. `pdf` is the id of its document once published."""

    id: UUID
    code: str
    title: str
    status: str
    status_label: str
    employer: str
    employer_label: str
    opens_on: dt.date
    closes_on: dt.date | None
    closing_reason: str
    takes_applications: bool
    text: PublishedText
    scale: tuple[ScaleLine, ...]
    instalments: tuple[InstalmentLine, ...]
    parameters: tuple[ParameterLine, ...]
    eligible: tuple[Eligible, ...]
    pdf: UUID | None
    coming: tuple[ComingRule, ...]


def call(call_id: UUID, by: Actor) -> Call:
    """One call. Raises NotFound (absent, or still a draft for this actor)."""
    return Call.objects.visible_to(by).select_related("endowment").known(call_id)


def calls(by: Actor) -> list[Call]:
    """Every call that this actor may see, in the order of their opening."""
    return list(Call.objects.visible_to(by).order_by("opens_on", "code"))


def shipped_calls() -> list[tuple[str, str]]:
    """(code, title) of the calls that are shipped with the product and not prepared yet."""
    prepared = set(Call.objects.values_list("code", flat=True))
    return [(code, str(shipped(code)["title"])) for code in shipped_codes() if code not in prepared]


def open_calls(on: dt.date) -> list[Call]:
    """Calls that take applications on that day, in the order of their opening."""
    held = Call.objects.filter(Q(closes_on=None) | Q(closes_on__gte=on), status=CallStatus.OPEN, opens_on__lte=on)
    return list(held.order_by("opens_on", "code"))


def due_to_open(on: dt.date) -> list[Call]:
    """Calls published whose opening day has come."""
    held = Call.objects.filter(Q(closes_on=None) | Q(closes_on__gte=on), status=CallStatus.PUBLISHED, opens_on__lte=on)
    return list(held.order_by("opens_on", "code"))


def due_to_close(on: dt.date) -> list[Call]:
    """Calls whose closing day is over, and that are not closed."""
    held = Call.objects.filter(status__in=(CallStatus.PUBLISHED, CallStatus.OPEN, CallStatus.PAUSED), closes_on__lt=on)
    return list(held.order_by("opens_on", "code"))


def public_call(code: str, by: Actor, on: dt.date | None = None) -> PublicCall:
    """The call of this code (`ami_1`) as the public reads it, with the rules in force on `on` (default today). Raises NotFound."""
    it = Call.objects.visible_to(by).filter(code=code).first()
    if it is None:
        raise NotFound
    on = on or clock.today()
    shown = rules_shown(it.pk, max(on, it.opens_on))
    pdf = next((d for d in reversed(documents.documents_about(it, by=by)) if d.kind == "call"), None)
    return PublicCall(
        id=it.pk,
        code=it.code,
        title=it.title,
        status=it.status,
        status_label=it.get_status_display(),
        employer=it.employer,
        employer_label=it.get_employer_display(),
        opens_on=it.opens_on,
        closes_on=it.closes_on,
        closing_reason=it.closing_reason,
        takes_applications=takes_applications(it, on),
        text=parted(it.text),
        scale=tuple(shown.scale),
        instalments=tuple(
            InstalmentLine(r.number, share_text(r.share), r.months_after, Condition(r.condition).label, r.source)
            for r in instalment_rules(it.pk, on)
        ),
        parameters=tuple(ParameterLine(p.code, p.label, p.value, p.unit, p.source) for p in shown.parameters),
        eligible=tuple(
            Eligible(c.category, c.label, c.source, c.to_check) for c in EligibleCategory.objects.filter(call=it).order_by("category")
        ),
        pdf=pdf.pk if pdf else None,
        coming=tuple(shown.coming),
    )


@dataclass(frozen=True, slots=True)
class RulesShown:
    """The scale (mainland first) and the numbers (by code) in force on a day, and what changes after it, the soonest first."""

    scale: list[ScaleLine]
    parameters: list[Parameter]
    coming: list[ComingRule]


def rules_shown(call_id: UUID, on: dt.date) -> RulesShown:
    """Two questions, for a page that shows them all."""
    lasting = {"call_id": call_id, "validity__overlap": DateRange(on, None)}
    scales, numbers = list(GrantScale.objects.filter(**lasting)), list(Parameter.objects.filter(**lasting).order_by("code"))
    coming = [ComingRule(p.label, f"{number(p.value)} {p.unit}", p.validity.lower, p.source) for p in numbers if on not in p.validity]
    coming += [ComingRule(_zone(row), _grant(row), row.validity.lower, row.source) for row in scales if on not in row.validity]
    return RulesShown(
        _lines(row for row in scales if on in row.validity),
        [it for it in numbers if on in it.validity],
        sorted(coming, key=lambda it: (it.from_on, it.label)),
    )


def _zone(row: GrantScale) -> str:
    return f"Subvention par poste, {Zone(row.zone).label}"


def _grant(row: GrantScale) -> str:
    return f"{Money(row.cents)} pour {plural(row.months, 'mois', 'mois')}"


def scale_lines(call_id: UUID, on: dt.date) -> list[ScaleLine]:
    """The scale in force on that day, mainland first."""
    return _lines(GrantScale.objects.filter(call_id=call_id, validity__contains=on))


def _lines(found: Iterable[GrantScale]) -> list[ScaleLine]:
    rows = {row.zone: row for row in found}
    return [
        ScaleLine(zone, f"{Employer(row.employer).label.capitalize()}, {zone.label}", Money(row.cents), row.months, row.source)
        for zone in Zone
        if (row := rows.get(zone))
    ]


def scale_for(call_id: UUID, employer: Employer | str, zone: Zone | str, on: dt.date) -> GrantScale:
    """The grant for one post (`cents`, `months`) for this employer and zone on that day.

    Raises RuleBroken when the call has no such line (domain.md §5: the scale is dated data).
    """
    row = GrantScale.objects.filter(call_id=call_id, employer=employer, zone=zone, validity__contains=on).first()
    if row is None:
        raise RuleBroken(
            "call.no_scale",
            f"Le barème de l’appel ne prévoit aucun montant pour une {Employer(employer).label} "
            f"({Zone(zone).label}) à cette date : l’ANCT doit le compléter.",
        )
    return row


def scales_of(call_ids: Collection[UUID], days: Collection[dt.date]) -> dict[tuple[UUID, str, str, dt.date], GrantScale]:
    """The scales of these calls in force on each of these days, by (call, employer, zone, day)."""
    rows = GrantScale.objects.filter(call_id__in=call_ids) if call_ids else ()
    return {(row.call_id, row.employer, row.zone, day): row for row in rows for day in days if day in row.validity}


def public_unit(endowment_id: UUID, on: dt.date) -> Money | None:
    """What one post of a public host of the mainland costs on that day, by the calls of this endowment; None before any scale."""
    rows = GrantScale.objects.filter(call__endowment_id=endowment_id, employer=Employer.PUBLIC, zone=Zone.METRO, validity__contains=on)
    cents = rows.order_by("call__opens_on", "call__code").values_list("cents", flat=True).first()
    return Money(cents) if cents else None


def instalment_rules(call_id: UUID, on: dt.date) -> list[InstalmentRule]:
    """The instalments in force on that day, in order; shares are per mille and add up to 1000."""
    return list(InstalmentRule.objects.filter(call_id=call_id, validity__contains=on).order_by("number"))


def parameters(call_id: UUID, on: dt.date) -> list[Parameter]:
    """Every dated number in force on that day, by code."""
    return list(Parameter.objects.filter(call_id=call_id, validity__contains=on).order_by("code"))


def parameter(call_id: UUID, code: str, on: dt.date) -> int:
    """The value of a dated parameter (months_to_recruit, months_of_silence, opinion_days, completion_days, post_ceiling…).

    Raises RuleBroken when the call has none on that day.
    """
    value = Parameter.objects.filter(call_id=call_id, code=code, validity__contains=on).values_list("value", flat=True).first()
    if value is None:
        raise RuleBroken("call.no_parameter", f"L’appel ne fixe pas le paramètre « {code} » à cette date : l’ANCT doit le compléter.")
    return value


@dataclass(frozen=True, slots=True)
class Silence:
    """After how many months silence rejects, and by which text."""

    months: int
    source: str


def silence(call_id: UUID, legal_category: str, on: dt.date) -> Silence:
    """The rule of silence for a host of this legal category, the most precise one. Raises RuleBroken when the call has none that day."""
    rules = {row.category: row for row in SilenceRule.objects.filter(call_id=call_id)}
    found = rules[max((it for it in rules if legal_category.startswith(it)), key=len)] if rules else None
    if found and found.months:
        return Silence(found.months, found.source)
    row = Parameter.objects.filter(call_id=call_id, code=SILENCE, validity__contains=on).first()
    return Silence(parameter(call_id, SILENCE, on) if row is None else row.value, found.source if found else row.source if row else "")


def eligible_category(call_id: UUID, legal_category: str) -> EligibleCategory | None:
    """The line of the call that makes this Insee legal category eligible (the most precise one); None when there is none."""
    rows = {row.category: row for row in EligibleCategory.objects.filter(call_id=call_id)}
    prefix = nearest_prefix(legal_category, rows)
    return rows[prefix] if prefix else None


def identified_bodies(call_id: UUID, by: Actor) -> list[IdentifiedBody]:
    """The establishments identified beforehand for this call, the last one first."""
    seen = IdentifiedBody.objects.filter(call__in=Call.objects.visible_to(by), call_id=call_id)
    return list(seen.order_by("-decided_on", "siret"))


def identified_body(body_id: UUID, by: Actor) -> IdentifiedBody:
    """One of them. Raises NotFound."""
    return IdentifiedBody.objects.filter(call__in=Call.objects.visible_to(by)).select_related("call").known(body_id)


def identification(call_id: UUID, siret: str | None) -> IdentifiedBody | None:
    """By which decision the State identified this establishment for this call; None when it did not."""
    return IdentifiedBody.objects.filter(call_id=call_id, siret=siret).first() if siret else None


def asks_identification(call_id: UUID) -> bool:
    """Does this call ask that some establishments be identified beforehand?"""
    return EligibleCategory.objects.filter(call_id=call_id, identified_only=True).exists()


def pieces_of_calls(call_ids: Collection[UUID], needed: str) -> dict[UUID, list[RequiredPiece]]:
    """The documents that each of these calls asks for this, in its order."""
    told: dict[UUID, list[RequiredPiece]] = {}
    for it in RequiredPiece.objects.filter(call_id__in=call_ids, needed_for=needed).order_by("position"):
        told.setdefault(it.call_id, []).append(it)
    return told


def required_pieces(call_id: UUID, legal_category: str, **more: Any) -> list[Any]:
    """The documents that the call asks of a host of this legal category: those of the filing first, in the order of the call.

    `more`: what is to be read with each, as annotations.
    """
    rows = RequiredPiece.objects.filter(call_id=call_id).annotate(**more).order_by("position")
    return sorted((it for it in rows if legal_category.startswith(it.category)), key=lambda it: it.needed_for != Needed.FILING)
