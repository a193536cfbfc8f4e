"""The frame that every page carries: header, footer, skip links, notice, and the same on pages of refusal."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from lucette.web.gate import refusals
from lucette.web.gate.access import DOORS

MACHINES = {"public:health", "public:robots", "public:favicon"}
INSTITUTIONS = ["www.info.gouv.fr", "service-public.gouv.fr", "www.legifrance.gouv.fr", "data.gouv.fr"]
FOOTER = [
    "Plan du site",
    "Accessibilité : partiellement conforme",
    "Mentions légales",
    "Données personnelles et cookies",
    "licence etalab-2.0",
    "AGPL",
]

pytestmark = pytest.mark.django_db


def public_pages() -> list[str]:
    """Every page that opens without a name and without an argument."""
    found = []
    for route, door in DOORS.items():
        if not door.signed_in and route not in MACHINES:
            try:
                found.append(reverse(route))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def framed(page: str) -> None:
    header = page[page.index("<header") : page.index("</header>")]
    footer = page[page.index("<footer") : page.index("</footer>")]
    assert header[: header.index("fr-header__menu-links")].count("<li>") <= 3
    assert '<a href="/" title="Accueil — Lucette Bêta">' in header and "Bêta</span>" in header
    for words in FOOTER:
        assert words in footer
    for host in INSTITUTIONS:
        assert f'href="https://{host}"' in footer
    for anchor in ("contenu", "entete", "pied"):
        assert f'<a class="fr-link" href="#{anchor}">' in page and page.count(f'id="{anchor}"') == 1
    assert '<a class="fr-footer__bottom-link" href="/plan-du-site/">' in footer


@pytest.mark.parametrize("address", public_pages())
def test_every_public_page_has_its_frame(client: Client, address: str) -> None:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    framed(answer.content.decode())


def test_a_demonstration_says_that_it_is_one(client: Client, settings) -> None:
    assert "Ce site n’est pas officiel. Les personnes sont fictives." in client.get("/").content.decode()
    settings.DEMONSTRATION = False
    assert "Démonstration" not in client.get("/").content.decode()


def test_the_mark_of_the_state_is_shown_by_a_switch_in_header_and_footer(client: Client, settings) -> None:
    assert "fr-logo" not in client.get("/").content.decode()
    settings.STATE_BRAND = True
    page = client.get("/").content.decode()
    assert page.count('<p class="fr-logo">République<br>Française</p>') == 2


@pytest.mark.parametrize("status", sorted(refusals.PAGES))
def test_a_refusal_says_what_happened_what_to_do_whom_to_call_and_its_reference(
    status: int, caplog: pytest.LogCaptureFixture, settings
) -> None:
    with caplog.at_level(logging.INFO, "lucette.web.gate.incidents"):
        page = refusals.bare_page(status).content.decode()
    framed(page)
    told = refusals.PAGES[status]
    assert told.sentence in page and told.advice in page and settings.CONTACT_PHONE in page
    assert f"Erreur {status}" in page and page.count("<h1") == 1
    (reference,) = set(re.findall(rf"E-{status}-[2-9A-Z]{{6}}", page))
    assert reference in caplog.text


def test_the_log_of_a_refusal_holds_nothing_about_a_person(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "lucette.web.gate.incidents"):
        page = client.get("/conseiller/lucette@example.fr/?nom=Lucette").content.decode()
    (reference,) = set(re.findall(r"E-404-[2-9A-Z]{6}", page))
    (line,) = [record.getMessage() for record in caplog.records if reference in record.getMessage()]
    assert re.fullmatch(rf"{reference} GET \S+ role=\S+", line) and "ucette@" not in line


def test_a_refusal_met_without_a_request_has_a_reference_too() -> None:
    assert b"E-500-" in refusals.server_error(RequestFactory().get("/")).content
