"""The support team joins two accounts of one person, and parts them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from tests.foundation.accounts.factories import PersonFactory
from tests.web.doors import closed, refused, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def test_two_accounts_are_joined_by_the_address_of_the_first_then_parted(client: Client) -> None:
    first, second = PersonFactory(), PersonFactory()
    signed_in(client, RoleName.SUPPORT)
    join, part = (reverse(f"support:{name}_accounts", args=[second.pk]) for name in ("join", "part"))
    assert join in read(client, reverse("support:person", args=[second.pk]))
    page = refused(client, join, email="personne@nulle.part.fr", reason="Elle nous l’a dit")
    assert "Aucun autre compte" in page and "Elle nous l’a dit" in page
    assert "Même personne que" in send(client, join, email=first.email, reason="Elle nous l’a dit")
    second.refresh_from_db()
    assert second.same_person_as == first
    page = read(client, reverse("support:person", args=[second.pk]))
    assert part in page and join not in page and str(first) in page
    assert "ne compte plus que pour cette personne" in send(client, part, reason="Deux sœurs")


def test_nobody_else_joins_accounts(client: Client) -> None:
    person = PersonFactory()
    signed_in(client, RoleName.AUDITOR)
    assert closed(client, *(reverse(f"support:{name}_accounts", args=[person.pk]) for name in ("join", "part")))
