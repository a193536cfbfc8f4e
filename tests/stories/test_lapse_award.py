"""An award that was not used is withdrawn after its host was heard."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.notifications.queries import letters_about
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import RuleBroken, WrongState
from lucette.scheme.applications import actions
from lucette.scheme.committee.models import Award
from lucette.scheme.fund import queries as fund
from lucette.scheme.posts import actions as posts
from lucette.scheme.posts.models import Post
from lucette.stories.lapse_award import lapse_award
from tests.scheme.agreements import factories as agreements
from tests.scheme.committee import factories as committee
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
DIRECTOR = Actor(uuid4(), R.AGENCY_DIRECTOR, Scope())
WHY = "Aucun recrutement n’est engagé."


@pytest.fixture
def award() -> Award:
    it: Award = committee.award()
    posts.create_for_award(award_id=it.pk, by=DIRECTOR)
    return it


def late(it: Award) -> dt.date:
    return it.recruit_by + dt.timedelta(days=1)


def test_an_award_is_withdrawn_once_its_host_was_heard_and_everything_returns(client: Client, award: Award) -> None:
    it, doors = (
        award.application,
        {name: reverse(f"agency:{name}", args=[award.application_id]) for name in ("announce_lapse", "decide_lapse")},
    )
    signed_in(client, R.INSTRUCTOR)
    assert "pour recruter" in refused(client, doors["announce_lapse"], ground="late", reason=WHY)
    with clock.at(late(award)):
        signed_in(client, R.INSTRUCTOR)
        assert doors["announce_lapse"] in read(client, reverse("agency:application", args=[it.pk]))
        assert "La structure peut répondre jusqu’au" in send(client, doors["announce_lapse"], ground="late", reason=WHY)
        assert "peut répondre jusqu’au" in refused(client, doors["decide_lapse"], outcome="lapse", reason=WHY)
        observations = reverse("host:answer_lapse", args=[it.pk])
        signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
        assert client.get(observations).status_code == 403
        signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
        assert "envisage de retirer l’attribution" in read(client, reverse("host:dashboard"))
        assert WHY in read(client, observations)
        assert "sont envoyées" in send(client, observations, answer="Deux candidates se sont désistées.")
        assert "observations sont déjà" in sent_away(client, observations, answer="Encore.")
        signed_in(client, R.INSTRUCTOR)
        assert "Deux candidates se sont désistées." in read(client, reverse("agency:application", args=[it.pk]))
        told = send(client, doors["decide_lapse"], outcome="lapse", reason=WHY)
        assert "reviennent à la dotation" in told and "attribution retirée" in told
        award.refresh_from_db()
        assert award.released_at and fund.award_position(award.pk).reserved_posts == 0
        assert not Post.objects.filter(award=award, released_at=None).exists()
        signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
        assert "retirée" in read(client, reverse("host:application", args=[it.pk]))
    assert {letter.kind for letter in letters_about(it)} == {"application.lapse_announced", "application.lapsed"}


def test_an_award_may_be_kept_and_announced_again_later(client: Client, award: Award) -> None:
    it = award.application
    with clock.at(late(award)):
        signed_in(client, R.AGENCY_DIRECTOR)
        decide = reverse("agency:decide_lapse", args=[it.pk])
        assert "Aucun retrait n’est engagé" in sent_away(client, decide, outcome="drop", reason=WHY)
        actions.announce_lapse(application_id=it.pk, ground="other", reason=WHY, by=DIRECTOR)
        with pytest.raises(WrongState, match="déjà engagé"):
            actions.announce_lapse(application_id=it.pk, ground="late", reason=WHY, by=DIRECTOR)
        assert "est maintenue" in send(client, decide, outcome="drop", reason="Le contrat est signé.")
        it.refresh_from_db()
        assert it.status == "awarded"
        actions.announce_lapse(application_id=it.pk, ground="late", reason=WHY, by=DIRECTOR)
    for role, code in ((R.CHAIR, ""), (R.PREFECTURE, "19"), (R.REQUESTER, "")):
        signed_in(client, role, code)
        assert closed(client, decide)


def test_after_the_time_allowed_silence_is_enough_but_an_agreement_under_way_stops_it() -> None:
    agreement = agreements.ready()
    award = agreement.award
    with clock.at(late(award)):
        notice = actions.announce_lapse(application_id=award.application_id, ground="late", reason=WHY, by=DIRECTOR)
    with clock.at(notice.due_on + dt.timedelta(days=1)), pytest.raises(RuleBroken, match="convention est en préparation"):
        lapse_award(application_id=award.application_id, reason=WHY, by=DIRECTOR)
    award.application.refresh_from_db()
    assert award.application.status == "awarded"
