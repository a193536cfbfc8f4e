"""Instructions of applications."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import factory
from factory.django import DjangoModelFactory

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews.actions import Given, take
from lucette.scheme.reviews.models import CompletionItem, CompletionRequest, Interest, Opinion, Review
from tests.scheme.applications.factories import ApplicationFactory


class ReviewFactory(DjangoModelFactory):
    """An eligible application under review, its opinion asked for."""

    class Meta:
        model = Review

    application = factory.SubFactory(ApplicationFactory, under_review=True)
    instructor_id = factory.LazyFunction(uuid.uuid4)
    eligible = True
    checked_at = factory.LazyFunction(clock.now)
    opinion_asked_at = factory.LazyFunction(clock.now)
    opinion_due_on = dt.date(2021, 3, 31)


def left_to_a_person(**changes: Any) -> Application:
    """An application under review whose legal category is to check by hand (a public interest group), its opinion given."""
    it: Application = ApplicationFactory(filed=True, organization__legal_category="7410", **changes)
    take(application_id=it.pk, by=Actor(uuid.uuid4(), RoleName.INSTRUCTOR, Scope()))
    OpinionFactory(application=it)
    it.refresh_from_db()
    return it


class OpinionFactory(DjangoModelFactory):
    class Meta:
        model = Opinion

    application = factory.SubFactory(ApplicationFactory, under_review=True)
    favourable = True
    comment = "Le besoin est réel sur ce territoire."
    given_by = factory.LazyFunction(uuid.uuid4)
    given_at = factory.LazyFunction(clock.now)


class CompletionRequestFactory(DjangoModelFactory):
    class Meta:
        model = CompletionRequest
        skip_postgeneration_save = True

    application = factory.SubFactory(ApplicationFactory, incomplete=True)
    comment = "Il manque une pièce."
    asked_by = factory.LazyFunction(uuid.uuid4)
    due_on = dt.date(2021, 3, 16)

    @factory.post_generation
    def items(self, create: bool, extracted: list[str] | None, **_: object) -> None:
        for position, label in enumerate(extracted or ["Relevé d’identité bancaire"]):
            CompletionItem.objects.create(request=self, position=position, label=label)


def answers_to(it: Application, text: str = "Voici.") -> dict[uuid.UUID, Given]:
    """The same words for everything that the open request names."""
    return {item.pk: Given(text) for item in CompletionItem.objects.filter(request__application=it, request__answered_at=None)}


def tied(application: Application, person_id: uuid.UUID, reason: str = "élue de la commune", **more: Any) -> Interest:
    """A person kept away from a file, as she declared it."""
    its = {"strength": "hard", "source": "declared", "declared_by": person_id} | more
    return Interest.objects.create(application=application, person_id=person_id, reason=reason, **its)
