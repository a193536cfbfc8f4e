"""A post shared by several communes: named in the draft, told at every step, written in the agreement."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.scheme.agreements.rules import shared_post
from lucette.scheme.applications.models import Application, Partner
from lucette.scheme.applications.rules import shares
from tests.scheme.applications.factories import COMPLETE, ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.web.doors import refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def door(name: str, it: Application, *more: object) -> str:
    return reverse(f"host:{name}", args=[it.pk, *more])


def a_draft(client: Client) -> Application:
    it: Application = ApplicationFactory(call=CallFactory(open=True), organization__name="Ville d’Aubusson", **COMPLETE)
    signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
    return it


def test_a_commune_is_named_then_taken_off_and_every_page_says_so(client: Client) -> None:
    it = a_draft(client)
    assert door("add_partner", it) in read(client, door("draft_project", it))
    page = send(client, door("add_partner", it), name=" Commune  de Felletin ", percent="40")
    told = "Ville d’Aubusson (porteuse) 60 %, Commune de Felletin 40 %"
    assert "Commune de Felletin partage le poste" in page and told in page
    for name in ("draft_project", "draft_summary", "application"):
        assert told in read(client, door(name, it)), name
    (partner,) = Partner.objects.filter(application=it).all()
    assert "ne partage plus" in send(client, door("take_off_partner", it, partner.pk))
    assert not Partner.objects.filter(application=it).exists() and client.get(door("take_off_partner", it, partner.pk)).status_code == 404


@pytest.mark.parametrize(
    ("name", "percent", "sentence"),
    [
        ("Commune de Felletin", "10", "partage déjà le poste"),
        ("Ville d’Aubusson", "10", "elle garde le reste"),
        ("Commune de Crocq", "60", "entre 1 et 59"),
    ],
)
def test_a_share_that_cannot_be_is_refused_beside_its_field(client: Client, name: str, percent: str, sentence: str) -> None:
    it = a_draft(client)
    Partner.objects.create(application=it, name="Commune de Felletin", percent=40)
    assert sentence in refused(client, door("add_partner", it), name=name, percent=percent)
    assert Partner.objects.filter(application=it).count() == 1


def test_a_filed_application_no_longer_changes_its_sharing(client: Client) -> None:
    it = ApplicationFactory(filed=True)
    partner = Partner.objects.create(application=it, name="Commune de Felletin", percent=40)
    signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
    sent_away(client, door("add_partner", it), name="Commune de Crocq", percent="10")
    sent_away(client, door("take_off_partner", it, partner.pk))
    assert Partner.objects.filter(application=it).count() == 1


def test_the_sharing_of_another_host_is_not_found(client: Client) -> None:
    it, _ = ApplicationFactory(), a_draft(client)
    assert client.get(door("add_partner", it)).status_code == 404


def test_postgresql_refuses_shares_that_leave_nothing_to_the_host() -> None:
    it = ApplicationFactory()
    Partner.objects.create(application=it, name="A", percent=60)
    for percent in (40, 100, 0):
        with pytest.raises(IntegrityError), transaction.atomic():
            Partner.objects.create(application=it, name=f"B {percent}", percent=percent)
    Partner.objects.create(application=it, name="C", percent=39)


def test_the_agreement_has_an_article_when_the_post_is_shared() -> None:
    assert shared_post(shares("A", {})) == []
    (article,) = shared_post(shares("A", {"B": 40}))
    assert article["title"] == "Partage du poste" and "A (porteuse) 60 %, B 40 %" in article["text"]
