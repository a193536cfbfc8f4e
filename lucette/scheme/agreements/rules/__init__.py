"""Instalments of an agreement, amounts in words, what happens next. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lucette.kernel import french
from lucette.kernel.money import Money, total
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.rules import coordinates

UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze"),
    *("quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
TENS = ("", "dix", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")


@dataclass(frozen=True, slots=True)
class Share:
    """One rule of the call: a share per mille, or the sum that the scale states for one post, due so many months after the entry into
    force, on a condition."""

    number: int
    share: int
    months_after: int
    condition: str
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One instalment: for one post, and for all of them."""

    number: int
    post: Money
    amount: Money
    months_after: int
    condition: str


def plan(unit: Money, posts: int, shares: Iterable[Share]) -> list[PlannedLine]:
    """The instalments, per post first, then × posts: the whole is exactly unit × posts, whatever the shares (fund.md); the sums of the
    scale when it states them.

    Raises ValueError without shares, or when they are not a whole: of 1000 per mille, or of the unit (a fault of the call's data).
    """
    ordered = sorted(shares, key=lambda it: it.number)
    parts = [Money(it.cents) for it in ordered if it.cents is not None] or _by_share(unit, ordered)
    lines = [PlannedLine(it.number, part, part * posts, it.months_after, it.condition) for it, part in zip(ordered, parts, strict=True)]
    if total(line.amount for line in lines) != unit * posts:
        raise ValueError("the instalments do not add up to the amount")
    return lines


def _by_share(unit: Money, ordered: Sequence[Share]) -> list[Money]:
    if sum(it.share for it in ordered) != 1000:
        raise ValueError("the shares of the instalments must add up to 1000 per mille")
    return unit.split([it.share for it in ordered])


def in_words(amount: Money) -> str:
    """`cinquante mille euros`, `un euro et vingt centimes` (traditional spelling)."""
    euros, cents = divmod(amount.cents, 100)
    words = f"{spelled(euros)} {'d’' if euros and not euros % 1_000_000 else ''}euro{'s' * (euros > 1)}"
    return f"{words} et {spelled(cents)} centime{'s' * (cents > 1)}" if cents else words


def spelled(count: int) -> str:
    """A whole number below a milliard, in French."""
    for size, name in ((1_000_000, "million"), (1_000, "mille")):
        if count >= size:
            head, rest = divmod(count, size)
            if name == "mille":
                start = "mille" if head == 1 else f"{_invariable(spelled(head))} mille"
            else:
                start = f"{spelled(head)} {name}{'s' * (head > 1)}"
            return f"{start} {spelled(rest)}" if rest else start
    return _hundreds(count)


def _invariable(words: str) -> str:
    """`cent` and `vingt` take no s before `mille`."""
    return words.removesuffix("s") if words.endswith(("cents", "vingts")) else words


def _hundreds(count: int) -> str:
    hundreds, rest = divmod(count, 100)
    if not hundreds:
        return _tens(rest)
    start = "cent" if hundreds == 1 else f"{UNITS[hundreds]} cent"
    return f"{start} {_tens(rest)}" if rest else f"{start}{'s' * (hundreds > 1)}"


def _tens(count: int) -> str:
    if count < 20:
        return UNITS[count]
    tens, unit = divmod(count, 10)
    unit += 10 if tens in (7, 9) else 0
    if not unit:
        return TENS[tens] + ("s" if tens == 8 else "")
    joined = " et " if unit in (1, 11) and tens < 8 else "-"
    return f"{TENS[tens]}{joined}{UNITS[unit]}"


@dataclass(frozen=True, slots=True)
class Power:
    """Who may sign for a host, in which quality, by virtue of which act: `visa`, a sentence of the document that begins by « Vu »."""

    name: str
    capacity: str
    visa: str


def delegation_visa(basis: str, since: dt.date, until: dt.date | None) -> str:
    """`Vu la délégation de signature « Arrêté n° 12 », en vigueur du 1ᵉʳ mars 2021 au 31 décembre 2021`."""
    days = f"du {french.date(since)} au {french.date(until)}" if until else f"depuis le {french.date(since)}"
    return f"Vu la délégation de signature « {basis} », en vigueur {days}"


def with_visa(power: Power, given_on: dt.date | None) -> Power:
    """A legal representative signs by virtue of the act that names her, once the host has given it."""
    if power.visa or not given_on:
        return power
    return replace(power, visa=f"Vu l’acte qui désigne la personne qui signe, fourni par la structure le {french.date(given_on)}")


NEXT_STEPS = {
    AgreementStatus.PREPARING: (
        "La Banque des Territoires vérifie les coordonnées bancaires de la structure et édite la convention.",
        "Banque des Territoires",
    ),
    AgreementStatus.READY: (
        "La convention est prête : la représentante légale de la structure, ou son délégataire, la signe.",
        "Structure",
    ),
    AgreementStatus.SIGNED_BY_HOST: ("La Caisse des Dépôts vérifie le document et le signe à son tour.", "Caisse des Dépôts"),
    AgreementStatus.IN_FORCE: ("La convention est en vigueur : la structure recrute et les échéances suivent leur cours.", ""),
    AgreementStatus.SUSPENDED: (
        "La convention est suspendue : aucun versement ne part tant que la structure n’a pas fait ce qui est attendu d’elle.",
        "Structure",
    ),
    AgreementStatus.TERMINATED: ("La convention est résiliée : elle reste à solder, une fois le dernier euro payé ou rendu.", ""),
    AgreementStatus.SETTLED: ("La convention est soldée : plus rien n’est à payer ni à rendre.", ""),
    AgreementStatus.ARCHIVED: ("La convention est archivée.", ""),
    AgreementStatus.CANCELLED: ("La convention est annulée : les postes et les crédits sont revenus à la dotation.", ""),
}


def next_step(status: str) -> tuple[str, str]:
    """(what happens next, who must act: empty when nobody)."""
    return NEXT_STEPS[AgreementStatus(status)]


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """Facts of the PDF template « agreement »: French texts only."""

    title: str
    reference: str
    date: str
    call: str
    caisse: dict[str, str]
    host: dict[str, str]
    power: str
    posts: str
    duration: str
    starts_on: str
    ends_on: str
    amount: str
    amount_in_words: str
    per_post: str
    rule: str
    schedule: Sequence[dict[str, str | int]]
    total: str
    articles: Sequence[dict[str, str]]
    signatories: Sequence[dict[str, str]]


def recruited(post_kind: str, count: int) -> str:
    """Whom the host recruits: « 2 conseillers numériques », « un coordinateur de conseillers numériques »."""
    if coordinates(post_kind):
        return "un coordinateur de conseillers numériques"
    return french.plural(count, "conseiller numérique", "conseillers numériques")


COORDINATION = {
    PostKind.COORDINATOR: "Par exception à l’article 1, il s’y consacre à temps plein.",
    PostKind.COORDINATOR_PART: "Il accompagne aussi les habitants, comme le dit l’article 1.",
}


def coordination(post_kind: str) -> list[dict[str, str]]:
    """The article of a post of coordinator; none for advisers (domain.md §2: coordination only, or the public as well)."""
    if not coordinates(post_kind):
        return []
    text = f"Le coordinateur anime et appuie les conseillers numériques du territoire. {COORDINATION[PostKind(post_kind)]}"
    return [{"title": "Mission de coordination", "text": text}]


def shared_post(sharing: str) -> list[dict[str, str]]:
    """The article of a post shared by several communes; `sharing`: who receives the adviser and how much of the time, "" for nobody."""
    if not sharing:
        return []
    text = (
        f"Le temps du conseiller numérique est partagé ainsi : {sharing}. La structure porteuse l’emploie et reçoit la subvention. "
        "Elle organise ses déplacements avec les autres et en rend compte pour toutes."
    )
    return [{"title": "Partage du poste", "text": text}]
