"""What a session may decide, what an award is worth, which quota binds. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lucette.kernel.errors import Invalid
from lucette.kernel.french import date, enumeration, number, plural
from lucette.kernel.money import ZERO, Money, total
from lucette.scheme.calls.rules import add_months
from lucette.scheme.committee.enums import Decision

FAVOURABLE = "favorable"  # as the snapshot says an opinion
CONFIRMABLE = (Decision.GRANTED, Decision.REFUSED, Decision.WAITING)  # what a rectifying session may decide
MOTIVATED = (Decision.REFUSED, Decision.DEFERRED)


def check_decision(decision: str, posts: int, reason: str, asked: int, ceiling: int) -> None:
    """What may be typed on a line: `posts` when and only when granted, at most `ceiling` (parameter of the call); a reason for a refusal, a
    deferral and a partial award (workflows.md, Session). Raises Invalid naming the field."""
    if decision not in Decision.values:
        raise Invalid("committee.decision", "Choisissez une décision pour ce dossier.", {"decision": "Décision inconnue."})
    if decision != Decision.GRANTED:
        if posts:
            raise Invalid("committee.posts", "Des postes ne s’accordent qu’avec la décision « accordé ».", {"posts": "Laissez zéro."})
        if decision in MOTIVATED and not reason.strip():
            label = Decision(decision).label
            raise Invalid("committee.reason", f"Une décision « {label} » doit être motivée.", {"reason": "Écrivez le motif."})
        return
    if posts < 1:
        raise Invalid("committee.posts", "Indiquez combien de postes sont accordés.", {"posts": "Au moins un poste."})
    if posts > ceiling:
        sentence = f"Une attribution ne dépasse pas {plural(ceiling, 'poste')}."
        raise Invalid("committee.posts", sentence, {"posts": sentence})
    if posts < asked and not reason.strip():
        sentence = f"Vous accordez {plural(posts, 'poste')} sur {number(asked)} demandés : motivez cette attribution partielle."
        raise Invalid("committee.reason", sentence, {"reason": "Écrivez le motif."})


def check_correction(decided: Said, correcting: Said, decided_on: dt.date, on: dt.date, months: int) -> None:
    """A decision corrected is decided again, never studied again. What gave a right, an award, is taken back, in whole or in part, only
    within the months of the law (CRPA art. L.242-1: four, from the decision). Raises Invalid naming the field."""
    if correcting.decision not in CONFIRMABLE:
        sentence = "Une rectification accorde, refuse ou met en liste d’attente."
        raise Invalid("committee.rectify", sentence, {"decision": sentence})
    until = add_months(decided_on, months)
    if correcting.posts < decided.posts and on > until:
        sentence = f"Cette attribution pouvait être réduite ou retirée jusqu’au {date(until)} : le délai de la loi est passé."
        raise Invalid("committee.too_late", sentence, {"decision": sentence})


@dataclass(frozen=True, slots=True)
class Said:
    """A decision, with its posts."""

    decision: str
    posts: int

    def __str__(self) -> str:
        label = Decision(self.decision).label if self.decision else "à décider"
        return f"{label}, {plural(self.posts, 'poste')}" if self.posts else label


@dataclass(frozen=True, slots=True)
class Vote:
    """What the committee says of one file."""

    application_id: UUID
    decision: str
    posts: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one line gives: posts × unit, for so many months, recruited before a date."""

    posts: int
    unit: Money
    months: int
    recruit_by: dt.date

    @property
    def amount(self) -> Money:
        return self.unit * self.posts


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """A line of the agenda as the totals see it. `unit` is the grant for one post by the scale of the day of filing; `coordinators_of`: the
    call whose quota of coordinators its posts are taken from, None for advisers."""

    department_code: str
    department: str
    decision: str
    posts: int
    unit: Money
    renewal: bool = False
    coordinators_of: UUID | None = None

    @property
    def new_posts(self) -> int:
        """What it takes from the quota of posts: nothing when they are counted already (docs/adr/0027)."""
        return 0 if self.renewal else self.posts


@dataclass(frozen=True, slots=True)
class DepartmentTotal:
    code: str
    name: str
    files: int
    granted: int
    posts: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Gauge:
    """A quota, as it would be after the session: `available` now, `taken` by the granted lines (posts or cents)."""

    label: str
    available: int
    taken: int
    in_cents: bool

    @property
    def left(self) -> int:
        """Negative when the quota is exceeded."""
        return self.available - self.taken

    @property
    def exceeded(self) -> bool:
        return self.left < 0

    def said(self, amount: int) -> str:
        return str(Money(amount)) if self.in_cents else plural(amount, "poste")

    @property
    def sentence(self) -> str:
        """`Postes : 12 postes accordés, 10 postes disponibles ; il en manque 2.`, or what will be left."""
        words = f"{self.label} : {self.said(self.taken)} à prendre, {self.said(self.available)} disponibles"
        return f"{words} ; il manque {self.said(-self.left)}." if self.exceeded else f"{words} ; il restera {self.said(self.left)}."


@dataclass(frozen=True, slots=True)
class DryRun:
    """What closing the session now would do. `by_department` in the order of codes; `pending` lines have no decision yet."""

    by_department: tuple[DepartmentTotal, ...]
    counts: dict[str, int]
    pending: int
    posts: Gauge
    money: Gauge
    coordinators: tuple[Gauge, ...] = ()

    @property
    def gauges(self) -> tuple[Gauge, ...]:
        return (self.posts, self.money, *self.coordinators)

    @property
    def exceeded(self) -> tuple[Gauge, ...]:
        return tuple(gauge for gauge in self.gauges if gauge.exceeded)

    @property
    def sentence(self) -> str:
        """Why the session cannot be closed, or "" when it can."""
        if self.pending:
            return f"{plural(self.pending, 'dossier attend', 'dossiers attendent')} encore une décision."
        if not self.exceeded:
            return ""
        shortage = enumeration([gauge.said(-gauge.left) for gauge in self.exceeded])
        detail = " ".join(gauge.sentence for gauge in self.exceeded)
        return (
            f"La séance dépasse ce qui reste à attribuer : il manque {shortage}. {detail} Passez les derniers dossiers en liste d’attente."
        )


def dry_run(lines: Iterable[LineOutcome], *, posts_left: int, cents_left: int, coordinators: Mapping[UUID, int] | None = None) -> DryRun:
    """Totals of the lines against what is available of the quotas: posts; cents of the grants envelope; posts of coordinator, by call."""
    lines = list(lines)
    granted = [line for line in lines if line.decision == Decision.GRANTED]
    amount = total(line.unit * line.posts for line in granted)
    return DryRun(
        by_department=tuple(
            _department(code, [line for line in lines if line.department_code == code])
            for code in sorted({line.department_code for line in lines})
        ),
        counts={str(decision): sum(line.decision == decision for line in lines) for decision in Decision},
        pending=sum(not line.decision for line in lines),
        posts=Gauge("Postes", posts_left, sum(line.new_posts for line in granted), False),
        money=Gauge("Crédits", cents_left, amount.cents, True),
        coordinators=tuple(
            Gauge("Coordinateurs", left, sum(line.posts for line in granted if line.coordinators_of == call), False)
            for call, left in (coordinators or {}).items()
        ),
    )


def coordinators_over(granted: Sequence[LineOutcome], left: Mapping[UUID, int]) -> list[int]:
    """The places of the granted lines that must wait for the others to fit the quota of coordinators of their call: the last ones."""
    room, over = dict(left), []
    for place, line in enumerate(granted):
        if call := line.coordinators_of:
            fits = line.posts <= room.get(call, 0)
            room[call] = room.get(call, 0) - line.posts * fits
            over += [] if fits else [place]
    return over


def _department(code: str, lines: list[LineOutcome]) -> DepartmentTotal:
    granted = [line for line in lines if line.decision == Decision.GRANTED]
    amount = total(line.unit * line.posts for line in granted)
    return DepartmentTotal(code, lines[0].department, len(lines), len(granted), sum(line.posts for line in granted), amount)


def to_waiting_list(granted: list[LineOutcome], *, posts_left: int, cents_left: int) -> int:
    """How many of the granted lines, taken from the last of the agenda, must wait so that the others fit both quotas."""
    kept = list(granted)
    while kept and (
        sum(line.new_posts for line in kept) > posts_left or sum((line.unit * line.posts for line in kept), ZERO) > Money(cents_left)
    ):
        kept.pop()
    return len(granted) - len(kept)


def first_to_serve(asked: Sequence[int], posts_left: int) -> int:
    """How many files of the waiting list, in its order, ask for the posts left: the last one may be served in part only."""
    count = 0
    while count < len(asked) and posts_left > 0:
        posts_left -= asked[count]
        count += 1
    return count


def number_after(number: str) -> str:
    """The number of the next session: « S-2021-09 » gives « S-2021-10 »; "" when it does not end with a number."""
    head, digits = re.fullmatch(r"(.*?)(\d*)", number, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{head}{int(digits) + 1:0{len(digits)}d}" if digits else ""


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Facts of the PDF template « minutes » (documents.adapters.typeset): French texts only."""

    title: str
    reference: str
    date: str
    session: str
    held_on: str
    place: str
    chair: str
    members: list[dict[str, str]]
    quorum: str
    opening: str
    lines: list[dict[str, str | int]]
    totals: list[dict[str, str]]
    remarks: str
    signatory: dict[str, str]


@dataclass(frozen=True, slots=True)
class DecisionsFacts:
    """Facts of the PDF template « decisions »: what the director general, or her delegate, decides after the committee's opinion."""

    title: str
    reference: str
    date: str
    session: str
    seen: list[str]
    awards: list[dict[str, str | int]]
    others: list[dict[str, str | int]]
    totals: list[dict[str, str]]
    remedies: str
    signatory: dict[str, str]


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Facts of the PDF template « letter »: the award as the host receives it. `from_` and `to` have a name and an address."""

    title: str
    sort: str
    reference: str
    date: str
    from_: dict[str, str]
    to: dict[str, str]
    greeting: str
    body: str
    table: list[dict[str, str]]
    remedies: str
    closing: str
    signatory: dict[str, str]

    def for_template(self) -> dict[str, object]:
        """With the template's own names (`from` is a word of Python)."""
        return {name.rstrip("_"): getattr(self, name) for name in self.__slots__}
