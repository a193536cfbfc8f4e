"""The company register (« Recherche d’entreprises » of the State): protocol, real client, local stand-in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.cache import cache

from lucette.foundation.organizations.rules import clean_siret, commune_title
from lucette.foundation.territories.models import Commune, Intercommunality
from lucette.kernel.errors import Unavailable

SECONDS = 3
LARGEST = 2_000_000  # bytes read from the register at most
FRESH = 24 * 3600
INTERCOMMUNALITIES = {"CC": "7346", "CA": "7348", "CU": "7343", "METRO": "7344", "MET69": "7344"}


@dataclass(frozen=True, slots=True)
class Company:
    """An establishment as the register knows it; or as its people describe it, under its SIRET or its RIDET."""

    siret: str
    name: str
    legal_category: str
    commune_code: str
    address: str = ""
    closed: bool = False
    ridet: str = ""


class CompanyRegister(Protocol):
    """Raises Invalid (not a SIRET) and Unavailable (no answer in time, or an unreadable one)."""

    def find(self, siret: str) -> Company | None: ...


class LocalRegister:
    """Without network: communes and EPCI, known by their SIREN. Any right SIRET of a known SIREN is found, no other."""

    def find(self, siret: str) -> Company | None:
        siret = clean_siret(siret)
        if commune := Commune.objects.filter(siren=siret[:9]).first():
            return Company(siret, commune_title(commune.name), "7210", commune.pk, f"Mairie de {commune.name}")
        group = Intercommunality.objects.filter(pk=siret[:9]).first()
        seat = group and group.communes.order_by("-population", "pk").first()
        if group is None or seat is None:
            return None
        return Company(siret, group.name, INTERCOMMUNALITIES.get(group.kind, "7349"), seat.pk)


class HttpRegister:
    """recherche-entreprises.api.gouv.fr: `GET /search?q=<siret>`, JSON, no key. A company found is kept one day."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        self.url, self.seconds = url, seconds

    def find(self, siret: str) -> Company | None:
        siret = clean_siret(siret)
        known: Company | None = cache.get(f"company:{siret}")
        if known is None and (known := company_in(self.ask(siret), siret)):
            cache.set(f"company:{siret}", known, FRESH)
        return known

    def ask(self, siret: str) -> Any:
        query, headers = urlencode({"q": siret, "per_page": 1}), {"Accept": "application/json", "User-Agent": "Lucette"}
        try:
            # the address comes from the settings, never from a person
            with urlopen(Request(f"{self.url}?{query}", headers=headers), timeout=self.seconds) as answer:  # noqa: S310
                return json.loads(answer.read(LARGEST))
        except (URLError, OSError, ValueError) as error:
            raise no_answer() from error


def company_in(answer: Any, siret: str) -> Company | None:
    """The establishment of this SIRET in the register's answer; Unavailable when the answer is not what the register promises."""
    try:
        for result in answer["results"]:
            for place in (result["siege"], *result.get("matching_etablissements", [])):
                if place["siret"] == siret:
                    return Company(
                        siret,
                        result["nom_complet"],
                        result["nature_juridique"] or "",
                        place["commune"],
                        place["adresse"] or "",
                        place["etat_administratif"] != "A",
                    )
    except (KeyError, TypeError, AttributeError) as error:
        raise no_answer() from error
    return None


def no_answer() -> Unavailable:
    sentence = "L’annuaire des entreprises ne répond pas : remplissez le formulaire vous-même, ou revenez plus tard."
    return Unavailable("company_register", sentence)


def company_register() -> CompanyRegister:
    """The one that the settings name: `local`, or `http`."""
    return HttpRegister(settings.COMPANY_REGISTER_URL) if settings.COMPANY_REGISTER == "http" else LocalRegister()
