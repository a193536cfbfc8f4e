"""What is due, to the cent, and what a payment must respect. Dates come in."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import schwifty

from lucette.foundation.organizations.enums import Employer
from lucette.foundation.territories.enums import Zone
from lucette.kernel import french
from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.enums import HoldGround, Nature

TARGET = "payments.target_days"  # the parameter: days from due to paid, an expected date, never a right
SECOND_SIGNER = "payments.second_signer_cents"  # the parameter: from this amount on, two authorising officers sign
INQUIRY_DAYS = "payments.inquiry_days"  # the parameter: working days without news of a transfer before the bank is asked
FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
AFTER_EASTER = {1, 39, 50}  # days: Easter Monday, Ascension, Whit Monday
FRENCH_IBAN = re.compile(r"FR[0-9]{12}[A-Z0-9]{11}[0-9]{2}")
FRENCH_ACCOUNT = re.compile(r"[0-9]{10}[A-Z0-9]{11}[0-9]{2}")
FRANCE = "152700"  # FR, then 00 in the place of the key
LETTER_VALUES = {ord("A") + n: str(10 + n) for n in range(26)}  # ISO 7064, mod 97-10


def iban_is_sound(iban: str) -> bool:
    """True when `iban`, without spaces, has the form, the national length and the check digits of an IBAN (ISO 13616).

    A French one, by far the most common, is checked here; schwifty knows the others.
    """
    signs = iban[2:]
    if len(signs) == 25 and iban.startswith("FR") and signs.isdigit() and signs.isascii():
        return 98 - int(signs[2:] + FRANCE) % 97 == int(signs[:2])
    if FRENCH_IBAN.fullmatch(iban):
        return 98 - int(iban[4:].translate(LETTER_VALUES) + FRANCE) % 97 == int(iban[2:4])
    return iban.isascii() and iban.isalnum() and iban.isupper() and schwifty.IBAN(iban, allow_invalid=True).is_valid


def iban_of_french_account(account: str) -> str:
    """The IBAN of a national account number: bank, branch, account and key, 23 signs."""
    return f"FR{98 - int(account.translate(LETTER_VALUES) + FRANCE) % 97:02d}{account}"


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last day of a shorter month (31 January + 1 month = 28 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_working_day(day: dt.date) -> bool:
    """Neither a Saturday, nor a Sunday, nor a public holiday in mainland France (Code du travail, art. L3133-1)."""
    return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS and (day - easter(day.year)).days not in AFTER_EASTER


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + rest - 7 * ((a + 11 * h + 22 * rest) // 451) + 114, 31)
    return dt.date(year, month, day + 1)


def working_days_before(day: dt.date, count: int) -> dt.date:
    """The working day that has `count` others between itself and `day`, this one included."""
    while count:
        day -= dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def shares(cents: int, post_cents: int, posts: int) -> list[int]:
    """Cents of each post for one instalment; their sum is the instalment of the agreement, to the cent (trust.md A05).

    Raises RuleBroken when the agreement's own figures do not add up.
    """
    if posts < 1 or post_cents < 0 or post_cents * posts != cents:
        raise RuleBroken("schedule.amounts", "Les montants par poste de la convention ne font pas le montant de l’échéance.")
    return [post_cents] * posts


def why_held(ground: str, day: dt.date) -> str:
    """The sentence that the host reads when Lucette holds a line on its due date."""
    return {
        HoldGround.VACANT: f"Le poste était vacant le {french.date(day)}, date de l’échéance.",
        HoldGround.RETURNED: f"Le poste a été rendu le {french.date(day)}.",
        HoldGround.CLOSED: f"L’établissement est fermé depuis le {french.date(day)}.",
        HoldGround.NOT_IN_FORCE: "La convention n’est plus en vigueur.",
    }[HoldGround(ground)]


def grant_nature(employer: str, zone: Zone) -> Nature:
    """Nature of a grant in the yearly rendering: overseas first, then public or private employer (fund.md, uses)."""
    if zone != Zone.METRO:
        return Nature.GRANTS_OVERSEAS
    return Nature.GRANTS_PUBLIC if employer == Employer.PUBLIC else Nature.GRANTS_PRIVATE
