"""A post ends before its term: what it did not earn is taken out of its instalments. The fund is told by the story, once (16)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.actions.reductions import take_back
from lucette.scheme.payments.actions.schedule import lapse
from lucette.scheme.payments.enums import LineStatus
from lucette.scheme.payments.models import Instalment, InstalmentLine
from lucette.scheme.payments.queries.cuts import PostCut, movable

UNCERTIFIED = (LineStatus.PLANNED, LineStatus.DUE, LineStatus.HELD)


@transaction.atomic
def cut(*, agreement_id: UUID, cuts: Sequence[PostCut], reason: str, by: Actor) -> dict[int, int]:
    """Take the planned and the certified parts of these cuts out of their lines; what was certified is first certified no longer (28).

    Returns instalment → cents that are committed no longer: the caller, whose policies hold, names them to the fund with the posts (16).
    """
    rows = InstalmentLine.objects.filter(instalment__agreement_id=agreement_id, post_id__in=[it.post_id for it in cuts])
    lines = list(rows.select_related("instalment").select_for_update(of=("self",)).order_by("pk"))
    freed: dict[int, int] = {}
    for it in cuts:
        mine = [line for line in lines if line.post_id == it.post_id]
        certified = [line for line in mine if line.status == LineStatus.CERTIFIED and line.instalment.number in it.cut.certified]
        _take(mine, it.cut.planned, reason, by, freed)
        take_back(certified, reason, by)
        _take(certified, it.cut.certified, reason, by, freed)
    return freed


def _take(lines: Iterable[InstalmentLine], parts: Mapping[int, int], reason: str, by: Actor, freed: dict[int, int]) -> None:
    rest = dict(parts)
    for line in lines:
        number = line.instalment.number
        part = min(rest.get(number, 0), line.cents) if line.status in UNCERTIFIED else 0
        if part:
            _reduce(line, part, reason, by)
            rest[number] -= part
            freed[number] = freed.get(number, 0) + part


def _reduce(line: InstalmentLine, cents: int, reason: str, by: Actor) -> None:
    """The whole line is cancelled; a part of it stays where it is, and keeps what it was before."""
    now = clock.now()
    if cents == line.cents:
        line.move_to(LineStatus.CANCELLED, act="cut", on=now, by=by, held_for="", reason=reason[:200])
        lapse(line)
    else:
        before = line.reduced_from_cents or line.cents
        line.move_to(LineStatus(line.status), act="cut", on=now, by=by, cents=line.cents - cents, reduced_from_cents=before)
    journal.record("instalment_line.cut", subject=line, by=by, reason=reason[:200], cents=cents)


@transaction.atomic
def transfer(*, source_id: UUID, target_id: UUID, post_id: UUID, by: Actor) -> dict[int, int]:
    """The uncertified lines of a post become lines of the same instalments of another agreement, in the state in which they are.

    Returns instalment → cents moved: the caller names them to the fund with the post (18). Raises RuleBroken (a payment is under way, the
    other agreement has no such instalment).
    """
    found, targets = movable(source_id, post_id), {it.number: it for it in Instalment.objects.filter(agreement_id=target_id)}
    moved: dict[int, int] = {}
    for line in found:
        number = line.instalment.number
        if number not in targets:
            raise RuleBroken(
                "cut.no_instalment", f"La convention d’accueil n’a pas de versement {number} : le poste ne peut pas la rejoindre."
            )
        line.instalment = targets[number]
        line.save(update_fields=["instalment"])
        moved[number] = moved.get(number, 0) + line.cents
        journal.record("instalment_line.transferred", subject=line, by=by, cents=line.cents, former=str(source_id))
    return moved
