"""The address of the person to contact: hers who types, or confirmed by a link sent to it, which may be sent again."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.notifications.models import Letter
from lucette.scheme.applications import letters
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.queries import contact
from tests.scheme.applications.factories import COMPLETE, ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.web.doors import refused, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
OTHER = "lucie@mairie.example.fr"
TYPED = {"contact_name": "Lucie Essai", "contact_function": "", "contact_phone": "05 55 00 00 00"}


def a_draft(client: Client) -> tuple[Application, str]:
    """A draft, and the address of the mayor who types."""
    it: Application = ApplicationFactory(call=CallFactory(open=True), **COMPLETE)
    role = signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
    return it, role.person.email


def door(name: str, it: Application) -> str:
    return reverse(f"host:{name}", args=[it.pk])


def links() -> list[str]:
    found = Letter.objects.filter(kind="application.confirm_contact").order_by("created_at")
    return [re.search(r"/candidature/contact/\S+/", it.body)[0] for it in found]  # type: ignore[index]


def test_her_own_address_needs_no_link(client: Client) -> None:
    it, mine = a_draft(client)
    send(client, door("draft_contact", it), **TYPED, contact_email=mine)
    it.refresh_from_db()
    assert it.contact_confirmed == mine and links() == []


def test_another_address_is_confirmed_by_its_reader_without_an_account(client: Client) -> None:
    it, _ = a_draft(client)
    send(client, door("draft_contact", it), **TYPED, contact_email=OTHER)
    assert "confirmation attendue" in read(client, door("draft_summary", it))
    (link,) = links()
    assert OTHER not in link and "Confirmer que cette adresse" in read(Client(), link)
    it.refresh_from_db()
    assert not it.contact_confirmed, "a mail scanner that opens the link confirms nothing"
    for _ in range(2):
        assert "Votre adresse est confirmée" in Client().post(link).content.decode()
    it.refresh_from_db()
    assert it.contact_confirmed == OTHER
    assert "confirmation attendue" not in read(client, door("draft_summary", it))
    assert "déjà confirmée" in refused(client, door("ask_contact", it))


def test_the_link_is_sent_again_and_dies_with_time_or_with_another_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    it, _ = a_draft(client)
    send(client, door("draft_contact", it), **TYPED, contact_email=OTHER)
    assert "est envoyé" in send(client, door("ask_contact", it))
    first, second = links()
    assert Client().get(second).status_code == 200
    with monkeypatch.context() as later:
        later.setattr(contact, "LASTS", -1)
        assert Client().get(second).status_code == 404
    send(client, door("draft_contact", it), **TYPED, contact_email="autre@mairie.example.fr")
    assert Client().get(second).status_code == Client().post(first).status_code == 404
    assert Client().get("/candidature/contact/n-importe-quoi/").status_code == 404


def test_letters_also_reach_the_mayor_until_the_contact_answers(client: Client) -> None:
    it, mine = a_draft(client)
    Application.objects.filter(pk=it.pk).update(contact_email=OTHER)
    it.refresh_from_db()
    assert letters.readers([it]) == {it.pk: [OTHER, mine]}
    it.contact_confirmed = OTHER
    assert letters.readers([it]) == {it.pk: [OTHER]}
