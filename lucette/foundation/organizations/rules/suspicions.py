"""Why a declared account is held: each rule reads facts and says a sentence, or nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz.distance import DamerauLevenshtein

from lucette.foundation.organizations.rules.accounts import BankAccount
from lucette.foundation.organizations.rules.contacts import Contact, Known
from lucette.kernel import french
from lucette.kernel.french import folded

CLOSE = 2  # letters by which a look-alike domain differs
EVE_DAYS = 7
# two of these may look alike and be two honest mailboxes
WEBMAILS = frozenset({
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.fr", "outlook.com", "outlook.fr", "live.com", "live.fr", "msn.com",
    "yahoo.com", "yahoo.fr", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "icloud.com", "me.com", "bbox.fr",
    "protonmail.com", "proton.me"
})  # fmt: skip
# letters that the eye takes for others: Greek and Cyrillic ones, digits, pairs
CONFUSABLE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0501\u04bb\u03c4\u03bd\u03bc\u03ba\u03bf0134579",
    "aeopcyxijdhtvukooleastg",
)
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a rule may read. `shared`: another organization gave the same account, and one of the two is private."""

    account: BankAccount
    change: bool
    shared: bool
    score: int
    score_min: int
    difference: str
    known: Known
    declared_by: UUID
    on: dt.date
    quiet_days: int
    callable: bool

    @property
    def declarer(self) -> Contact | None:
        return self.known.contact(self.declared_by)


def foreign_account(it: Facts) -> str:
    return f"Le compte est tenu {it.account.where}." if it.account.foreign else ""


def bank_elsewhere(it: Facts) -> str:
    return "La banque n’est pas du pays du compte." if it.account.bank_elsewhere else ""


def shared_account(it: Facts) -> str:
    return "Le même compte est déjà déclaré par une autre structure, et l’une des deux est privée." if it.shared else ""


def low_score(it: Facts) -> str:
    return f"{it.difference} Score : {it.score} sur 100, pour {it.score_min} attendus." if it.score < it.score_min else ""


def look_alike(it: Facts) -> str:
    return look_alike_of(it.declarer, it.known)


def newcomer(it: Facts) -> str:
    return newcomer_said(it.declarer, it.on, it.quiet_days, "La personne qui déclare") if it.change else ""


def contact_changed(it: Facts) -> str:
    days = french.plural(it.quiet_days, "jour")
    changed = it.change and any(contact.changed for contact in it.known.contacts)
    return f"Les coordonnées d’un contact de la structure ont changé depuis moins de {days}." if changed else ""


def eve_of_payment(it: Facts) -> str:
    near = it.change and it.known.payment_on and it.known.payment_on <= it.on + dt.timedelta(days=EVE_DAYS)
    return "Un versement est en cours, ou attendu dans la semaine." if near else ""


def nobody_to_call(it: Facts) -> str:
    return "Aucun numéro de la structure n’était connu avant ce changement." if it.change and not it.callable else ""


RULES: dict[str, Callable[[Facts], str]] = {
    "foreign_account": foreign_account,
    "bank_elsewhere": bank_elsewhere,
    "shared_account": shared_account,
    "low_score": low_score,
    "look_alike": look_alike,
    "newcomer": newcomer,
    "contact_changed": contact_changed,
    "eve_of_payment": eve_of_payment,
    "nobody_to_call": nobody_to_call,
}


def suspicions(facts: Facts) -> dict[str, str]:
    """What holds this declaration: code of the rule → sentence, in the order of the rules."""
    return {code: sentence for code, rule in RULES.items() if (sentence := rule(facts))}


def suspicions_of_second(second: Contact | None, known: Known, declared_by: UUID, on: dt.date, quiet_days: int) -> dict[str, str]:
    """What holds a change once its second person has confirmed it."""
    first = known.contact(declared_by)
    told = {
        "second_newcomer": newcomer_said(second, on, quiet_days, "La personne qui confirme"),
        "second_look_alike": look_alike_of(second, known),
        "same_person": "Les deux personnes de la structure portent le même nom, ou le même téléphone." if twins(first, second) else "",
    }
    return {code: sentence for code, sentence in told.items() if sentence}


def newcomer_said(who: Contact | None, on: dt.date, quiet_days: int, words: str) -> str:
    """Somebody unknown, or who joined the organization a short time ago."""
    if who is None:
        return f"{words} n’est pas un contact connu de la structure."
    recent = who.since > on - dt.timedelta(days=quiet_days)
    return f"{words} a rejoint la structure depuis moins de {french.plural(quiet_days, 'jour')}." if recent else ""


def twins(one: Contact | None, other: Contact | None) -> bool:
    if one is None or other is None:
        return False
    return folded(one.name) == folded(other.name) or (bool(digits(one.phone)) and digits(one.phone) == digits(other.phone))


def digits(phone: str) -> str:
    """The nine last digits: +33 6… and 06… are one number."""
    return "".join(sign for sign in phone if sign.isdecimal())[-9:]


def look_alike_of(who: Contact | None, known: Known) -> str:
    """Her address is at a domain that looks like one of the organization's, and is none of them."""
    if who is None:
        return ""
    own = {domain(email) for email in who.emails}
    others = {domain(email) for it in known.contacts if it.person_id != who.person_id for email in it.emails}
    odd = any(looks_like(mine, theirs) for mine in own - others for theirs in others)
    return "L’adresse électronique de cette personne ressemble à celles de la structure, sans en être une." if odd else ""


def domain(email: str) -> str:
    return email.rpartition("@")[2].strip().lower()


def looks_like(one: str, other: str) -> bool:
    """mairie-tul1e.fr, mairie-tulle.com, mairie-tulle-19.fr beside mairie-tulle.fr; two known webmails are two webmails."""
    if one == other or {one, other} <= WEBMAILS:
        return False
    mine, theirs = plain(one), plain(other)
    if mine == theirs or DamerauLevenshtein.distance(mine, theirs) <= CLOSE:
        return True
    (mine, _, _), (theirs, _, _) = mine.rpartition("."), theirs.rpartition(".")
    short, long = sorted((mine.replace("-", ""), theirs.replace("-", "")), key=len)
    return len(short) > 4 and (short in long or DamerauLevenshtein.distance(short, long) <= CLOSE)


def plain(name: str) -> str:
    """As the eye reads it."""
    with contextlib.suppress(UnicodeError):
        name = name.encode("ascii").decode("idna") if "xn--" in name else name
    name = folded(name).translate(CONFUSABLE)
    for pair, letter in PAIRS:
        name = name.replace(pair, letter)
    return name
