"""What posts that end early give back: what is not paid yet and not earned, then what must come back. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery, Sum
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
from lucette.scheme.posts.models import Attachment

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
    lines: dict[tuple[UUID, str], list[Any]] = defaultdict(list)
    found = InstalmentLine.objects.filter(instalment__agreement=agreement, post_id__in=post_ids).exclude(status=L.CANCELLED)
    joined = Attachment.objects.filter(post=OuterRef("post"), agreement=agreement).order_by("-period__startswith").values("agreed_on")
    found = found.annotate(joined_on=Subquery(joined[:1]))
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
    rows: Sequence[Any],
    contracts: Sequence[overpayment.Contract],
    asked: int,
    until: dt.date,
) -> PostCut:
    shares = []
    for line in sorted(rows, key=lambda it: -it.instalment.number):
        cents = line.cents
        if line.status == L.PAID:
            before = min(asked, cents)
            cents, asked = cents - before, asked - before
        shares.append(Share(line.instalment.number, cents, _stage(line)))
    starts_on, unit, months = _financed(agreement, rows)
    used = overpayment.months_used(starts_on or until, until, contracts, months)
    paid = sum(share.cents for share in shares if share.stage == Stage.PAID)
    return PostCut(*post, used, months, paid, cut(shares, unit, used, months))


def _financed(agreement: Agreement, lines: Sequence[Any]) -> tuple[dt.date | None, int, int]:
    """(first day, cents, months) of what this agreement finances of a post: all of it, or what is left when it joined later."""
    began, joined = agreement.in_force_on, lines[0].joined_on
    if began is None or joined is None or joined <= began:
        return began, agreement.unit_cents, agreement.months
    left = sum(months_after(joined, n) < (agreement.ends_on or joined) for n in range(agreement.months))
    return joined, sum(line.reduced_from_cents or line.cents for line in lines), max(left, 1)


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


def movable(agreement_id: UUID, post_id: UUID) -> list[InstalmentLine]:
    """The uncertified lines of a post, which go with it to another agreement; certified and paid ones stay.

    Raises RuleBroken (a payment of this post is under way).
    """
    rows = InstalmentLine.objects.filter(instalment__agreement_id=agreement_id, post_id=post_id).exclude(status=L.CANCELLED)
    found = list(rows.select_related("instalment").order_by("instalment__number", "part"))
    if any(_stage(line) == Stage.ORDERED for line in found):
        raise RuleBroken("cut.ordered", "Un versement de ce poste est en cours : attendez la réponse de la banque.")
    return [line for line in found if _stage(line) == Stage.PLANNED]


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
