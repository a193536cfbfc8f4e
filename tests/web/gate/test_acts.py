"""An act on its own page: offered when it may be done, taken once, refused in words, nothing typed lost."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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


@pytest.fixture
def draft(client: Client) -> Application:
    """A draft, its representative signed in."""
    it = ApplicationFactory()
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
    address, object_page = reverse("host:file", args=[filed.pk]), reverse("host:application", args=[filed.pk])
    shown, refused = client.get(address, follow=True), client.post(address)
    for answer in (shown, refused):
        assert "On ne peut pas déposer la candidature" in answer.content.decode()
    assert shown.redirect_chain == [(object_page, 302)]
    assert refused.status_code == 409 and f'href="{object_page}"' in refused.content.decode()


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
    signed_in(client, RoleName.INSTRUCTOR)
    assert client.post(reverse("host:file", args=[filed.pk])).status_code == 404
    signed_in(client, RoleName.HOST_SECRETARY, str(filed.organization_id))
    assert client.post(reverse("host:file", args=[filed.pk])).status_code == 403, "the door is hers, the act is not"


def test_of_two_presses_the_second_is_told_so_even_where_the_act_has_closed_its_page(client: Client, filed: Application) -> None:
    """The same form again, now not valid for the state: the mark is looked at first. Another form meets the state."""
    address = reverse("host:withdraw", args=[filed.pk])
    token = str(uuid.uuid4())
    client.post(address, {"once": token})
    assert "C’était déjà fait" in client.post(address, {"once": token}, follow=True).content.decode()
    other = client.post(address, {"once": str(uuid.uuid4())}, follow=True).content.decode()
    assert "On ne peut pas" in other and "C’était déjà fait" not in other


def test_what_is_refused_may_be_sent_again_with_the_same_mark(client: Client, draft: Application) -> None:
    address, token = reverse("host:draft_project", args=[draft.pk]), str(uuid.uuid4())
    assert client.post(address, {"once": token, "posts_asked": "beaucoup"}).status_code == 422
    assert client.post(address, {"once": token, "posts_asked": "2"}).status_code == 302
    draft.refresh_from_db()
    assert draft.posts_asked == 2


def test_what_was_typed_for_an_act_that_came_too_late_is_kept(client: Client, draft: Application) -> None:
    Application.objects.filter(pk=draft.pk).update(status="withdrawn")
    answer = client.post(reverse("host:draft_project", args=[draft.pk]), {"posts_asked": "2", "motivation": "Un long texte"}, follow=True)
    assert "On ne peut pas" in answer.content.decode()
    assert "Un long texte" in read(client, reverse("gate:entries"))


def test_a_page_of_an_act_is_read_and_sent_and_nothing_else(client: Client, filed: Application) -> None:
    address = reverse("host:withdraw", args=[filed.pk])
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")
    assert {getattr(client, verb)(address).status_code for verb in ("put", "patch", "delete", "options", "trace")} == {405}
    filed.refresh_from_db()
    assert filed.status == "filed"


def test_a_file_is_never_kept_and_the_page_says_so(client: Client, draft: Application) -> None:
    address = reverse("host:draft_project", args=[draft.pk])
    told = {"posts_asked": "", "motivation": "Texte", "piece": SimpleUploadedFile("rib.pdf", b"%PDF-secret")}
    answer = client.post(address, told)
    assert answer.status_code == 422 and "sauf les fichiers" in answer.content.decode()
    assert Draft.objects.get().fields == {"posts_asked": [""], "motivation": ["Texte"]}


def test_a_null_character_breaks_nothing(client: Client, draft: Application) -> None:
    address = reverse("host:draft_project", args=[draft.pk])
    assert client.post(address, {"posts_asked": "1", "motivation": "a\0b"}).status_code == 422
    assert Draft.objects.get().fields["motivation"] == ["ab"]
    assert client.get(address).status_code == 200
