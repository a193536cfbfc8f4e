"""Establishments that the State identified beforehand, where the call asks for it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.rules import clean_siret
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.calls import policies
from lucette.scheme.calls.models import Call, IdentifiedBody


@transaction.atomic
def identify(*, call_id: UUID, siret: str, decision: str, decided_on: dt.date, by: Actor) -> IdentifiedBody:
    """The State identified this establishment: its legal category may then answer the call.

    Raises Forbidden, NotFound, Invalid (siret, decision, decided_on), RuleBroken (identified already).
    """
    policies.check_can_prepare(by)
    call = Call.objects.visible_to(by).lock(call_id)
    siret = clean_siret(siret)
    problems = {} if decision.strip() else {"decision": "Dites par quelle décision."}
    if decided_on > clock.today():
        problems["decided_on"] = "Cette date est à venir : donnez celle de la décision."
    if problems:
        raise Invalid("call.identified", "L’établissement identifié est à corriger.", problems)
    if IdentifiedBody.objects.filter(call=call, siret=siret).exists():
        raise RuleBroken("call.identified_already", "Cet établissement est déjà identifié pour cet appel.")
    it = IdentifiedBody.objects.create(call=call, siret=siret, decision=decision.strip(), decided_on=decided_on, named_by=by.pk)
    journal.record("call.identified", subject=call, by=by, siret=siret, decided_on=decided_on.isoformat())
    return it


@transaction.atomic
def take_off_identified(*, body_id: UUID, by: Actor) -> Call:
    """An establishment was identified by mistake: files already taken in instruction keep what was checked. Raises Forbidden, NotFound."""
    policies.check_can_prepare(by)
    it = IdentifiedBody.objects.filter(call__in=Call.objects.visible_to(by)).select_related("call").lock(body_id)
    journal.record("call.identified_taken_off", subject=it.call, by=by, siret=it.siret)
    it.delete()
    return it.call
