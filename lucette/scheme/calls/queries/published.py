"""A call as the public reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.documents import queries as documents
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.calls.enums import Condition
from lucette.scheme.calls.models import (
    Call,
    EligibleCategory,
)
from lucette.scheme.calls.policies import takes_applications
from lucette.scheme.calls.queries.rules import instalment_rules
from lucette.scheme.calls.queries.shown import ComingRule, rules_shown
from lucette.scheme.calls.rules import PublishedText, ScaleLine, parted, share_text


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
        takes_applications=takes_applications(it, on) and not it.renewal,
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
