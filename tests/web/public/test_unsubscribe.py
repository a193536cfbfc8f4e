"""What is not essential is stopped by one button, without an account."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from lucette.foundation.notifications import actions, queries
from lucette.foundation.notifications.models import Letter, Unsubscribed
from lucette.foundation.notifications.rules import TOPICS
from tests.scheme.network.factories import PublicationFactory
from tests.web.pages import faults, read

pytestmark = pytest.mark.django_db
READER = "zephyrine@example.fr"


def news(*readers: str) -> list[Letter]:
    """A publication told to these readers."""
    event = PublicationFactory(published=True)
    actions.write_many("publication.published", [(it, None) for it in readers], "Une ressource", "Bonjour,\n\nVoici.", event)
    return list(Letter.objects.order_by("created_at", "pk"))


def test_a_mail_reader_finds_its_button_and_nothing_else_carries_one() -> None:
    (letter,) = news(READER)
    actions.write("agreement.ready", READER, "Votre convention", "Bonjour,\n\nElle est prête.", None)
    actions.send_due()
    told, essential = sorted(mail.outbox, key=lambda it: it.subject == "Votre convention")
    address = queries.unsubscribe_address(letter)
    assert told.extra_headers["List-Unsubscribe"] == f"<{address}>"
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in told.body and f'href="{address}"' in told.alternatives[0].content
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & set(essential.extra_headers) and "desabonnement" not in essential.body


def test_the_address_says_nothing_of_its_reader() -> None:
    (letter,) = news(READER)
    assert re.fullmatch(rf"{settings.SITE_URL}/desabonnement/[0-9a-f]{{32}}-[\w-]+/", queries.unsubscribe_address(letter))


def test_a_button_stops_the_news_and_another_brings_them_back(client: Client) -> None:
    (letter,) = news(READER)
    address = queries.unsubscribe_address(letter).removeprefix(settings.SITE_URL)
    assert "Ne plus recevoir les nouvelles du réseau ?" in read(client, address)
    assert queries.wanting("publication.published", [(READER, None)]), "opening the page changes nothing"
    for _ in range(2):
        page = client.post(address).content.decode()
        assert "Vous ne recevez plus les nouvelles du réseau" in page and not faults(page)
    assert queries.wanting("publication.withdrawn", [(READER.upper(), None), ("b@example.fr", None)]) == [("b@example.fr", None)]
    assert queries.wanting("agreement.ready", [(READER, None)]) == [(READER, None)], "what is essential still comes"
    assert READER not in str(Unsubscribed.objects.values())
    assert "Vous recevez de nouveau les nouvelles du réseau" in client.post(address, {"again": "1"}).content.decode()
    assert not Unsubscribed.objects.exists()


def test_a_mail_reader_presses_the_button_without_cookie_nor_token() -> None:
    (letter,) = news(READER)
    strict = Client(enforce_csrf_checks=True)
    address = queries.unsubscribe_address(letter).removeprefix(settings.SITE_URL)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert queries.is_unsubscribed(letter)


def test_whoever_stopped_receives_no_more_news() -> None:
    (letter,) = news(READER)
    actions.unsubscribe(token=queries.unsubscribe_address(letter).rstrip("/").rpartition("/")[2])
    assert sorted(it.to_email for it in news(READER, "b@example.fr")) == ["b@example.fr", READER], "one before, one after"


def test_an_address_that_we_did_not_make_opens_nothing(client: Client) -> None:
    essential = actions.write("agreement.ready", READER, "Votre convention", "Bonjour,\n\nElle est prête.", None)
    assert essential.kind not in TOPICS and queries.unsubscribe_address(essential) == ""
    forged = queries.SIGNER.sign(essential.pk.hex).replace(":", "-")
    for token in (forged, "x", f"{essential.pk.hex}-faux", queries.SIGNER.sign("x").replace(":", "-")):
        assert (client.get(f"/desabonnement/{token}/").status_code, client.post(f"/desabonnement/{token}/").status_code) == (404, 404)
