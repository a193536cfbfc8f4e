"""When an agreement is renewed, from which day, in which words. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lucette.kernel.french import date
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.calls.rules import add_months

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """Where an agreement is, near its end: `months_before` is how long before it the renewal may be asked (parameter of the call);
    `stayed`: how many of its posts are held, without interruption, since its last day or before; `asked`: the number of the application
    that asks for it already."""

    status: str
    ends_on: dt.date
    months_before: int
    posts: int
    stayed: int
    asked: str = ""


def opens_on(ends_on: dt.date, months_before: int) -> dt.date:
    """The first day on which the renewal may be asked."""
    return add_months(ends_on, -months_before)


def starts_on(ends_on: dt.date) -> dt.date:
    """The first day of the agreement that renews: the one after the last of the other."""
    return ends_on + ONE_DAY


def entry(ends_on: dt.date, signed_on: dt.date, stayed: int) -> dt.date:
    """From which day the agreement that renews holds when the last party signs on `signed_on`: the day after the term, even past, when an
    adviser stayed (Villes de France: a renewal may be retroactive then); else the day of the signature."""
    first = starts_on(ends_on)
    return first if stayed or signed_on < first else signed_on


def obstacle(it: Term, on: dt.date) -> str:
    """Why the renewal may not be asked on that day, in French; "" when it may."""
    if it.asked:
        return f"Le renouvellement est déjà demandé : suivez la candidature {it.asked}."
    if it.status != AgreementStatus.IN_FORCE:
        return "Seule une convention en vigueur se renouvelle."
    if on < (first := opens_on(it.ends_on, it.months_before)):
        return f"Le renouvellement se demande à partir du {date(first)}."
    if not it.posts:
        return "Plus aucun poste n’est financé par cette convention : il n’y a rien à renouveler."
    if on > it.ends_on and not it.stayed:
        return f"La convention a pris fin le {date(it.ends_on)} et aucun conseiller n’est resté en place : elle ne se renouvelle plus."
    return ""


def article(number: str, ends_on: dt.date) -> dict[str, str]:
    """The article of an agreement that renews another."""
    return {
        "title": "Renouvellement",
        "text": f"La présente convention renouvelle la convention {number}, qui prend fin le {date(ends_on)}. Les postes gardent leur "
        "numéro. Les conseillers en place le restent et leur contrat de travail continue. Les sommes dues au titre de la convention "
        "renouvelée restent régies par elle.",
    }


def from_when(number: str, ends_on: dt.date) -> str:
    """The day on which it takes effect, as its document says it."""
    return (
        f"{date(starts_on(ends_on))}, lendemain du terme de la convention {number}, ou le jour de la signature de la Caisse des Dépôts si "
        "aucun conseiller n’est resté en place"
    )
