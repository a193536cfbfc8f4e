"""Final settlements, checked on a sample of hosts that anybody can draw again."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments import policies
from lucette.scheme.payments.actions.recoveries.issuing import issue_computed, needed
from lucette.scheme.payments.enums import RecoveryGround
from lucette.scheme.payments.models import SettlementCheck, SettlementSample
from lucette.scheme.payments.queries.recoveries import overpaid
from lucette.scheme.payments.queries.settlements import ended_agreements
from lucette.scheme.payments.rules import overpayment

EXPLANATION = "La subvention ne dépasse pas le coût salarial des postes, diminué des autres aides publiques."


@transaction.atomic
def draw_sample(*, endowment_id: UUID, ended_by: dt.date, size: int, seed: str, by: Actor) -> SettlementSample:
    """Draw `size` of the agreements paid and ended by that day: the same seed always draws the same ones.

    Raises NotFound, Forbidden, Invalid (size, day to come), RuleBroken (none has ended, drawn already).
    """
    policies.check_can_ask_back(by)
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    seed = needed(seed, "seed", "Donnez la graine du tirage, par exemple le numéro d’un tirage public.", 40)
    if size < 1 or ended_by > clock.today():
        raise Invalid("settlement.draw", "Tirez au moins une convention, terminée à ce jour.", {"size": "Au moins une convention."})
    if SettlementSample.objects.filter(endowment=endowment, ended_by=ended_by).exists():
        raise RuleBroken("settlement.drawn", f"L’échantillon des conventions terminées au {french.date(ended_by)} est déjà tiré.")
    among = {it.number: it for it in ended_agreements(endowment.pk, ended_by)}
    if not among:
        raise RuleBroken("settlement.none_ended", f"Aucune convention payée n’est terminée au {french.date(ended_by)}.")
    number = next_number("payments_settlement_number", "ES", clock.today())
    it = SettlementSample.objects.create(endowment=endowment, number=number, seed=seed, ended_by=ended_by, among=len(among), drawn_by=by.pk)
    drawn = overpayment.drawn(seed, among, size)
    SettlementCheck.objects.bulk_create(
        SettlementCheck(sample=it, rank=rank, agreement=among[number]) for rank, number in enumerate(drawn, 1)
    )
    journal.record("settlement.drawn", subject=it, by=by, seed=seed, among=len(among), size=len(drawn))
    return it


@transaction.atomic
def check_settlement(*, check_id: UUID, salary_cents: int, other_aid_cents: int, by: Actor) -> SettlementCheck:
    """Say what the posts of one agreement really cost, and the other public aid; what passes it is asked back at once (event 19).

    Raises NotFound, Forbidden, Invalid, RuleBroken (checked already).
    """
    policies.check_can_ask_back(by)
    it = SettlementCheck.objects.select_related("agreement").lock(check_id)
    if it.checked_at:
        raise RuleBroken("settlement.checked", "Ce solde est déjà vérifié.")
    if min(salary_cents, other_aid_cents) < 0:
        raise Invalid("settlement.amounts", "Les montants ne sont pas négatifs.", {})
    figures = {"salary": salary_cents, "other_aid": other_aid_cents}
    told: dict[str, Any] = {"agreement_id": it.agreement_id, "ground": RecoveryGround.FINAL_SETTLEMENT, "figures": figures, "by": by}
    over = overpaid(**told).total_cents
    it.salary_cents, it.other_aid_cents, it.over_cents = salary_cents, other_aid_cents, over
    it.checked_by, it.checked_at = by.pk, clock.now()
    it.recovery = issue_computed(explanation=EXPLANATION, **told) if over else None
    it.save()
    journal.record("settlement.checked", subject=it, by=by, over=over)
    return it
