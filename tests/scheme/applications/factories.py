"""Applications in each status."""

from __future__ import annotations

import datetime as dt
import uuid

import factory
from factory.django import DjangoModelFactory

from lucette.kernel import clock
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.calls.factories import CallFactory

COMPLETE = {
    "contact_name": "Camille Martin",
    "contact_email": "mairie@example.fr",
    "contact_phone": "05 55 00 00 00",
    "motivation": "Nos habitants demandent de l’aide pour leurs démarches en ligne.",
    "start_on": dt.date(2021, 4, 1),
    "commitments_accepted": True,
}


class ApplicationFactory(DjangoModelFactory):
    """`ApplicationFactory(awarded=True)`: one trait per status (an empty `draft` is the default; `complete` fills it)."""

    class Meta:
        model = Application

    number = factory.Sequence(lambda n: f"C-2021-9{n:04d}")
    call = factory.SubFactory(CallFactory, open=True)
    organization = factory.SubFactory(OrganizationFactory)
    department_code = factory.SelfAttribute("organization.commune.department_id")
    region_code = factory.SelfAttribute("organization.commune.region_id")
    status_since = factory.LazyFunction(clock.now)

    class Params:
        draft = factory.Trait()
        complete = factory.Trait(**COMPLETE)
        filed = factory.Trait(
            complete=True,
            status=S.FILED,
            filed_at=factory.LazyFunction(clock.now),
            filed_by=factory.LazyFunction(uuid.uuid4),
            answer_due_on=dt.date(2021, 5, 1),
        )
        under_review = factory.Trait(filed=True, status=S.UNDER_REVIEW)
        incomplete = factory.Trait(filed=True, status=S.INCOMPLETE)
        on_agenda = factory.Trait(filed=True, status=S.ON_AGENDA)
        waiting_list = factory.Trait(filed=True, status=S.WAITING_LIST, waiting_rank=1)
        decided = factory.Trait(filed=True, decided_at=factory.LazyFunction(clock.now))
        awarded = factory.Trait(decided=True, status=S.AWARDED, posts_granted=1)
        agreed = factory.Trait(decided=True, status=S.AGREED, posts_granted=1)
        declined = factory.Trait(decided=True, status=S.DECLINED, posts_granted=1)
        refused = factory.Trait(decided=True, status=S.REFUSED, decision_reason="Offre existante suffisante.")
        inadmissible = factory.Trait(decided=True, status=S.INADMISSIBLE, decision_reason="Structure non éligible.")
        closed_incomplete = factory.Trait(decided=True, status=S.CLOSED_INCOMPLETE)
        withdrawn = factory.Trait(status=S.WITHDRAWN)
