"""A host contests a decision on its page; another person of the ANCT answers on hers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel import clock
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews.models import Appeal
from tests.foundation.accounts.factories import PersonFactory
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.reviews.factories import ReviewFactory
from tests.web.doors import closed, forbidden, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
GROUNDS = "La permanence voisine ferme en juin, le besoin est entier."


@pytest.fixture
def it() -> Application:
    found: Application = ApplicationFactory(refused=True, status_by=PersonFactory().pk)
    ReviewFactory(application=found, instructor_id=PersonFactory().pk)
    return found


def contest(it: Application) -> str:
    return reverse("host:appeal", args=[it.pk])


def reply(it: Application) -> str:
    return reverse("agency:decide_appeal", args=[it.pk])


def contested(client: Client, it: Application) -> str:
    signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
    return send(client, contest(it), grounds=GROUNDS)


def test_the_mayor_is_told_contests_and_follows_her_appeal(client: Client, it: Application) -> None:
    signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
    assert "vous pouvez contester cette décision" in read(client, reverse("host:dashboard"))
    assert contest(it) in read(client, reverse("host:application", args=[it.pk]))
    assert "Offre existante suffisante." in read(client, contest(it))
    assert "Le texte compte" in refused(client, contest(it), grounds="Non")
    file = SimpleUploadedFile("preuve.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    told = send(client, contest(it), grounds=GROUNDS, document=file)
    assert "L’ANCT vous répond avant le" in told and "1ᵉʳ mai 2021" in told.replace("\xa0", " ")
    assert GROUNDS in told and "Réponse au recours" in told and "en recours" in told
    assert "On ne peut pas" in sent_away(client, contest(it), grounds=GROUNDS)
    assert "contester" not in read(client, reverse("host:dashboard"))


def test_another_person_admits_the_appeal_from_her_dashboard(client: Client, it: Application) -> None:
    contested(client, it)
    signed_in(client, R.AGENCY_DIRECTOR)
    assert "1 recours attend votre réponse." in read(client, reverse("agency:dashboard"))
    assert it.number in read(client, f"{reverse('agency:applications')}?attente=recours")
    assert reply(it) in read(client, reverse("agency:application", args=[it.pk]))
    assert GROUNDS in read(client, reply(it))
    assert "Cette réponse est nécessaire." in refused(client, reply(it), reason="Un fait nouveau est établi.")
    told = send(client, reply(it), outcome="upheld", reason="Un fait nouveau est établi.")
    assert "l’instruction reprend" in told and "Un fait nouveau est établi." in told
    it.refresh_from_db()
    assert it.status == "under_review"
    assert "recours attend" not in read(client, reverse("agency:dashboard"))
    signed_in(client, R.PREFECTURE, "19")
    assert GROUNDS in read(client, reverse("prefecture:application", args=[it.pk]))
    signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
    assert "Un fait nouveau est établi." in read(client, reverse("host:application", args=[it.pk]))


def test_an_appeal_rejected_ends_the_file(client: Client, it: Application) -> None:
    contested(client, it)
    signed_in(client, R.INSTRUCTOR)
    assert "la décision est confirmée" in send(client, reply(it), outcome="rejected", reason="Rien de nouveau n’est apporté.")
    assert "On ne peut pas" in sent_away(client, reply(it), outcome="upheld", reason="Finalement, oui, admis.")
    signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
    told = read(client, reverse("host:application", args=[it.pk]))
    assert "refusée définitivement" in told and "tribunal administratif" in told and contest(it) not in told


def test_whoever_instructed_or_decided_may_not_answer(client: Client, it: Application) -> None:
    contested(client, it)
    found = Appeal.objects.get()
    for pk, role in ((found.instructor_id, R.INSTRUCTOR), (found.contested_id, R.AGENCY_DIRECTOR)):
        signed_in(client, role, person=type(PersonFactory.build()).objects.get(pk=pk))
        assert reply(it) not in read(client, reverse("agency:application", args=[it.pk]))
        assert "recours attend" not in read(client, reverse("agency:dashboard"))
        assert client.get(reply(it)).status_code == 403
        assert "une autre personne répond" in forbidden(client, reply(it), outcome="rejected", reason="Rien de nouveau n’est apporté.")
    for role, code in ((R.CHAIR, ""), (R.MEMBER, ""), (R.PREFECTURE, "19"), (R.HOST_REPRESENTATIVE, str(it.organization_id))):
        signed_in(client, role, code)
        assert closed(client, reply(it))
    found.refresh_from_db()
    assert found.outcome == ""


def test_too_late_and_a_secretary_without_delegation(client: Client, it: Application) -> None:
    signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
    assert contest(it) not in read(client, reverse("host:application", args=[it.pk]))
    assert client.get(contest(it)).status_code == 403
    signed_in(client, R.HOST_SECRETARY)
    assert closed(client, contest(it))
    with clock.at(dt.date(2021, 5, 2)):
        signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
        assert contest(it) not in read(client, reverse("host:application", args=[it.pk]))
        assert "le délai est passé" in sent_away(client, contest(it), grounds=GROUNDS)
    assert not Appeal.objects.exists()
