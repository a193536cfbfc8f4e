"""Applications in each status."""

from __future__ import annotations

import datetime as dt
import uuid

import factory
from factory.django import DjangoModelFactory

from lucette.kernel import clock
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, Piece
from lucette.scheme.calls.queries import required_pieces
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.calls.factories import CallFactory

COMPLETE = {
    "contact_name": "Camille Martin",
    "contact_email": "mairie@example.fr",
    "contact_phone": "05 55 00 00 00",
    "publics": ["older", "job_seekers"],
    "places_planned": "La mairie et la bibliothèque.",
    "motivation": "Nos habitants demandent de l’aide pour leurs démarches en ligne.",
    "start_on": dt.date(2021, 4, 1),
    "commitments_accepted": True,
}


class ApplicationFactory(DjangoModelFactory):
    """`ApplicationFactory(awarded=True)`: one trait per status (an empty `draft` is the default; `complete` fills it)."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"C-2021-9{n:04d}")
    call = factory.SubFactory(CallFactory, open=True)
    organization = factory.SubFactory(OrganizationFactory)
    department_code = factory.SelfAttribute("organization.commune.department_id")
    region_code = factory.SelfAttribute("organization.commune.region_id")
    status_since = factory.LazyFunction(clock.now)

    @factory.post_generation
    def pieces(self, create: bool, extracted: bool | None, **_: object) -> None:
        """With `complete`, what the filing needs is given; `pieces=False`: nothing."""
        if create and (extracted if extracted is not None else self.commitments_accepted):
            for it in required_pieces(self.call_id, self.organization.legal_category):
                if it.needed_for == "filing":
                    Piece.objects.create(application=self, code=it.code, document_id=uuid.uuid4(), given_by=uuid.uuid4())

    class Params:
        draft = factory.Trait()
        complete = factory.Trait(**COMPLETE)
        filed = factory.Trait(
            complete=True,
            status=S.FILED,
            filed_at=factory.LazyFunction(clock.now),
            filed_by=factory.LazyFunction(uuid.uuid4),
            rules_on=factory.LazyFunction(clock.today),
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
        inadmissible = factory.Trait(decided=True, status=S.INADMISSIBLE, decision_code="other", decision_reason="Structure non éligible.")
        closed_incomplete = factory.Trait(decided=True, status=S.CLOSED_INCOMPLETE)
        under_appeal = factory.Trait(decided=True, status=S.UNDER_APPEAL, decision_reason="Offre existante suffisante.")
        lapsed = factory.Trait(decided=True, status=S.LAPSED, posts_granted=1, decision_reason="Aucun recrutement.")
        refused_final = factory.Trait(decided=True, status=S.REFUSED_FINAL, decision_reason="Le recours n’apporte rien de nouveau.")
        withdrawn = factory.Trait(status=S.WITHDRAWN)
