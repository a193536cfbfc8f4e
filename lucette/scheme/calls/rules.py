"""What a call says, read from its file; its text; the months it counts. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lucette.kernel.french import date, plural
from lucette.kernel.money import Money
from lucette.scheme.calls.enums import PostKind

CONTACT = "Pour toute question, écrivez à {email} ou appelez le {phone}."
SCALE_NOTE = "La subvention couvre la rémunération du conseiller, à temps plein. Elle est versée en {count} échéances : {instalments}."
SUMS_NOTE = "La subvention couvre la rémunération du conseiller, à temps plein. {instalments}"
COUNTS = {1: "une", 2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six"}
RAISED = ", montant majoré par le zonage"
ONE_COORDINATOR = 1  # a filing asks for one coordinator (domain.md §2)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the published text; `text` is plain French (a blank line parts paragraphs, `- ` opens a list item)."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PublishedText:
    """The text of a call as it is shown: its summary, then its sections."""

    summary: str
    sections: tuple[Section, ...]


def joined(summary: str, sections: Iterable[Mapping[str, str]]) -> str:
    """The text as it is stored: the summary, then each section under a line `## Title`."""
    return "\n\n".join([summary.strip(), *(f"## {it['title']}\n\n{it['text'].strip()}" for it in sections)])


def parted(text: str) -> PublishedText:
    """The stored text, taken apart: the reverse of `joined`."""
    summary, *parts = f"\n{text}".split("\n## ")
    titled = (part.partition("\n") for part in parts)
    return PublishedText(summary.strip(), tuple(Section(title.strip(), body.strip()) for title, _, body in titled))


def check_file(file: Mapping[str, Any]) -> None:
    """Raise ValueError when the instalments are not the whole grant or their numbers have a hole (a fault of ours): shares per mille for
    the scales without sums of their own, else sums that make the amount of their scale."""
    shares = file.get("instalments", ())
    shared = shares or not all(it.get("instalments") for it in file["scales"])
    if shared and (sum(it["share"] for it in shares) != 1000 or not _numbered(shares)):
        raise ValueError(f"{file['code']}: instalments must be numbered from 1 and add up to 1000 per mille")
    for scale in file["scales"]:
        sums = scale.get("instalments", ())
        if sums and (sum(it["cents"] for it in sums) != scale["cents"] or not _numbered(sums)):
            raise ValueError(f"{file['code']}: the sums of a scale must be numbered from 1 and add up to {scale['cents']}")


def _numbered(rows: Sequence[Mapping[str, Any]]) -> bool:
    return sorted(it["number"] for it in rows) == list(range(1, len(rows) + 1))


def scale_rows(file: Mapping[str, Any]) -> list[tuple[dict[str, Any], Sequence[Mapping[str, Any]]]]:
    """Each line of the scale with its sums: a scale of the file may stand for several zones."""
    return [
        ({name: value for name, value in it.items() if name not in ("zones", "instalments")} | {"zone": zone}, it.get("instalments", ()))
        for it in file["scales"]
        for zone in it.get("zones", [it.get("zone")])
    ]


def coordinates(post_kind: str) -> bool:
    """Is it a post of coordinator, full time or not?"""
    return post_kind != PostKind.ADVISER


def offered(priced: Iterable[str], quota: int) -> list[PostKind]:
    """The kinds of post that a host may ask for: those that the scale prices; coordinators where the call has a quota of them."""
    found = set(priced)
    return [kind for kind in PostKind if kind in found and (quota > 0 or not coordinates(kind))]


def posts_text(post_kind: str, count: int) -> str:
    """`2 postes de conseiller numérique`, `1 poste de coordinateur à temps plein`."""
    return plural(count, f"poste de {PostKind(post_kind).label}", f"postes de {PostKind(post_kind).label}")


def nearest_prefix(category: str, prefixes: Iterable[str]) -> str | None:
    """The longest of `prefixes` that begins the Insee legal category: « 41 » stands for every 41xx, « 4140 » goes before it."""
    found = [prefix for prefix in prefixes if prefix and category.startswith(prefix)]
    return max(found, key=len, default=None)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last day of that month when it has no such day (31 December + 2 → 28 or 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def within(day: dt.date, opens_on: dt.date, closes_on: dt.date | None) -> bool:
    """Is `day` in the window of the call, both ends included?"""
    return opens_on <= day and (closes_on is None or day <= closes_on)


def share_text(share: int) -> str:
    """`20 %`, `12,5 %` from per mille."""
    whole, tenth = divmod(share, 10)
    return f"{whole},{tenth}\u00a0%" if tenth else f"{whole}\u00a0%"


def instalments_text(lines: Iterable[tuple[int, int]]) -> str:
    """`20 % à la signature de la convention, 30 % au mois 6…` from (share per mille, months after)."""
    return ", ".join(f"{share_text(share)} {_moment(months)}" for share, months in lines)


def _moment(months: int) -> str:
    return f"au mois\u00a0{months} avec un contrat de travail en cours" if months else "à la signature de la convention"


@dataclass(frozen=True, slots=True)
class Sum:
    """One instalment of a scale that states its sums, for one post."""

    number: int
    amount: Money
    months_after: int
    condition: str


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """One line of the scale: the case in French, the grant for one post, the months it finances; its own sums, if it states them."""

    zone: str
    case: str
    grant: Money
    months: int
    source: str
    bonus: bool = False
    post_kind: str = PostKind.ADVISER
    sums: tuple[Sum, ...] = ()


def schedules(scale: Iterable[ScaleLine]) -> dict[Money, tuple[Sum, ...]]:
    """Amount for one post → its sums, once each: lines of the scale that pay alike are told together."""
    return {line.grant: line.sums for line in scale if line.sums}


def scale_note(scale: Sequence[ScaleLine], shares: Sequence[tuple[int, int]]) -> str:
    """How the grant is paid, in words: by shares of the whole, or by the sums of each amount."""
    if told := schedules(scale):
        parts = {grant: ", ".join(f"{it.amount} {_moment(it.months_after)}" for it in sums) for grant, sums in told.items()}
        return SUMS_NOTE.format(instalments=" ".join(f"Pour {grant}\u00a0: {part}." for grant, part in parts.items()))
    return SCALE_NOTE.format(count=COUNTS.get(len(shares), str(len(shares))), instalments=instalments_text(shares))


def pdf_facts(
    *,
    code: str,
    title: str,
    text: PublishedText,
    opens_on: dt.date,
    closes_on: dt.date | None,
    published_on: dt.date,
    rules_from: dt.date,
    employers: str,
    scale: Sequence[ScaleLine],
    instalments: Sequence[tuple[int, int]],
    email: str,
    phone: str,
) -> dict[str, Any]:
    """The facts of the PDF template `call` (documents.adapters.typeset)."""
    return {
        "title": title,
        "reference": code.upper().replace("_", " "),
        "date": f"Publié le {date(published_on)}"
        + (f" · règles à partir du {date(rules_from)}" if rules_from > max(published_on, opens_on) else ""),
        "summary": text.summary,
        "key_facts": [
            {"label": "Structures visées", "value": employers},
            {"label": "Ouverture", "value": date(opens_on)},
            {"label": "Fin du dépôt", "value": date(closes_on) if closes_on else "lorsque les postes de la dotation sont pourvus"},
        ],
        "sections": [{"title": it.title, "text": it.text} for it in text.sections],
        "scale": [{"case": it.case, "amount": str(it.grant), "duration": plural(it.months, "mois", "mois")} for it in scale],
        "scale_note": scale_note(scale, instalments),
        "contact": CONTACT.format(email=email, phone=phone),
    }
