"""An act on its own page: offered when it may be done, taken once, refused in words, nothing typed lost."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.drafts.models import Draft
from lucette.foundation.journal.models import Entry
from lucette.scheme.applications.models import Application
from tests.scheme.applications.factories import ApplicationFactory
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(client: Client) -> Application:
    """A filed application, its representative signed in."""
    it = ApplicationFactory(filed=True)
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.organization_id))
    return it


def once(page: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_page_of_the_object_offers_what_this_person_may_do_now(client: Client, filed: Application) -> None:
    page = read(client, reverse("host:application", args=[filed.pk]))
    assert reverse("host:withdraw", args=[filed.pk]) in page
    assert reverse("host:file", args=[filed.pk]) not in page
    signed_in(client, RoleName.HOST_SECRETARY, str(filed.organization_id))
    assert reverse("host:withdraw", args=[filed.pk]) not in read(client, reverse("host:application", args=[filed.pk]))


def test_an_act_says_what_follows_then_gives_its_receipt_and_is_taken_once(client: Client, filed: Application) -> None:
    address = reverse("host:withdraw", args=[filed.pk])
    page = read(client, address)
    assert "Ce qui va se passer" in page and "Retirer la candidature" in page
    token = once(page)
    answer = client.post(address, {"once": token}, follow=True)
    assert f"Votre candidature {filed.number} est retirée." in answer.content.decode()
    filed.refresh_from_db()
    assert filed.status == "withdrawn"
    again = client.post(address, {"once": token}, follow=True)
    assert "C’était déjà fait" in again.content.decode()
    assert Entry.objects.filter(act="application.withdrawn").count() == 1


def test_an_act_that_the_state_does_not_allow_leads_back_with_the_reason(client: Client, filed: Application) -> None:
    for answer in (
        client.get(reverse("host:file", args=[filed.pk]), follow=True),
        client.post(reverse("host:file", args=[filed.pk]), follow=True),
    ):
        assert "On ne peut pas déposer la candidature" in answer.content.decode()
        assert answer.redirect_chain == [(reverse("host:application", args=[filed.pk]), 302)]


def test_a_refusal_is_told_on_the_page_and_writes_nothing(client: Client) -> None:
    draft = ApplicationFactory(contact_name="")
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(draft.organization_id))
    before = Entry.objects.count()
    answer = client.post(reverse("host:file", args=[draft.pk]), {"once": str(uuid.uuid4())})
    assert answer.status_code == 422 and "n’est pas complète" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.status, Entry.objects.count()) == ("draft", before)


def test_another_host_s_file_is_not_found(client: Client, filed: Application) -> None:
    other = ApplicationFactory(filed=True)
    assert client.get(reverse("host:withdraw", args=[other.pk])).status_code == 404
    assert client.post(reverse("host:withdraw", args=[other.pk])).status_code == 404


def test_a_wrong_role_meets_the_same_page_as_where_there_is_nothing(client: Client, filed: Application) -> None:
    signed_in(client, RoleName.HOST_SECRETARY, str(filed.organization_id))
    assert client.post(reverse("host:file", args=[filed.pk])).status_code == 404


class TestKeep:
    def test_what_is_typed_is_kept_for_the_doors_of_this_person(self, client: Client, filed: Application) -> None:
        page = reverse("host:withdraw", args=[filed.pk])
        answer = client.post(f"{reverse('gate:keep')}?page={page}", {"reason": "Nous changeons d’avis", "once": "x"})
        assert re.fullmatch(r"\d{1,2}:\d\d", answer.json()["saved"])
        assert Draft.objects.get().fields == {"reason": ["Nous changeons d’avis"]}
        client.post(f"{reverse('gate:forget')}?page={page}")
        assert not Draft.objects.exists()

    def test_pages_of_others_and_pages_that_are_no_act_are_not_found(self, client: Client, filed: Application) -> None:
        for page in ("/nulle-part/", reverse("host:dashboard"), "https://ailleurs.example/"):
            assert client.post(f"{reverse('gate:keep')}?page={page}", {"a": "b"}).status_code == 404
        signed_in(client, RoleName.AUDITOR)
        assert client.post(f"{reverse('gate:keep')}?page={reverse('host:withdraw', args=[filed.pk])}", {"a": "b"}).status_code == 404

    def test_a_session_that_ended_while_typing_loses_nothing(self, client: Client, filed: Application) -> None:
        address = reverse("host:withdraw", args=[filed.pk])
        held = {name: client.session[name] for name in ("_auth_user_id", "_auth_user_backend", "_auth_user_hash", "role")}
        client.logout()
        answer = client.post(address, {"reason": "Un long texte", "once": str(uuid.uuid4())})
        assert answer.status_code == 302 and "/connexion/" in answer["Location"]
        session = client.session
        session.update(held)
        session.save()
        read(client, address)
        assert Draft.objects.get().fields == {"reason": ["Un long texte"]}
        filed.refresh_from_db()
        assert filed.status == "filed"
