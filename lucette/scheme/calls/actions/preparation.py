"""A draft call from the file shipped for it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.calls import policies
from lucette.scheme.calls.adapters import shipped
from lucette.scheme.calls.models import (
    Call,
    EligibleCategory,
    GrantScale,
    InstalmentRule,
    Parameter,
    RequiredPiece,
    ScaleInstalment,
    SilenceRule,
)
from lucette.scheme.calls.rules import check_file, joined, scale_rows
from lucette.scheme.fund.models import Endowment


@transaction.atomic
def prepare_call(*, code: str, endowment_id: UUID, by: Actor, edition: str = "", opens_on: dt.date | None = None) -> Call:
    """A draft call from the file `calls/reference/<code>.toml`: text, window, eligible categories, scale, instalments, parameters.

    Rules hold from the day the call opens (or the `valid_from` of its file), without end. An `edition` launches the same call again, under
    a code and a title of its own; `opens_on` replaces the opening of the file, and leaves it without closing date.
    Raises Forbidden, NotFound (code, endowment), RuleBroken (already prepared).
    """
    policies.check_can_prepare(by)
    file = shipped(code)
    check_file(file)
    if opens_on:
        file |= {"opens_on": opens_on, "closes_on": None}
    if edition:
        code, file["title"] = f"{code}_{edition}", f"{file['title']} (édition {edition})"
    endowment = Endowment.objects.lock(endowment_id)
    if Call.objects.filter(code=code).exists():
        raise RuleBroken("call.prepared", "Cet appel est déjà préparé : ouvrez-le dans la liste des appels.")
    call = Call.objects.create(
        code=code,
        title=file["title"],
        text=joined(file["summary"], file["sections"]),
        employer=file["employer"],
        endowment=endowment,
        renewal=file.get("renewal", False),
        opens_on=file["opens_on"],
        closes_on=file.get("closes_on"),
        status_since=clock.now(),
        status_by=by.pk,
    )
    write_rules(call, file)
    journal.record("call.prepared", subject=call, by=by, code=code, endowment=str(endowment_id))
    return call


def write_rules(call: Call, file: dict[str, Any]) -> None:
    """Store the dated rules of the file as those of `call`."""
    validity = DateRange(file.get("valid_from", file["opens_on"]), None)
    EligibleCategory.objects.bulk_create(
        EligibleCategory(
            call=call,
            category=category,
            kind=it["kind"],
            label=label,
            source=it["source"],
            to_check=it.get("to_check", ""),
            identified_only=it.get("identified_only", False),
        )
        for it in file["families"]
        for category, label in it["categories"].items()
    )
    RequiredPiece.objects.bulk_create(RequiredPiece(call=call, position=n, **it) for n, it in enumerate(file["pieces"]))
    SilenceRule.objects.bulk_create(SilenceRule(call=call, **it) for it in file["silences"])
    scales = [(GrantScale(call=call, employer=file["employer"], validity=validity, **it), sums) for it, sums in scale_rows(file)]
    GrantScale.objects.bulk_create(scale for scale, _ in scales)
    ScaleInstalment.objects.bulk_create(ScaleInstalment(scale=scale, **it) for scale, sums in scales for it in sums)
    InstalmentRule.objects.bulk_create(InstalmentRule(call=call, validity=validity, **it) for it in file.get("instalments", ()))
    Parameter.objects.bulk_create(Parameter(call=call, validity=validity, **it) for it in file["parameters"])
