"""The mailbox of the demonstration: letters as they are received, and the way to open them in their reader's place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications import actions, queries
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.web.signin.mailbox import TOPICS
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.journeys.test_letters import SAMPLES
from tests.scheme.applications.factories import ApplicationFactory
from tests.web.pages import read

pytestmark = pytest.mark.django_db
BOX = "/boite-aux-lettres/"


def persona(role: RoleName = RoleName.INSTRUCTOR, **more: Any) -> Any:
    return RoleFactory(name=role, person=PersonFactory(fictional=True), **more)


def write(subject: str = "Votre dossier", about: Any = None, **more: Any) -> Letter:
    words = {"kind": "application.receipt", "to_email": "mairie@example.fr", "body": "Bonjour,\n\nVotre dossier est là."} | more
    return actions.write(subject=subject, about=about, **words)


def test_letters_come_newest_first_and_the_older_ones_on_the_next_page(client: Client) -> None:
    start = clock.now()
    for rank in range(30):
        with clock.at(start + dt.timedelta(minutes=rank)):
            write(f"Lettre {rank:02d}")
    page = read(client, BOX)
    assert page.index("Lettre 29") < page.index("Lettre 05") and "Lettre 04" not in page
    assert "30 lettres" in page
    following = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    older = read(client, f"{BOX}{following.partition(BOX)[2]}".replace("&amp;", "&"))
    assert "Lettre 04" in older and "Lettre 05" not in older and "Revenir aux plus récentes" in older


def test_letters_are_narrowed_by_topic_reader_kind_and_words(client: Client) -> None:
    it, reader = ApplicationFactory(filed=True), persona()
    write("Dossier reçu", it)
    write("Pour vous", kind="other", to_person=reader.person_id)
    for query, subject in (
        ("sujet=candidatures", "Dossier reçu"),
        (f"personne={reader.person_id}", "Pour vous"),
        ("sorte=other", "Pour vous"),
        (f"q={it.number}", "Dossier reçu"),
        ("q=POUR+VOUS", "Pour vous"),
    ):
        page = read(client, f"{BOX}?{query}")
        assert "1 lettre<" in page and f">{subject}</a>" in page, query
    page = read(client, f"{BOX}?personne={reader.person_id}&sorte=other")
    assert f"Pour {reader.person}" in page and "De la même sorte" in page
    for nothing in ("personne=personne", "sujet=ailleurs", "apres=zzz"):
        assert "2 lettres" in read(client, f"{BOX}?{nothing}")
    assert "Aucune lettre ne répond" in read(client, f"{BOX}?q=introuvable")


def test_every_room_that_writes_has_its_topic() -> None:
    about = {"accounts": "accounts", "reviews": "applications"}
    rooms = {about.get(name.partition(".")[0], name.partition(".")[0]) for name in SAMPLES}
    assert rooms <= {room for room, _, _ in TOPICS}


def test_a_letter_shows_its_two_twins_its_reader_and_its_role(client: Client) -> None:
    it = ApplicationFactory(filed=True)
    role = persona(RoleName.HOST_SECRETARY, scope_kind="organization", scope_code=str(it.organization_id))
    letter = write(about=it, to_organization=it.organization_id, action_label="Voir la candidature")
    page = read(client, f"{BOX}{letter.pk}/")
    assert str(role.person) in page and "Secrétaire de la structure" in page and it.organization.name in page
    assert "Voir la candidature :" in page and f"/lettre/{letter.pk}/" in page
    assert f'src="{BOX}{letter.pk}/rendu/" title="La lettre : Votre dossier" sandbox="' in page
    assert it.number in page and "Ouvrir comme cette personne" in page
    assert "1 lettre<" in read(client, f"{BOX}?personne={role.person_id}")
    assert client.get(f"{BOX}00000000-0000-0000-0000-000000000000/").status_code == 404


def test_only_the_page_of_a_letter_frames_and_only_its_rendering_is_framed(client: Client) -> None:
    letter = write("<script>alert(1)</script>")
    page, shown = client.get(f"{BOX}{letter.pk}/"), client.get(f"{BOX}{letter.pk}/rendu/")
    assert "frame-src 'self'" in page["Content-Security-Policy"] and "unsafe" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY" and "frame-src" not in client.get(BOX)["Content-Security-Policy"]
    policy = {words.split()[0]: words.split()[1:] for words in shown["Content-Security-Policy"].split(";")}
    assert policy == {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    html = shown.content.decode()
    assert "<script" not in html and "&lt;script&gt;" in html
    assert html.replace('<base target="_blank">', "") == queries.rendered(letter).html


def test_one_opens_a_letter_in_the_place_of_its_reader(client: Client) -> None:
    it = ApplicationFactory(filed=True)
    person = PersonFactory(fictional=True)
    RoleFactory(name=RoleName.AUDITOR, person=person)
    RoleFactory(name=RoleName.HOST_REPRESENTATIVE, person=person, scope_kind="organization", scope_code=str(it.organization_id))
    letter = write(about=it, to_person=person.pk, to_organization=it.organization_id)
    answer = client.post(f"{BOX}{letter.pk}/ouvrir/", follow=True)
    assert [address for address, _ in answer.redirect_chain] == [f"/lettre/{letter.pk}/", f"/structure/candidatures/{it.pk}/"]
    assert answer.status_code == 200
    assert client.get(f"{BOX}{letter.pk}/ouvrir/").status_code == 405


@pytest.mark.parametrize("real", [True, False])
def test_nobody_takes_the_place_of_a_real_person_nor_of_nobody(client: Client, real: bool) -> None:
    role = RoleFactory()
    letter = write(to_person=role.person_id, to_email=role.person.email) if real else write()
    assert "Aucune personne de la démonstration" in read(client, f"{BOX}{letter.pk}/")
    assert client.post(f"{BOX}{letter.pk}/ouvrir/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_a_demonstration_there_is_no_mailbox(client: Client, settings: Any) -> None:
    settings.DEMONSTRATION = False
    persona()
    letter = write()
    for path in ("", f"{letter.pk}/", f"{letter.pk}/rendu/"):
        assert client.get(f"{BOX}{path}").status_code == 404
    assert client.post(f"{BOX}{letter.pk}/ouvrir/").status_code == 404
