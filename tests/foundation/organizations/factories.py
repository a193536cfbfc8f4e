"""Structures and bank details for tests. `territory()` finds or makes Tulle, so that the reference data need not be loaded."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import factory
from factory.django import DjangoModelFactory

from lucette.foundation.documents.rules import GivenFile
from lucette.foundation.organizations.enums import BankDetailsStatus, Employer, HostKind, PayeeMatch
from lucette.foundation.organizations.models import BankDetails, CallBack, Organization
from lucette.foundation.organizations.rules import Contact, siret_for
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
    """`BankDetailsFactory(active=True)`: one trait per status (`declared` is the default).

    `change=True`: in the place of an account in use, already past its wait, confirmed and called back. An account given to an
    organization that was paid on another is one by itself: PostgreSQL takes no other.
    """

    class Meta:
        model = BankDetails

    organization = factory.SubFactory(OrganizationFactory)
    holder = "Trésorerie d’essai"
    iban = "FR7630001007941234567890185"
    bic = "BDFEFRPPXXX"
    declared_by = factory.LazyFunction(uuid.uuid4)

    class Params:
        declared = factory.Trait()
        on_hold = factory.Trait(status=BankDetailsStatus.HELD, alerts={"foreign_account": "Le compte est tenu en Allemagne."})
        verified = factory.Trait(
            status=BankDetailsStatus.VERIFIED,
            payee_match=PayeeMatch.NOT_POSSIBLE,
            payee_at=factory.LazyFunction(clock.now),
            verified_by=factory.LazyFunction(uuid.uuid4),
            verified_at=factory.LazyFunction(clock.now),
        )
        active = factory.Trait(
            verified=True,
            status=BankDetailsStatus.ACTIVE,
            active_since=factory.LazyFunction(clock.now),
            activated_by=factory.LazyFunction(uuid.uuid4),
        )
        replaced = factory.Trait(status=BankDetailsStatus.REPLACED)
        withdrawn = factory.Trait(status=BankDetailsStatus.WITHDRAWN)
        refused = factory.Trait(status=BankDetailsStatus.REFUSED)

    @classmethod
    def _create(cls, model_class: type[BankDetails], *args: object, change: bool = False, **facts: Any) -> BankDetails:
        used = BankDetails.objects.filter(organization=facts["organization"]).exclude(active_since=None)
        former = used.order_by("-active_since").first()
        if change and former is None:
            former = cls(organization=facts["organization"], active=True, iban="FR1420041010050500013M02606", bic="PSSTFRPPXXX")
        if former is None or facts.get("replaces"):
            return model_class.objects.create(**facts)
        wait, now = dt.timedelta(hours=80), clock.now()
        begun = {"created_at": now - wait, "usable_from": now - wait + dt.timedelta(hours=72), "replaces": former}
        begun |= {
            "call_name": "Alix Essai",
            "call_phone": "0639980001",
            "confirmed_by": uuid.uuid4(),
            "confirmed_at": now - wait,
            "called_at": now - wait,
        }
        later = {
            name: facts.pop(name) for name in ("status", "verified_by", "verified_at", "active_since", "activated_by") if name in facts
        }
        it = model_class.objects.create(**begun | facts)
        CallBack.objects.create(
            bank_details=it, person_name=it.call_name, phone=it.call_phone or "0639980002", source="" if it.call_phone else "annuaire",
            called_by=uuid.uuid4(), result="confirmed",
        )  # fmt: skip
        if later.get("status") == BankDetailsStatus.ACTIVE:
            model_class.objects.filter(organization=it.organization, status="active").update(status="replaced")
            model_class.objects.filter(pk=it.pk).update(**later | {"status": "verified"})
        model_class.objects.filter(pk=it.pk).update(**later)
        it.refresh_from_db()
        return it


def contact(person_id: uuid.UUID | None = None, **facts: Any) -> Contact:
    """Somebody known for long."""
    known = {
        "name": "Alix Essai",
        "role": "host_secretary",
        "emails": ("alix@tulle.fr",),
        "phone": "0639980001",
        "since": dt.date(2020, 12, 1),
    }
    return Contact(person_id or uuid.uuid4(), **known | facts)


RIB = GivenFile("rib.pdf", b"%PDF-1.4\n%%EOF\n")
