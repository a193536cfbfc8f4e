"""The hosts of the demonstration: real communes and EPCI under their real SIREN; fictional associations."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents.rules import GivenFile
from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations import queries as register
from lucette.foundation.organizations.rules import siret_for, test_iban
from lucette.foundation.territories import queries as territories
from lucette.jobs.cast import Cast, do
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import queries as asked_of
from lucette.scheme.calls.enums import Needed
from lucette.stories.change_account import declare_account

FILE = Path(__file__).with_name("hosts.csv")
SPECIMEN = Path(__file__).with_name("rib-specimen.pdf")
DOCUMENT = Path(__file__).with_name("document-specimen.pdf")
ASSOCIATIONS = ("Écrans solidaires", "Le Fil numérique", "Clic et Compagnie", "La Souris verte", "Pixels et Partage", "Ensemble connectés")
ASSOCIATION_CATEGORY = "9220"


@dataclass(frozen=True, slots=True)
class Host:
    """A host and the two people who act for it."""

    organization_id: UUID
    name: str
    employer: str
    commune: str
    department: str
    latitude: float
    longitude: float
    representative: Actor
    secretary: Actor

    @property
    def private(self) -> bool:
        return self.employer == "private"


def planned() -> list[tuple[str, str]]:
    """(Insee code, kind) of each host to play: commune, epci or association."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [(row["commune"], row["kind"]) for row in csv.DictReader(file)]


def register_host(cast: Cast, index: int, code: str, kind: str) -> Host:
    """Register one planned host with its people and its delegation of signature."""
    with acting(SYSTEM):
        commune = territories.commune(code)
        if kind == "association":
            siret, name, category = (
                siret_for(fictional_siren(index)),
                f"{ASSOCIATIONS[index % 6]} de {commune.name} (fictive)",
                ASSOCIATION_CATEGORY,
            )
        else:
            siren = str(commune.intercommunality_id) if kind == "epci" else commune.siren
            siret = siret_for(siren)
            company = register.company(siret)
            name, category = (company.name, company.legal_category) if company else (commune.name, "")
        organization = organizations.register(
            siret=siret,
            name=name,
            commune_code=commune.code,
            legal_category=category,
            employer=None,
            address=f"Place de la Mairie, {commune.postcodes[0]} {commune.name}",
            source="démonstration",
            fictional=kind == "association",
            by=SYSTEM,
        )
    return people_of(cast, organization.pk, name, organization.employer, commune.code)


def people_of(cast: Cast, organization_id: UUID, name: str, employer: str, code: str) -> Host:
    """The legal representative and the secretary of an organization already registered."""
    scope = Scope("organization", str(organization_id))
    representative = cast.person(RoleName.HOST_REPRESENTATIVE, scope)
    secretary = cast.person(RoleName.HOST_SECRETARY, scope)
    with acting(SYSTEM):
        commune = territories.commune(code)
        organizations.delegate(
            organization_id=organization_id,
            person_id=representative.pk,
            capacity="Président" if employer == "private" else "Maire ou président",
            basis="Délibération de l’organe délibérant (fictive)",
            since=clock.today(),
            by=SYSTEM,
        )
    place = (commune.latitude or 46.6, commune.longitude or 2.4)
    return Host(organization_id, name, employer, code, commune.department_id, *place, representative, secretary)


def give_bank_details(cast: Cast, host: Host, seed: int) -> None:
    """Declared by the host, checked then activated by the Banque des Territoires. The holder says TEST."""
    holder = f"TEST {'' if host.private else 'Service de gestion comptable, '}{host.name}"[:140]
    details = do(
        host.representative, declare_account, organization_id=host.organization_id, holder=holder, iban=test_iban(seed), rib=specimen()
    )
    do(cast["requester"], organizations.check_payee, bank_details_id=details.pk)
    do(cast["requester"], organizations.verify_bank_details, bank_details_id=details.pk)
    do(cast["certifier"], organizations.activate_bank_details, bank_details_id=details.pk)


@cache
def specimen() -> GivenFile:
    """The bank's document of every account of the story: it says SPÉCIMEN."""
    return GivenFile("rib-specimen.pdf", SPECIMEN.read_bytes())


def fictional_siren(index: int) -> str:
    """A SIREN that passes its checksum and starts with 999: none is given out there."""
    return next(siren for siren in candidates(index) if luhn(siren))


def candidates(index: int) -> Iterator[str]:
    return (f"999{index:05d}{digit}" for digit in range(10))


def luhn(digits: str) -> bool:
    doubled = [int(d) * (2 - (len(digits) - i) % 2) for i, d in enumerate(digits)]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def give_documents(host: Host, application_id: UUID, needed: Needed = Needed.FILING) -> None:
    """The secretary gives what the filing needs, or the agreement."""
    with acting(host.secretary):
        asked = asked_of.pieces(asked_of.bare(application_id, host.secretary))
    for piece in asked:
        if piece.missing_for(needed):
            given = {"code": piece.code, "filename": DOCUMENT.name, "content": DOCUMENT.read_bytes()}
            do(host.secretary, applications.give_piece, application_id=application_id, **given)
