"""A rule of a call changes from a day to come. Files already filed keep theirs: they read the rules of their day of filing."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model, QuerySet

from lucette.foundation.journal import actions as journal
from lucette.foundation.territories.enums import Zone
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound, RuleBroken, WrongState
from lucette.kernel.french import date
from lucette.kernel.money import Money
from lucette.scheme.calls import policies
from lucette.scheme.calls.actions.text import store_text, typeset_call
from lucette.scheme.calls.enums import CallStatus as S
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.models import Call, GrantScale, Parameter, ScaleInstalment


@transaction.atomic
def amend_parameter(*, call_id: UUID, code: str, value: int, from_on: dt.date, source: str, by: Actor) -> Parameter:
    """This number of the call is `value` from that day on, by the decision named `source`; a new public PDF says so.

    Raises Forbidden, NotFound (call, code), WrongState (closed), Invalid (value, from_on, source), RuleBroken (a change is awaited).
    """
    call = _amendable(call_id, by)
    problems = {} if value >= 1 else {"value": "Donnez un nombre entier, à partir de 1."}
    rows = Parameter.objects.filter(call=call, code=code)
    row = _closes(rows, from_on, source, problems, {"value": value})
    journal.record("call.rule_amended", subject=call, by=by, rule=code, value=value, from_on=from_on.isoformat())
    _publish(call, from_on, by)
    return row


@transaction.atomic
def amend_scale(
    *,
    call_id: UUID,
    zone: Zone | str,
    cents: int,
    months: int,
    from_on: dt.date,
    source: str,
    by: Actor,
    bonus: bool = False,
    post_kind: str = PostKind.ADVISER,
) -> GrantScale:
    """The grant for one post of this kind in this zone (`bonus`: raised by the zoning) is `cents` for `months` from that day on,
    by the decision named `source`. Sums of the line keep their proportions, to the cent.

    Raises Forbidden, NotFound (call, zone), WrongState (closed), Invalid (cents, months, from_on, source), RuleBroken (a change waits).
    """
    call = _amendable(call_id, by)
    problems = {} if cents > 0 else {"cents": "Donnez un montant plus grand que zéro."}
    problems |= {} if 1 <= months <= 60 else {"months": "Donnez une durée de 1 à 60 mois."}
    rows = GrantScale.objects.filter(call=call, employer=call.employer, zone=zone, bonus=bonus, post_kind=post_kind)
    row: GrantScale = _closes(rows, from_on, source, problems, {"cents": cents, "months": months})
    _keep_proportions(rows.get(validity__endswith=from_on), row)
    journal.record("call.rule_amended", subject=call, by=by, rule=f"scale:{zone}", value=str(Money(cents)), from_on=from_on.isoformat())
    _publish(call, from_on, by)
    return row


def _amendable(call_id: UUID, by: Actor) -> Call:
    policies.check_can_decide(by)
    call = Call.objects.visible_to(by).lock(call_id)
    if call.status in (S.DRAFT, S.CLOSED):
        raise WrongState("call.not_amendable", f"Les règles d’un appel {call.get_status_display()} ne changent pas.")
    return call


def _closes(rows: QuerySet[Any], from_on: dt.date, source: str, problems: dict[str, str], changes: dict[str, int]) -> Any:
    """End the row in force the day before, and write the next one. Raises NotFound, Invalid, RuleBroken."""
    if from_on <= clock.today():
        problems["from_on"] = "Donnez un jour à venir : une règle ne change pas en arrière."
    if not source.strip():
        problems["source"] = "Dites par quelle décision."
    if problems:
        raise Invalid("call.rule_invalid", "La règle à changer est à corriger.", problems)
    last = rows.order_by("-validity").select_for_update(of=("self",)).first()
    if last is None:
        raise NotFound
    if last.validity.lower >= from_on:
        raise RuleBroken("call.change_awaited", f"Un changement de cette règle est déjà prévu le {date(last.validity.lower)}.")
    last.validity = DateRange(last.validity.lower, from_on)
    last.save(update_fields=["validity"])
    return _next(last, changes | {"validity": DateRange(from_on, None), "source": source.strip()})


def _keep_proportions(former: GrantScale, row: GrantScale) -> None:
    sums = list(former.instalments.all())
    parts = Money(row.cents).split([it.cents for it in sums]) if sums else []
    ScaleInstalment.objects.bulk_create(
        ScaleInstalment(scale=row, number=it.number, cents=part.cents, months_after=it.months_after, condition=it.condition)
        for it, part in zip(sums, parts, strict=True)
    )


def _next(row: Model, changes: dict[str, Any]) -> Model:
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in ("id", "created_at")}
    return type(row)._base_manager.create(**kept | changes)


def _publish(call: Call, from_on: dt.date, by: Actor) -> None:
    store_text(call, f"{call.title} : règles à partir du {date(from_on)}", typeset_call(call, from_on), by)
