"""Publications for tests, and endowments with an animation envelope."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.models import Endowment
from lucette.scheme.network.enums import Audience, PublicationKind, PublicationStatus
from lucette.scheme.network.models import Publication
from tests.foundation.accounts.factories import actor
from tests.scheme.fund.factories import FUNDER, SIGNATURES

ANIMATOR = actor(RoleName.ANIMATOR)


def endowment(animation: int) -> Endowment:
    """Open, with `animation` cents in its animation envelope and nothing else."""
    it = fund.prepare_endowment(
        code=f"animation-{animation}", title="Dotation", authority_cents=animation, posts=1, split={"animation": animation}, by=FUNDER
    )
    for party, person in SIGNATURES:
        fund.sign_tripartite(endowment_id=it.pk, party=party, by=person)
    return fund.notify(endowment_id=it.pk, by=FUNDER)


class PublicationFactory(DjangoModelFactory):
    """A draft resource for everyone; one trait per status; `event=True` for one in two weeks."""

    class Meta:
        model = Publication

    kind = PublicationKind.RESOURCE
    title = factory.Sequence(lambda n: f"Fiche pratique {n}")
    summary = "Animer un atelier sur la messagerie."
    audience = Audience.EVERYONE

    class Params:
        draft = factory.Trait()
        published = factory.Trait(status=PublicationStatus.PUBLISHED, published_at=factory.LazyFunction(clock.now))
        withdrawn = factory.Trait(published=True, status=PublicationStatus.WITHDRAWN)
        event = factory.Trait(
            kind=PublicationKind.EVENT, venue="Tulle", starts_at=factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=14))
        )
