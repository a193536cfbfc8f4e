"""Calls in each status, with the rules of the file shipped for the first one."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from lucette.foundation.organizations.enums import Employer
from lucette.kernel import clock
from lucette.scheme.calls.actions import write_rules
from lucette.scheme.calls.adapters import shipped
from lucette.scheme.calls.enums import CallStatus
from lucette.scheme.calls.models import Call
from tests.scheme.fund.factories import prepared


class CallFactory(DjangoModelFactory):
    """`CallFactory(open=True)`: one trait per status (`draft` is the default). `rules="ami_2"` takes the rules of another file."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"essai_{n}")
    title = factory.Sequence(lambda n: f"Appel d’essai {n}")
    text = "Un appel d’essai.\n\n## Qui peut candidater\n\n- les communes."
    employer = Employer.PUBLIC
    endowment = factory.LazyFunction(prepared)
    opens_on = dt.date(2020, 11, 17)

    class Params:
        draft = factory.Trait()
        published = factory.Trait(status=CallStatus.PUBLISHED, published_at=factory.LazyFunction(clock.now))
        open = factory.Trait(published=True, status=CallStatus.OPEN)
        paused = factory.Trait(published=True, status=CallStatus.PAUSED)
        closed = factory.Trait(published=True, status=CallStatus.CLOSED, closed_at=factory.LazyFunction(clock.now), closing_reason="Essai.")
        ami_2 = factory.Trait(employer=Employer.PRIVATE, opens_on=dt.date(2021, 5, 1))

    @factory.post_generation
    def rules(self, create: bool, extracted: str | None, **_: object) -> None:
        """`rules=False`: none at all."""
        if create and extracted is not False:
            file = shipped(extracted or "ami_1")
            write_rules(self, {"valid_from": dt.date(2020, 11, 17)} | file)
