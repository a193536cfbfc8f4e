"""A line paid although its condition is not met: one person of the Banque des Territoires asks, another answers."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.holds import held_line
from lucette.scheme.payments.actions.requests import needed
from lucette.scheme.payments.enums import LineStatus, OverrideStatus
from lucette.scheme.payments.models import ConditionOverride, InstalmentLine
from lucette.scheme.payments.queries.eligibility import lacking_only_their_condition


@transaction.atomic
def ask_override(*, line_id: UUID, motive: str, by: Actor) -> ConditionOverride:
    """Ask that a line be paid although its condition is not met. Nothing is due before another person confirms.

    Raises NotFound, Forbidden, WrongState, RuleBroken (no motive, asked already, something else than the condition is lacking).
    """
    policies.check_can_decide_on_line(by)
    line = held_line(line_id, by)
    line.check_act("override")
    motive = needed(motive)
    _check_only_the_condition(line)
    if line.overrides.filter(status=OverrideStatus.ASKED).exists():
        raise RuleBroken("override.asked", "Une dérogation est déjà demandée pour cette échéance : une autre personne y répond.")
    it = ConditionOverride.objects.create(line=line, motive=motive, asked_by=by.pk, status_by=by.pk, status_since=clock.now())
    journal.record("override.asked", subject=line, by=by, reason=motive, cents=line.cents)
    letters.override_asked(it)
    return it


def _check_only_the_condition(line: InstalmentLine) -> None:
    if not lacking_only_their_condition(InstalmentLine.objects.filter(pk=line.pk), clock.today()).exists():
        raise RuleBroken(
            "override.not_possible",
            "Une dérogation remplace une condition manquante, à l’échéance. Elle ne paie ni un poste rendu, ni un établissement fermé.",
        )


def _answered(override_id: UUID, act: str, by: Actor) -> tuple[ConditionOverride, InstalmentLine]:
    """The line, then the override, both held; who may answer is checked."""
    seen = ConditionOverride.objects.filter(pk=override_id).first()
    if seen is None:
        raise NotFound
    line = held_line(seen.line_id, by)
    it = ConditionOverride.objects.lock(override_id)
    policies.check_can_answer_override(by, it.asked_by)
    it.check_act(act)
    return it, line


@transaction.atomic
def confirm_override(*, override_id: UUID, by: Actor) -> ConditionOverride:
    """Agree with an override: the line is due. Raises NotFound, Forbidden (the same person), WrongState, RuleBroken (what else is
    lacking by now)."""
    it, line = _answered(override_id, "confirm", by)
    line.check_act("override")
    _check_only_the_condition(line)
    now = clock.now()
    it.move_to(OverrideStatus.CONFIRMED, act="confirm", on=now, by=by, answered_by=by.pk, answered_at=now)
    due_since = line.due_since or clock.today()
    line.move_to(LineStatus.DUE, act="override", on=now, by=by, due_since=due_since, held_for="", reason="")
    journal.record("override.confirmed", subject=line, by=by, cents=line.cents, asked_by=str(it.asked_by))
    letters.override_answered(it, "")
    return it


@transaction.atomic
def refuse_override(*, override_id: UUID, reason: str, by: Actor) -> ConditionOverride:
    """Refuse an override, with the reason: the line stays as it is. Raises NotFound, Forbidden (the same person), WrongState,
    RuleBroken (no reason)."""
    it, line = _answered(override_id, "refuse", by)
    reason, now = needed(reason), clock.now()
    it.move_to(OverrideStatus.REFUSED, act="refuse", on=now, by=by, answered_by=by.pk, answered_at=now)
    journal.record("override.refused", subject=line, by=by, reason=reason)
    letters.override_answered(it, reason)
    return it
