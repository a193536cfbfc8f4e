"""What posts that end early give back: what is not paid yet and not earned, then what must come back. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Coalesce

from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund.rules import Cut, Share, Stage, cut, earned
from lucette.scheme.payments.enums import LineStatus, RecoveryStatus
from lucette.scheme.payments.models import Instalment, InstalmentLine, LiveContract, Recovery
from lucette.scheme.payments.queries.recoveries import left_to_ask
from lucette.scheme.payments.rules import months_after, overpayment

L = LineStatus
STAGES = {
    L.PLANNED: Stage.PLANNED,
    L.DUE: Stage.PLANNED,
    L.HELD: Stage.PLANNED,
    L.CERTIFIED: Stage.CERTIFIED,
    L.ORDERED: Stage.ORDERED,
    L.PAID: Stage.PAID,
}


@dataclass(frozen=True, slots=True)
class PostCut:
    """One post that ends: the months it used of those financed, what it was paid (net of what was asked back), what is taken back."""

    post_id: UUID
    number: str
    used: int
    months: int
    paid_cents: int
    cut: Cut

    @property
    def given_back(self) -> Money:
        """What will not be paid."""
        return Money(sum(self.cut.planned.values()) + sum(self.cut.certified.values()))

    @property
    def over(self) -> Money:
        """What was paid too much."""
        return Money(sum(self.cut.paid.values()))


def cuts(agreement_id: UUID, post_ids: Collection[UUID], until: dt.date, by: Actor) -> list[PostCut]:
    """What each of these posts gives back when its last day financed is `until`, in the order of their numbers.

    Raises NotFound, RuleBroken (a payment of one of these posts is under way).
    """
    agreement = Agreement.objects.visible_to(by).known(agreement_id)
    lines: dict[tuple[UUID, str], list[InstalmentLine]] = defaultdict(list)
    found = InstalmentLine.objects.filter(instalment__agreement=agreement, post_id__in=post_ids).exclude(status=L.CANCELLED)
    for line in found.select_related("instalment", "post").order_by("post__number", "instalment__number", "part"):
        lines[line.post_id, line.post.number].append(line)
    contracts: dict[UUID, list[overpayment.Contract]] = defaultdict(list)
    for post, starts, ends in LiveContract.objects.filter(post_id__in=post_ids).values_list("post_id", "starts_on", "ends_on"):
        contracts[post].append((starts, ends))
    asked = _asked_back(agreement)
    return [_cut(agreement, key, of, contracts[key[0]], asked.get(key[1], 0), until) for key, of in lines.items()]


def _cut(
    agreement: Agreement,
    post: tuple[UUID, str],
    lines: Iterable[InstalmentLine],
    contracts: Sequence[overpayment.Contract],
    asked: int,
    until: dt.date,
) -> PostCut:
    shares = []
    for line in sorted(lines, key=lambda it: -it.instalment.number):
        cents = line.cents
        if line.status == L.PAID:
            before = min(asked, cents)
            cents, asked = cents - before, asked - before
        shares.append(Share(line.instalment.number, cents, _stage(line)))
    used = overpayment.months_used(agreement.in_force_on or until, until, contracts, agreement.months)
    paid = sum(share.cents for share in shares if share.stage == Stage.PAID)
    return PostCut(*post, used, agreement.months, paid, cut(shares, agreement.unit_cents, used, agreement.months))


def _stage(line: InstalmentLine) -> Stage:
    if line.status == L.REQUESTED:
        sentence = "Un versement est demandé pour ce poste : la Banque des Territoires le renvoie ou le certifie d’abord."
        raise RuleBroken("cut.requested", sentence)
    if line.status == L.RETURNED:
        raise RuleBroken("cut.returned", "Un versement de ce poste est revenu de la banque : il est d’abord demandé de nouveau.")
    return STAGES[L(line.status)]


def _asked_back(agreement: Agreement) -> dict[str, int]:
    """Post's number → cents asked back of it by the month before, whatever became of them, unless the order was cancelled."""
    found: dict[str, int] = defaultdict(int)
    for it in Recovery.objects.filter(agreement=agreement).exclude(status=RecoveryStatus.CANCELLED).prefetch_related("lines"):
        rest = sum(line.cents for line in it.lines.all())
        for told in it.computation.get("posts", ()):
            part = min(rest, told["over"])
            found[told["post"]] += part
            rest -= part
    return found


def to_ask_back(agreement: Agreement, found: Sequence[PostCut], until: dt.date) -> tuple[dict[int, int], dict[str, Any]]:
    """(instalment → cents to ask back, the computation as it is kept): never more than what is still paid and not asked back."""
    left = left_to_ask(agreement)
    over = sum(it.over.cents for it in found)
    asked = min(over, sum(max(0, cents) for cents in left.values()))
    posts = tuple(overpayment.PostUse(it.number, it.paid_cents, it.months, it.used, it.over.cents) for it in found)
    computed = overpayment.Computed("", until, posts, {}, over, over - asked)
    return (overpayment.spread(asked, left) if asked else {}), computed.frozen


def largest(agreement_id: UUID, post_ids: Collection[UUID]) -> dict[int, int]:
    """Instalment → the most that one of these posts was to receive of it: what one of them may give back."""
    rows = InstalmentLine.objects.filter(instalment__agreement_id=agreement_id, post_id__in=post_ids)
    whole = Coalesce("reduced_from_cents", "cents")
    per_post = rows.values("instalment__number", "post_id").annotate(whole=Sum(whole)).order_by()
    found: dict[int, int] = {}
    for number, cents in per_post.values_list("instalment__number", "whole"):
        found[number] = max(found.get(number, 0), cents)
    return found


def shares_of_an_added_post(agreement: Agreement, on: dt.date) -> dict[int, int]:
    """Instalment → cents of one post that joins the agreement that day: its unit for the months left, over the first instalment and those
    to come, in the proportions of the agreement. Raises RuleBroken (no month is left)."""
    ends = agreement.ends_on or on
    left = sum(months_after(on, n) < ends for n in range(agreement.months))
    if not left:
        raise RuleBroken("amendment.no_month", "La convention se termine : aucun mois ne reste à financer.")
    due = {it.number: it.due_on for it in Instalment.objects.filter(agreement=agreement)}
    lines = [it for it in agreement.lines.order_by("number") if it.number == 1 or due.get(it.number, on) >= on]
    whole = Money(earned(agreement.unit_cents, left, agreement.months))
    parts = whole.split([it.post_cents for it in lines])
    return {line.number: part.cents for line, part in zip(lines, parts, strict=True)}
