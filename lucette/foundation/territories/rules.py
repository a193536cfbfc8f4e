"""Distance, words of a search, zones, zoning as people read it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from math import asin, cos, degrees, radians, sin, sqrt

from lucette.foundation.territories.enums import Zone
from lucette.kernel import french

EARTH_RADIUS_KM = 6371.0088  # mean radius R1 of the GRS 80 ellipsoid (IUGG): the sphere is within 0.5 % of the true distance
NOT_AVAILABLE = "non disponible"
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
RURAL = ("C", "PC")  # classée, partiellement classée
NOT_LISTED = "Non classée"
ZRR_TEXTS = {"C": "classée en ZRR", "PC": "partiellement classée en ZRR", "NC": "non classée en ZRR"}


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine)."""
    north, south = radians(latitude), radians(other_latitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


def box(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """South, north, west, east (degrees) of a box that holds every point within `km`. France never crosses the 180th meridian."""
    high = degrees(km / EARTH_RADIUS_KM)
    ratio = sin(min(km / EARTH_RADIUS_KM, radians(90))) / max(cos(radians(latitude)), 1e-9)
    wide = degrees(asin(ratio)) if ratio < 1 else 180.0
    return latitude - high, latitude + high, longitude - wide, longitude + wide


def searchable(name: str) -> str:
    """A name as it is compared: no accents, capitals, hyphens or apostrophes; `St` is `Saint`, `s/` is `sur`."""
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"\bs/\s*", "sur ", french.folded(name))).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


@dataclass(frozen=True, slots=True)
class Words:
    """What someone typed to find a commune: a name (searchable), and perhaps a postcode or the code of a department."""

    name: str = ""
    postcode: str = ""
    department: str = ""


def read_words(text: str) -> Words:
    """`Saint-Denis 93200`, `19000`, `st denis (93)`, `Bastia 2B`: five digits are a postcode, two or three a department."""
    words = searchable(text).split()
    postcodes = [word for word in words if re.fullmatch(r"\d{5}", word)]
    departments = [word.upper() for word in words if re.fullmatch(r"\d{2,3}|2[ab]", word)]
    name = " ".join(word for word in words if word not in postcodes and word.upper() not in departments)
    return Words(name, postcodes[0] if postcodes else "", departments[0] if departments else "")


def of_place(name: str) -> str:
    """`d’Arbignieu`, `du Havre`, `des Abrets`, `de La Rochelle`."""
    for article, joined in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return joined + name.removeprefix(article)
    return french.of(name)


def zone_of_department(code: str) -> Zone:
    """The zone a department (or overseas collectivity) belongs to."""
    if code in Zone:
        return Zone(code)
    return Zone.OTHER_OVERSEAS if code[:2] in ("97", "98") else Zone.METRO


@dataclass(frozen=True, slots=True)
class CommuneZoning:
    """What is known of a commune. None: not available (never read it as « no » nor as zero). An empty `qpv`: no district is listed."""

    zrr: str | None = None  # C (classée), PC (partiellement), NC (non classée): list of 2022
    frr: str | None = None  # as published: « FRR+ », « FRR socle », « Non classée »…
    qpv: tuple[str, ...] | None = None  # names of the districts
    fragility: Decimal | None = None  # digital fragility: 100 is the average, higher is more fragile

    @property
    def zrr_text(self) -> str:
        return NOT_AVAILABLE if self.zrr is None else ZRR_TEXTS.get(self.zrr, self.zrr)

    @property
    def frr_text(self) -> str:
        return self.frr or NOT_AVAILABLE

    @property
    def qpv_text(self) -> str:
        if self.qpv is None:
            return NOT_AVAILABLE
        return french.enumeration(self.qpv) or "aucun quartier recensé"

    @property
    def rural(self) -> bool:
        """Is the commune listed, in whole or in part, in the former rural zoning (2022) or in the present one?"""
        return self.zrr in RURAL or (self.frr or NOT_LISTED) != NOT_LISTED

    @property
    def zoned_text(self) -> str:
        """Why the commune is in a priority territory: rural zoning, or a priority district. "" when it is not, or when no list says so."""
        if self.rural:
            return "commune classée en zone rurale à revitaliser"
        return f"commune qui a un quartier prioritaire de la ville : {french.enumeration(self.qpv)}" if self.qpv else ""

    @property
    def fragility_text(self) -> str:
        return NOT_AVAILABLE if self.fragility is None else f"{self.fragility:f}".replace(".", ",")
