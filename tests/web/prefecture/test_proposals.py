"""With its opinion, the prefecture proposes another host or a transfer; the ANCT invites the host proposed."""

from __future__ import annotations

import uuid
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.notifications.models import Letter
from lucette.foundation.notifications.queries import rendered
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.actions.preparation import snapshot
from lucette.scheme.reviews import actions
from lucette.scheme.reviews.models import Proposal
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.agreements.factories import brought_to
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.reviews.factories import OpinionFactory, ReviewFactory
from tests.states import count_rows
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
WHY = "La communauté de communes porte déjà ce projet."


@pytest.fixture
def opined(client: Client) -> Application:
    signed_in(client, R.PREFECTURE, "19")
    it: Application = OpinionFactory(application=ReviewFactory().application).application
    return it


def at(route: str, it: Application) -> str:
    return reverse(route, args=[it.pk])


def test_another_host_is_proposed_changed_taken_back_and_read_by_the_committee(client: Client, opined: Application) -> None:
    assert "Proposer une autre structure ou un transfert" in read(client, at("prefecture:application", opined))
    told = send(client, at("prefecture:propose", opined), kind="other_host", name="Mairie d’Ussel", comment=WHY)
    assert "Une autre structure : Mairie d’Ussel" in told and WHY in told
    send(client, at("prefecture:propose", opined), kind="other_host", name="Mairie de Brive", comment=WHY)
    assert Proposal.objects.count() == 2 and Proposal.objects.get(replaced_at=None).name == "Mairie de Brive"
    assert snapshot(opined)["proposal"] == "Une autre structure : Mairie de Brive"
    told = send(client, at("prefecture:withdraw_proposal", opined))
    assert "Votre proposition est retirée." in told and not Proposal.objects.filter(replaced_at=None).exists()
    assert "Vous ne proposez rien" in sent_away(client, at("prefecture:withdraw_proposal", opined))


def test_the_host_named_is_known_of_the_territory_and_another(client: Client, opined: Application) -> None:
    here = OrganizationFactory()
    send(client, at("prefecture:propose", opined), kind="other_host", siret=here.siret, name=here.name, comment=WHY)
    assert Proposal.objects.get().organization == here
    kept, prefect = count_rows(), Actor(uuid.uuid4(), R.PREFECTURE, Scope("department", "19"))
    ask = partial(actions.propose_host, application_id=opined.pk, name="Mairie", comment=WHY, by=prefect)
    for wrong in ({"commune_code": "75056"}, {"siret": opined.organization.siret}, {"name": " "}, {"comment": "Oui"}):
        with pytest.raises(Invalid):
            ask(**wrong)
    assert count_rows() == kept
    short = refused(client, at("prefecture:propose", opined), kind="other_host", name="Mairie", comment="Oui")
    assert "entre 10 et" in short and ">Oui</textarea>" in short.replace("\n", "")


def test_a_post_would_come_from_an_agreement_in_force_of_the_territory(client: Client, opined: Application) -> None:
    agreement = brought_to("in_force")
    form = read(client, at("prefecture:propose", opined))
    assert f"convention {agreement.number}" in form
    told = send(client, at("prefecture:propose", opined), kind="transfer", agreement=str(agreement.pk), comment=WHY)
    assert "Un poste transféré de la convention" in told
    assert Proposal.objects.get().agreement_id == agreement.pk
    assert "Choisissez la convention" in refused(client, at("prefecture:propose", opined), kind="transfer", comment=WHY)


def test_not_before_the_opinion_nor_after_the_decision_nor_by_another(client: Client, opined: Application) -> None:
    silent = ReviewFactory().application
    assert "Rendez d’abord votre avis" in refused(client, at("prefecture:propose", silent), kind="other_host", name="Ussel", comment=WHY)
    decided = ApplicationFactory(awarded=True)
    sent_away(client, at("prefecture:propose", decided), kind="other_host", name="Ussel", comment=WHY)
    signed_in(client, R.PREFECTURE, "75")
    assert closed(client, at("prefecture:propose", opined), at("prefecture:withdraw_proposal", opined))
    signed_in(client, R.INSTRUCTOR)
    assert closed(client, at("prefecture:propose", opined))
    assert not Proposal.objects.exists()


def test_the_agency_invites_the_host_proposed_once(client: Client, opined: Application) -> None:
    prefect = Actor(uuid.uuid4(), R.PREFECTURE, Scope("department", "19"))
    actions.propose_host(application_id=opined.pk, name="Mairie d’Ussel", comment=WHY, by=prefect)
    door = at("agency:invite_proposed_host", opined)
    assert closed(client, door)
    signed_in(client, R.INSTRUCTOR)
    page = read(client, at("agency:application", opined))
    assert "Inviter la structure proposée" in page and "Une autre structure : Mairie d’Ussel" in page
    assert "Cette adresse n’est pas complète" in refused(client, door, email="mairie")
    told = send(client, door, email="mairie@exemple.fr")
    assert "L’invitation à candidater est partie à Mairie d’Ussel." in told and "envoyée le" in told
    letter = Letter.objects.get(kind="review.host_invited")
    assert letter.to_email == "mairie@exemple.fr" and "/candidater/structure/" in rendered(letter).text
    assert "déjà invitée" in sent_away(client, door, email="mairie@exemple.fr")
    assert Letter.objects.filter(kind="review.host_invited").count() == 1


def test_a_tie_with_the_file_keeps_from_proposing_and_from_inviting(opined: Application) -> None:
    prefect, other = (Actor(uuid.uuid4(), R.PREFECTURE, Scope("department", "19")) for _ in range(2))
    instructor = Actor(uuid.uuid4(), R.INSTRUCTOR, Scope())
    actions.propose_host(application_id=opined.pk, name="Mairie d’Ussel", comment=WHY, by=other)
    for tied, act in (
        (prefect, partial(actions.propose_host, name="Mairie", comment=WHY)),
        (prefect, actions.withdraw_proposal),
        (instructor, partial(actions.invite_proposed_host, email="mairie@exemple.fr")),
    ):
        actions.declare_interest(application_id=opined.pk, reason="Une parente y travaille.", by=tied)
        with pytest.raises(Forbidden):
            act(application_id=opined.pk, by=tied)
    assert Proposal.objects.filter(replaced_at=None, invited_at=None).count() == 1


def test_postgresql_holds_what_a_proposal_is(opined: Application) -> None:
    what = {"application": opined, "name": "Ussel", "given_by": uuid.uuid4(), "given_at": clock.now()}
    wrong = (
        what | {"kind": "transfer", "comment": WHY},
        what | {"kind": "other_host", "comment": "Court"},
        what | {"kind": "other_host", "comment": WHY, "agreement_id": uuid.uuid4()},
        what | {"kind": "other_host", "comment": WHY, "invited_at": clock.now()},
    )
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.create(**row)
