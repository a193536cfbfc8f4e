"""In which order the files of an agenda are studied: points that anybody can work out again, reason by reason. Pure.

The points order an agenda, and nothing else: no decision reads them (docs/adr/0024-points-that-only-order.md)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lucette.foundation.territories.rules import NOT_AVAILABLE, CommuneZoning
from lucette.kernel import french

LEAST_FRAGILE, MOST_FRAGILE = 50, 150  # the index has 100 for mean


@dataclass(frozen=True, slots=True)
class Weights:
    """The most points of each criterion, and what gives them all: dated parameters."""

    rural: int
    districts: int
    fragility: int
    people: int
    distance: int
    people_full: int  # inhabitants for one funded post, from which the points are full
    reach_km: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What is within reach of a commune: inhabitants, posts already funded; the nearest commune that has one, `km` away (None: nowhere)."""

    people: int
    posts: int
    nearest: str
    km: float | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion: `said` is the fact, with what it gives."""

    label: str
    said: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Score:
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        return sum(it.points for it in self.reasons)

    @property
    def most(self) -> int:
        return sum(it.most for it in self.reasons)


def score(zoning: CommuneZoning, reach: Reach | None, weights: Weights) -> Score:
    """What is not known gives no point, and says so."""
    return Score((_rural(zoning, weights), _districts(zoning, weights), _fragility(zoning, weights), *_near(reach, weights)))


def _rural(zoning: CommuneZoning, weights: Weights) -> Reason:
    listed = zoning.rural
    known = zoning.zrr is not None or zoning.frr is not None
    said = "commune classée" if listed else "commune non classée" if known else NOT_AVAILABLE
    return Reason("Zone rurale à revitaliser", said, weights.rural * listed, weights.rural)


def _districts(zoning: CommuneZoning, weights: Weights) -> Reason:
    count = len(zoning.qpv or ())
    said = french.plural(count, "quartier") if count else "aucun quartier" if zoning.qpv is not None else NOT_AVAILABLE
    return Reason("Quartiers prioritaires", said, weights.districts * bool(count), weights.districts)


def _fragility(zoning: CommuneZoning, weights: Weights) -> Reason:
    share = (zoning.fragility - LEAST_FRAGILE) / (MOST_FRAGILE - LEAST_FRAGILE) if zoning.fragility is not None else Decimal(0)
    return Reason("Fragilité numérique", zoning.fragility_text, _part(weights.fragility, share), weights.fragility)


def _near(reach: Reach | None, weights: Weights) -> tuple[Reason, Reason]:
    people, place = f"Habitants par poste financé à moins de {weights.reach_km} km", "Poste financé le plus proche"
    if reach is None:
        return Reason(people, NOT_AVAILABLE, 0, weights.people), Reason(place, NOT_AVAILABLE, 0, weights.distance)
    if reach.posts:
        each = reach.people // reach.posts
        first = Reason(
            people, f"{french.number(each)} habitants", _part(weights.people, Decimal(each) / weights.people_full), weights.people
        )
    else:
        first = Reason(people, f"aucun poste pour {french.number(reach.people)} habitants", weights.people, weights.people)
    if reach.km is None:
        return first, Reason(place, "aucun poste financé", weights.distance, weights.distance)
    said = f"{reach.nearest}, à {french.number(round(reach.km))} km" if round(reach.km) else f"{reach.nearest}, sur place"
    return first, Reason(place, said, _part(weights.distance, Decimal(reach.km) / weights.reach_km), weights.distance)


def _part(most: int, share: Decimal) -> int:
    """Rounded, from zero to all."""
    return round(most * min(Decimal(1), max(Decimal(0), share)))
