"""Find something of the scheme by its number, its SIRET or a name, within what the asker may see. One question to the base."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Concat

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Folded
from lucette.kernel.actor import Actor
from lucette.kernel.french import folded
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import Award, Session
from lucette.scheme.network.models import Publication
from lucette.scheme.payments.models import Batch, Bordereau, Invoice, Order, Recovery
from lucette.scheme.places.models import Place
from lucette.scheme.posts.models import Post
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.reports.models import AgencyReport, HostReport

SHORTEST = 2
NUMBER = re.compile(r"[A-Za-z]{1,4}-?(\d{4}-)?\d{2,}|\d[\d  ]{2,16}\d", re.ASCII)


class Found(NamedTuple):
    """One answer. `kind`: its type (`applications.application`); `number` may be empty; `state` is a status code, or empty."""

    kind: str
    id: UUID
    number: str
    label: str
    state: str


def is_number(words: str) -> bool:
    """Does this look like a number of file, a SIRET or part of one? (It may then stand in an address: a name may not.)"""
    return NUMBER.fullmatch(words.strip()) is not None


def find(words: str, by: Actor, kinds: Collection[str], limit: int = 6) -> list[Found]:
    """At most `limit` answers of each of `kinds`, that this person may see."""
    words = words.strip()
    if len(words) < SHORTEST:
        return []
    wanted = [part[:limit] for kind, part in parts(words, by) if kind in kinds]
    return [Found(*row) for row in (wanted[0].union(*wanted[1:], all=True) if wanted else [])]


def shown(kind: str, rows: QuerySet[Any], number: Any, label: Any, state: Any = None) -> tuple[str, QuerySet[Any, Any]]:
    """One part of the union, in order of its number."""
    words = {
        "its_kind": Value(kind, CharField()),
        "its_id": Cast("pk", UUIDField()),
        "its_number": Cast(number, CharField()),
        "its_label": Cast(label, CharField()),
        "its_state": Cast(state if state is not None else Value(""), CharField()),
    }
    if rows.query.distinct:  # a scope that joins many rows; a part of a union orders by its own columns only
        rows = rows.model._default_manager.filter(pk__in=rows.values("pk"))
    return kind, rows.annotate(**words).order_by("its_number", "pk").values_list(*words)


def parts(words: str, by: Actor) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    yield from of_people(words, by)
    yield from of_selection(words, by)
    yield from of_money(words, by)
    yield from of_the_field(words, by)


def organization(words: str, path: str) -> Q:
    """The organization at the end of `path` has this SIRET or RIDET, or this name."""
    digits = re.sub(r"\s", "", words)
    if digits.isdecimal():
        return Q(**{f"{path}siret__startswith": digits}) | Q(**{f"{path}ridet__startswith": digits})
    return Q(**{f"{path}pk__in": named(words).values("pk")})


def named(words: str) -> QuerySet[Organization]:
    return Organization.objects.annotate(folded_name=Folded("name")).filter(folded_name__contains=folded(words))


def numbered(words: str) -> Q:
    return Q(number__istartswith=words)


def of_people(words: str, by: Actor) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    """Organizations; people, for the support team."""
    whole = Organization.objects.visible_to(by).filter(organization(words, ""))
    yield shown("organizations.organization", whole, F("siret"), F("name"))
    known = Person.objects.all() if by.role == RoleName.SUPPORT else Person.objects.none()
    called = Folded(Concat("first_name", Value(" "), "last_name"))
    people = known.annotate(called=called).filter(Q(called__contains=folded(words)) | Q(email__iexact=words))
    yield shown("accounts.person", people, Value(""), Concat("first_name", Value(" "), "last_name"))


def of_selection(words: str, by: Actor) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    number, host = numbered(words), organization(words, "organization__")
    name = F("organization__name")
    yield shown("applications.application", Application.objects.visible_to(by).filter(number | host), F("number"), name, F("status"))
    yield shown("committee.session", Session.objects.visible_to(by).filter(number__icontains=words), F("number"), Value(""), F("status"))
    yield shown("committee.award", Award.objects.visible_to(by).filter(number | host), F("number"), name)
    yield shown("agreements.agreement", Agreement.objects.visible_to(by).filter(number | host), F("number"), name, F("status"))


def of_money(words: str, by: Actor) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    number, host = numbered(words), organization(words, "organization__")
    name = F("organization__name")
    yield shown("payments.order", Order.objects.visible_to(by).filter(number | host), F("number"), name, F("status"))
    batches = Batch.objects.filter(message_id__istartswith=words) if by.scope.national else Batch.objects.none()
    yield shown("payments.batch", batches, F("message_id"), Value("Lot de virements"), F("status"))
    slips = Bordereau.objects.filter(number) if by.scope.national else Bordereau.objects.none()
    yield shown("payments.bordereau", slips, F("number"), Value("Bordereau d’ordonnancement"), F("status"))
    recoveries = Recovery.objects.visible_to(by).filter(number | host)
    yield shown("payments.recovery", recoveries, F("number"), name, F("status"))
    invoices = Invoice.objects.filter(number | host) if by.scope.national else Invoice.objects.none()
    yield shown("payments.invoice", invoices, F("number"), F("label"))


def of_the_field(words: str, by: Actor) -> Iterator[tuple[str, QuerySet[Any, Any]]]:
    """Posts, people hired (by their name, for those who may see them), reports, places, publications."""
    number, host = numbered(words), organization(words, "organization__")
    posts = Post.objects.visible_to(by).filter(number | organization(words, "award__organization__"))
    yield shown("posts.post", posts, F("number"), F("award__organization__name"))
    person = Concat("candidate__person__first_name", Value(" "), "candidate__person__last_name")
    hires = Hire.objects.visible_to(by).annotate(called=Folded(person)).filter(Q(called__contains=folded(words)) | host)
    yield shown("recruitment.hire", hires, F("post__number"), person, F("status"))
    yield shown("reports.hostreport", HostReport.objects.visible_to(by).filter(host), Value(""), F("organization__name"), F("status"))
    yield shown("reports.agencyreport", AgencyReport.objects.visible_to(by).filter(number), F("number"), Value(""), F("status"))
    places = Place.objects.filter(closed_on=None).annotate(called=Folded("name")).filter(called__contains=folded(words))
    yield shown("places.place", places, Value(""), F("name"))
    publications = Publication.objects.visible_to(by).annotate(called=Folded("title")).filter(called__contains=folded(words))
    yield shown("network.publication", publications, Value(""), F("title"), F("status"))
