"""Before the edition, the Banque des Territoires reads the documents of the agreement; what it refuses is lacking on both sides."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.notifications.models import Letter
from lucette.kernel.errors import Forbidden, WrongState
from lucette.scheme.agreements import actions
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Piece
from lucette.scheme.calls.models import RequiredPiece
from tests.foundation.accounts.factories import actor
from tests.scheme.agreements.factories import REQUESTER, asked, ready
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def given() -> Agreement:
    """An agreement asked for, with the document that it needs and one of the filing."""
    it = asked()
    application = it.award.application
    for position, (code, label, needed) in enumerate((("identity", "Délibération", "agreement"), ("project", "Projet", "filing"))):
        RequiredPiece.objects.create(call=application.call, code=code, label=label, position=position, needed_for=needed, source="essai")
        Piece.objects.create(application=application, code=code, document_id=uuid.uuid4(), given_by=uuid.uuid4())
    return it


def test_a_document_refused_is_lacking_on_both_sides_until_given_again(client: Client, given: Agreement) -> None:
    door, page = reverse("caisse:read_piece", args=[given.pk, "identity"]), reverse("caisse:agreement", args=[given.pk])
    signed_in(client, R.REQUESTER)
    shown = read(client, page)
    assert door in shown and "project" not in shown
    assert "Dites ce qui ne va pas" in refused(client, door, verdict="refused", said=" ")
    told = send(client, door, verdict="refused", said="La page 2 manque.")
    assert "la structure en est prévenue" in told
    assert "Un document est à donner de nouveau" in told, told[told.find("Ce qui manque") - 300 :][:900]
    letter = Letter.objects.get(kind="agreement.piece_refused")
    assert "La page 2 manque." in letter.body and letter.about_id == given.award.application_id
    assert "à donner de nouveau" in refused(client, reverse("caisse:generate", args=[given.pk]))
    signed_in(client, R.HOST_REPRESENTATIVE, str(given.organization_id))
    mine = read(client, reverse("host:agreement", args=[given.pk]))
    assert "La page 2 manque." in mine and reverse("host:give_pieces", args=[given.award.application_id]) in mine
    signed_in(client, R.REQUESTER)
    assert "« Délibération » est accepté." in send(client, door, verdict="accepted")
    assert Piece.objects.get(code="identity").answer == "accepted" and Letter.objects.filter(kind="agreement.piece_refused").count() == 1


def test_the_edition_accepts_what_nobody_answered_and_ends_the_reading(client: Client, given: Agreement) -> None:
    signed_in(client, R.REQUESTER)
    assert "accepté avec l’édition : Délibération" in read(client, reverse("caisse:generate", args=[given.pk]))
    send(client, reverse("caisse:generate", args=[given.pk]))
    answers = dict(Piece.objects.values_list("code", "answer"))
    assert answers == {"identity": "accepted", "project": "given"}
    assert "avant l’édition" in sent_away(client, reverse("caisse:read_piece", args=[given.pk, "identity"]), verdict="accepted")


def test_nobody_else_and_no_other_document(client: Client, given: Agreement) -> None:
    door = reverse("caisse:read_piece", args=[given.pk, "identity"])
    for role in (R.CERTIFIER, R.INSTRUCTOR):
        signed_in(client, role)
        assert closed(client, door)
    what = {"agreement_id": given.pk, "by": REQUESTER}
    for role in (R.CAISSE_DELEGATE, R.INSTRUCTOR):
        with pytest.raises(Forbidden):
            actions.refuse_piece(agreement_id=given.pk, code="identity", said="Illisible.", by=actor(role))
    with pytest.raises(WrongState):
        actions.accept_piece(code="project", **what)
    with pytest.raises(Forbidden):
        applications.accept_piece(application_id=given.award.application_id, code="identity", by=actor(R.INSTRUCTOR))
    with pytest.raises(WrongState):
        actions.accept_piece(agreement_id=ready().pk, code="identity", by=REQUESTER)
    assert not Letter.objects.filter(kind="agreement.piece_refused").exists()
