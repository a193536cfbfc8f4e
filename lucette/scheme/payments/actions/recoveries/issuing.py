"""The project of an order to pay back: computed, shown to the host, answered, replied to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.rules import Recovery as Title
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.enums import RecoveryStatus
from lucette.scheme.payments.models import Instalment, Recovery, RecoveryLine
from lucette.scheme.payments.queries.recoveries import left_to_ask, overpaid
from lucette.scheme.payments.rules import overpayment

LONGEST = 2000


@transaction.atomic
def issue_computed(
    *,
    agreement_id: UUID,
    ground: str,
    explanation: str,
    by: Actor,
    until: dt.date | None = None,
    posts: Collection[UUID] = (),
    figures: Mapping[str, int] | None = None,
) -> Recovery:
    """Ask back what `queries.overpaid` computes, on the last instalments paid first. Raises as `issue`, and as `overpaid`."""
    policies.check_can_ask_back(by)
    agreement = Agreement.objects.lock(agreement_id)
    found = overpaid(agreement_id, ground, by, until=until, posts=posts, figures=figures)
    lines = overpayment.spread(found.total_cents, left_to_ask(agreement))
    return issue(agreement_id=agreement_id, ground=ground, lines=lines, explanation=explanation, computation=found.frozen, by=by)


@transaction.atomic
def issue(
    *, agreement_id: UUID, ground: str, lines: Mapping[int, int], explanation: str, computation: Mapping[str, Any], by: Actor
) -> Recovery:
    """Ask money back on these instalments (number → cents, event 19), gross: the host may answer before anything is due.

    Raises NotFound, Forbidden, Invalid (no explanation), RuleBroken (more than what is still paid on an instalment).
    """
    policies.check_can_ask_back(by)
    agreement = Agreement.objects.lock(agreement_id)
    explanation = needed(explanation, "explanation", "Expliquez à la structure pourquoi cette somme est demandée.")
    instalments = {it.number: it for it in Instalment.objects.filter(agreement=agreement, number__in=lines)}
    if not lines or set(lines) - set(instalments) or min(lines.values()) <= 0:
        raise RuleBroken("recovery.lines", "Un reversement porte sur des versements de la convention, pour un montant supérieur à zéro.")
    now = clock.now()
    it = Recovery.objects.create(
        number=next_number("payments_recovery_number", "OR", now.date()),
        endowment_id=agreement.endowment_id,
        agreement=agreement,
        organization_id=agreement.organization_id,
        ground=ground,
        explanation=explanation,
        computation=dict(computation),
        answer_by=now.date() + dt.timedelta(days=parameters.value("recoveries.adversarial_days", now.date())),
        issued_by=by.pk,
        status_since=now,
        status_by=by.pk,
    )
    for number, cents in sorted(lines.items(), reverse=True):
        line = RecoveryLine.objects.create(recovery=it, instalment=instalments[number], cents=cents)
        fund.issue_recovery(recovery=title_of(it, number), key=f"recovery:{line.pk}:1", cents=cents, by=by)
    journal.record("recovery.issued", subject=it, by=by, cents=sum(lines.values()), ground=ground)
    letters.recovery_issued(it)
    return it


def title_of(it: Recovery, number: int) -> Title:
    """What the fund knows of it, on one instalment."""
    return Title(it.endowment_id, f"agreement/{it.agreement_id}", it.organization_id, number)


def needed(text: str, field: str, sentence: str, longest: int = LONGEST) -> str:
    """What must be written, without its edges. Raises Invalid beside the field."""
    text = text.strip()
    if not text or len(text) > longest:
        raise Invalid(f"recovery.{field}", sentence, {field: sentence if not text else f"{longest} caractères au plus."})
    return text


@transaction.atomic
def answer(*, recovery_id: UUID, text: str, by: Actor) -> Recovery:
    """What the host has to say, as often as it likes until the reply: the last words count.

    Raises NotFound, Forbidden, WrongState, Invalid, RuleBroken (the time allowed is over, or the reply is given).
    """
    policies.check_can_answer_recovery(by)
    it = Recovery.objects.visible_to(by).lock(recovery_id)
    it.check_act("answer")
    if it.reply or clock.today() > it.answer_by:
        raise RuleBroken("recovery.too_late", "L’échange est clos : le délai pour répondre est passé, ou la réponse vous a été faite.")
    text, now = needed(text, "text", "Écrivez vos observations."), clock.now()
    it.move_to(RecoveryStatus.ISSUED, act="answer", on=now, by=by, answer=text, answered_at=now)
    journal.record("recovery.answered", subject=it, by=by)
    letters.recovery_answered(it)
    return it


@transaction.atomic
def reply(*, recovery_id: UUID, text: str, by: Actor) -> Recovery:
    """Answer what the host said: the order may then be notified, or cancelled by decision.

    Raises NotFound, Forbidden, WrongState, Invalid, RuleBroken (the host said nothing, or is already answered).
    """
    policies.check_can_ask_back(by)
    it = Recovery.objects.visible_to(by).lock(recovery_id)
    it.check_act("reply")
    if not it.answer or it.reply:
        raise RuleBroken("recovery.nothing_to_reply", "La structure n’a rien dit, ou vous lui avez déjà répondu.")
    text = needed(text, "text", "Écrivez votre réponse à la structure.")
    it.move_to(RecoveryStatus.ISSUED, act="reply", on=clock.now(), by=by, reply=text, replied_by=by.pk)
    journal.record("recovery.replied", subject=it, by=by)
    letters.recovery_replied(it)
    return it
