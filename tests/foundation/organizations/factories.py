"""Structures and bank details for tests. `territory()` finds or makes Tulle, so that the reference data need not be loaded."""

from __future__ import annotations

import uuid

import factory
from factory.django import DjangoModelFactory

from lucette.foundation.organizations.enums import BankDetailsStatus, Employer, HostKind
from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.foundation.organizations.rules import siret_for
from lucette.foundation.territories.models import Commune, Department, Region
from lucette.kernel import clock


def territory(code: str = "19272", name: str = "Tulle", department: str = "19", region: str = "75", siren: str = "211927207") -> Commune:
    """A commune with its département and its région (Tulle, Corrèze, Nouvelle-Aquitaine)."""
    of_region, _ = Region.objects.get_or_create(code=region, defaults={"name": f"Région {region}", "zone": "metro"})
    of_department, _ = Department.objects.get_or_create(
        code=department, defaults={"name": f"Département {department}", "region": of_region, "zone": "metro"}
    )
    commune, _ = Commune.objects.get_or_create(
        code=code, defaults={"name": name, "department": of_department, "region": of_region, "siren": siren}
    )
    return commune


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    siret = factory.Sequence(lambda n: siret_for("404833048", 10 * n))
    name = factory.Sequence(lambda n: f"Commune d’essai {n}")
    legal_category = "7210"
    employer = Employer.PUBLIC
    kind = HostKind.COMMUNE
    commune = factory.LazyFunction(territory)

    class Params:
        association = factory.Trait(legal_category="9220", employer=Employer.PRIVATE, kind=HostKind.PRIVATE)


class BankDetailsFactory(DjangoModelFactory):
    """`BankDetailsFactory(active=True)`: one trait per status (`declared` is the default)."""

    class Meta:
        model = BankDetails

    organization = factory.SubFactory(OrganizationFactory)
    holder = "Trésorerie d’essai"
    iban = "FR7630001007941234567890185"
    bic = "BDFEFRPPXXX"
    declared_by = factory.LazyFunction(uuid.uuid4)

    class Params:
        declared = factory.Trait()
        verified = factory.Trait(
            status=BankDetailsStatus.VERIFIED, verified_by=factory.LazyFunction(uuid.uuid4), verified_at=factory.LazyFunction(clock.now)
        )
        active = factory.Trait(verified=True, status=BankDetailsStatus.ACTIVE, active_since=factory.LazyFunction(clock.now))
        replaced = factory.Trait(status=BankDetailsStatus.REPLACED)
