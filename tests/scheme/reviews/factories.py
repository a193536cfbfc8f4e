"""Instructions of applications."""

from __future__ import annotations

import datetime as dt
import uuid

import factory
from factory.django import DjangoModelFactory

from lucette.kernel import clock
from lucette.scheme.reviews.models import CompletionRequest, Opinion, Review
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

    application = factory.SubFactory(ApplicationFactory, incomplete=True)
    items = ["Relevé d’identité bancaire"]
    comment = "Il manque une pièce."
    asked_by = factory.LazyFunction(uuid.uuid4)
    due_on = dt.date(2021, 3, 16)
