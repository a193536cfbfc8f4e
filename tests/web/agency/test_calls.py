"""The life of a call, played by hand by the ANCT's direction."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations.rules import siret_for
from lucette.scheme.calls.models import Call, IdentifiedBody
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.scheme.fund.factories import notified
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def door(name: str, it: Call) -> str:
    return reverse(f"agency:{name}", args=[it.pk])


def test_a_call_is_prepared_from_its_shipped_text_then_published_and_opened(client: Client) -> None:
    endowment = notified()
    signed_in(client, R.AGENCY_DIRECTOR)
    assert reverse("agency:prepare_call") in read(client, reverse("agency:calls"))
    told = send(client, reverse("agency:prepare_call"), code="ami_1", endowment=str(endowment.pk))
    call = Call.objects.get(code="ami_1")
    assert "est préparé" in told and "Subvention pour un poste" in read(client, door("call", call))
    assert "postes restent à attribuer" in read(client, door("publish_call", call))
    assert "est publié" in send(client, door("publish_call", call))
    assert "est ouvert" in send(client, door("open_call", call))
    call.refresh_from_db()
    assert call.status == "open"
    assert "ami_1" not in read(client, reverse("agency:prepare_call")).partition("<form")[2]


def test_a_pause_tells_how_many_drafts_wait(client: Client) -> None:
    call = CallFactory(open=True)
    ApplicationFactory(call=call)
    signed_in(client, R.AGENCY_DIRECTOR)
    assert "brouillon attend la réouverture" in read(client, door("pause_call", call))
    assert "Cette réponse est nécessaire." in refused(client, door("pause_call", call), reason="")
    assert "est suspendu" in send(client, door("pause_call", call), reason="Le temps d’une mise à jour.")
    assert "brouillon peut de nouveau" in read(client, door("resume_call", call))
    assert "reçoit de nouveau" in send(client, door("resume_call", call))
    call.refresh_from_db()
    assert call.status == "open"


def test_an_establishment_is_identified_then_taken_off(client: Client) -> None:
    call = CallFactory(open=True)
    signed_in(client, R.INSTRUCTOR)
    assert door("identify", call) in read(client, door("call", call))
    typed = {"siret": siret_for("130025265"), "decision": "Arrêté du préfet de région", "decided_on": "2021-02-01"}
    assert "SIRET" in refused(client, door("identify", call), **(typed | {"siret": "123"}))
    assert "est à venir" in refused(client, door("identify", call), **(typed | {"decided_on": "2031-02-01"}))
    assert "Arrêté du préfet de région" in send(client, door("identify", call), **typed)
    assert "déjà identifié" in refused(client, door("identify", call), **typed)
    body = IdentifiedBody.objects.get()
    address = reverse("agency:take_off_identified", args=[body.pk])
    assert address in read(client, door("identify", call))
    assert "n’est plus identifié" in send(client, address)
    assert not IdentifiedBody.objects.exists() and client.get(address).status_code == 404
    signed_in(client, R.MEMBER)
    assert closed(client, door("identify", call))


def test_a_call_that_asks_for_nothing_beforehand_identifies_nobody(client: Client) -> None:
    call = CallFactory(open=True, ami_2=True, rules="ami_2")
    signed_in(client, R.INSTRUCTOR)
    assert door("identify", call) not in read(client, door("call", call))
    assert "ne demande pas" in client.get(door("identify", call), follow=True).content.decode()


def test_a_closed_call_is_closed_for_good(client: Client) -> None:
    call = CallFactory(open=True)
    signed_in(client, R.AGENCY_DIRECTOR)
    assert "Sans retour" in read(client, door("close_call", call))
    told = refused(client, door("close_call", call), reason="x" * 300)
    assert "200" in told and "x" * 300 in told
    assert "est clos" in send(client, door("close_call", call), reason="Tous les postes sont pourvus.")
    assert "On ne peut pas rouvrir l’appel" in sent_away(client, door("resume_call", call))
    assert "Tous les postes sont pourvus." in read(client, door("call", call))


def test_closing_the_intake_counts_calls_and_letters_before(client: Client) -> None:
    first = CallFactory(open=True)
    second = CallFactory(open=True, endowment=first.endowment)
    ApplicationFactory(call=second, complete=True)
    signed_in(client, R.AGENCY_DIRECTOR)
    page = read(client, door("close_intake", first))
    assert "appels se ferment sans retour" in page and "lettre part aux structures" in page
    before = Letter.objects.count()
    assert "2 appels clos" in send_intake(client, first)
    assert Letter.objects.count() == before + 1
    assert set(Call.objects.values_list("status", flat=True)) == {"closed"}


def send_intake(client: Client, call: Call) -> str:
    answer = client.post(door("close_intake", call), {"reason": "Les 4 000 postes sont pourvus."}, follow=True)
    page: str = answer.content.decode()
    return page.replace("\u00a0", " ")


def test_an_instructor_prepares_and_decides_nothing(client: Client) -> None:
    call = CallFactory(draft=True)
    signed_in(client, R.INSTRUCTOR)
    assert client.get(reverse("agency:prepare_call")).status_code == 200
    assert door("publish_call", call) not in read(client, door("call", call))
    assert closed(client, *(door(name, call) for name in ("publish_call", "open_call", "pause_call", "close_call", "close_intake")))


def test_a_call_does_not_open_before_its_day(client: Client) -> None:
    call = CallFactory(published=True, opens_on=dt.date(2100, 1, 1))
    signed_in(client, R.AGENCY_DIRECTOR)
    assert "il ne peut pas ouvrir plus tôt" in refused(client, door("open_call", call))
