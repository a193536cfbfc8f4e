"""Change a number, from a day on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.parameters import policies, queries
from lucette.foundation.parameters.models import ParameterDecision
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound


@transaction.atomic
def decide(*, code: str, value: int, since: dt.date, reason: str, by: Actor) -> ParameterDecision:
    """From `since` (today at the earliest) on, the parameter is worth `value`, in its unit. What it was before stays true before.

    Raises NotFound, Forbidden, Invalid (value out of its bounds, a day already past, no reason).
    """
    it = queries.known().get(code)
    if it is None:
        raise NotFound
    policies.check_can_decide(by, it.owner)
    fields = {}
    if not it.least <= value <= it.most:
        fields["value"] = f"La valeur est comprise entre {it.least} et {it.most} ({it.unit})."
    if since < clock.today():
        fields["since"] = "Un paramètre ne change pas dans le passé : choisissez aujourd’hui ou une date à venir."
    if not reason.strip():
        fields["reason"] = "Donnez le motif : le texte ou la décision d’où vient ce changement."
    if fields:
        raise Invalid("parameters.invalid", "Ce paramètre ne peut pas être changé ainsi.", fields)
    decision = ParameterDecision.objects.create(code=code, value=value, since=since, reason=reason.strip()[:200], decided_by=by.pk)
    journal.record("parameter.decided", subject=decision, by=by, reason=decision.reason, code=code, value=value, since=since.isoformat())
    return decision
