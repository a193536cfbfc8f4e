"""Who appears in the pool of a post and why, what a contract must respect, the minimum wage. Pure: dates come in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lucette.foundation.territories.rules import distance_km
from lucette.kernel import french
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import ZERO, Money, half_up
from lucette.scheme.recruitment.enums import WHOLE_FRANCE_KM, ContractKind, Situation

TOLERANCE = dt.timedelta(days=15)  # a candidate free a fortnight after the wished start still appears
CLOSED = frozenset({"971", "972", "978"})  # Guadeloupe, Martinique, Saint-Martin: closed on themselves (domain.md §7)
MAYOTTE = "976"
LOCAL_LABOUR_LAW = frozenset({"986", "987", "988"})  # Wallis-et-Futuna, Polynésie, Nouvelle-Calédonie: the SMIC does not apply
MONTHLY_HOURS = Fraction("151.67")  # 35 hours a week

Wages = Sequence[tuple[dt.date, Money]]  # monthly gross from each date on, oldest first


@dataclass(frozen=True, slots=True)
class Place:
    """A commune: its code, its department, its centre in degrees (None when unknown)."""

    commune: str
    department: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a candidate asks for."""

    place: Place
    radius_km: int
    available_on: dt.date


def latest_availability(start_on: dt.date | None, today: dt.date) -> dt.date:
    """The last day on which a candidate may become available: the wished start, or today if later, and the tolerance."""
    return max(start_on or today, today) + TOLERANCE


def distance(one: Place, other: Place) -> float | None:
    """Kilometres between the centres of two communes; 0 within one; None when a centre is unknown."""
    if one.commune == other.commune:
        return 0.0
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def obstacle(wish: Wish, host: Place, latest: dt.date) -> str:
    """Why this candidate does not appear for a host there, in French; "" when she does.

    Within her radius (2,000 km: the whole of France, even where a distance is unknown), never across the edge of a closed territory,
    available by `latest` (domain.md §7).
    """
    if wish.place.department != host.department and CLOSED & {wish.place.department, host.department}:
        return "La Guadeloupe, la Martinique et Saint-Martin recrutent chacune sur leur seul territoire."
    km = distance(wish.place, host)
    if wish.radius_km < WHOLE_FRANCE_KM and km is None:
        return "La distance entre les deux communes n’est pas connue."
    if wish.radius_km < WHOLE_FRANCE_KM and km is not None and km > wish.radius_km:
        return f"La structure est à {kilometres(km)}, au-delà du rayon de {wish.radius_km} km choisi par ce candidat."
    if wish.available_on > latest:
        return f"Ce candidat n’est disponible que le {french.date(wish.available_on)}, trop tard pour le début souhaité du poste."
    return ""


def kilometres(km: float) -> str:
    """`12 km`, `moins de 1 km`."""
    return f"{french.number(round(km))} km" if km >= 1 else "moins de 1 km"


def reasons(
    wish: Wish, host: Place, situations: Collection[str], diploma: str, pix_shared: bool, today: dt.date = dt.date.min
) -> tuple[str, ...]:
    """Why this candidate appears, in French, in the order in which one reads them."""
    km = distance(wish.place, host)
    near = "dans la même commune" if km == 0 else "distance inconnue" if km is None else f"à {kilometres(km)}"
    said = {
        near: True,
        "mobile dans toute la France": wish.radius_km == WHOLE_FRANCE_KM,
        "disponible maintenant" if wish.available_on <= today else f"disponible le {french.date(wish.available_on)}": True,
        "diplômée": bool(diploma) or Situation.GRADUATE in situations,
        "expérimentée": Situation.EXPERIENCED in situations,
        "Pix partagé": pix_shared,
    }
    return tuple(words for words, true in said.items() if true)


def contract_problems(
    kind: str, starts_on: dt.date, ends_on: dt.date | None, *, agreed: tuple[dt.date, dt.date], free_from: dt.date | None
) -> dict[str, str]:
    """What is wrong in a contract, field → French sentence. `agreed`: first and last day of the agreement; `free_from`: first day on
    which both the post and the person are free of an earlier contract (domain.md §7)."""
    found = {}
    if kind not in ContractKind:
        found["kind"] = "Choisissez la nature du contrat."
    if kind == ContractKind.CDI and ends_on:
        found["ends_on"] = "Un contrat à durée indéterminée n’a pas de date de fin : laissez-la vide."
    if kind != ContractKind.CDI and ends_on is None:
        found["ends_on"] = "Donnez la date de fin : seul un contrat à durée indéterminée n’en a pas."
    if ends_on and ends_on < starts_on:
        found["ends_on"] = "La date de fin précède la date de début."
    if not agreed[0] <= starts_on <= agreed[1]:
        found["starts_on"] = f"Le contrat commence pendant la convention : du {french.date(agreed[0])} au {french.date(agreed[1])}."
    elif free_from and starts_on < free_from:
        found["starts_on"] = f"Le contrat précédent n’est pas terminé : commencez au plus tôt le {french.date(free_from)}."
    return found


def monthly(hourly: Fraction) -> Money:
    """Gross pay of a month of 35-hour weeks, from euros an hour: × 151.67, rounded half up."""
    return Money(half_up(hourly * MONTHLY_HOURS * 100))


def minimum_wage(on: dt.date, territory: str, table: Mapping[str, Wages]) -> Money:
    """The monthly gross minimum wage (35 hours) on that day in a department; ZERO where the SMIC does not apply.

    `table[""]` holds the common values, `table["976"]` those of Mayotte: each order that raises the SMIC raises both, so that a value of
    Mayotte older than the latest raise is not the one in force. Raises RuleBroken when the value of that day is not known.
    """
    if territory in LOCAL_LABOUR_LAW:
        return ZERO
    since = max((day for day, _ in table[""] if day <= on), default=None)
    wages = table[MAYOTTE if territory == MAYOTTE else ""]
    known = [wage for day, wage in wages if since and since <= day <= on]
    if not known:
        raise RuleBroken(
            "wage.unknown",
            f"Le salaire minimum du {french.date(on)} n’est pas connu pour ce territoire : écrivez à l’équipe d’assistance.",
        )
    return known[-1]


def day_after(last: dt.date | None) -> dt.date | None:
    return last + dt.timedelta(days=1) if last else None
