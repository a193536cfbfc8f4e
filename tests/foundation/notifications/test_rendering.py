"""A letter reads the same in its two twins, asks for one act, and carries nothing from elsewhere."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from django.conf import settings

from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications import actions, queries, rules
from lucette.foundation.notifications.adapters import page
from lucette.foundation.notifications.models import Letter
from lucette.kernel.errors import NotFound

HOSTILE = '<script>alert(1)</script> "><img src=//evil.example/x.png> ${link} $subject {{ x }} </style></title> <mj-raw/>'


class Parts(HTMLParser):
    """The tags of a letter, and what they point to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.buttons = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src", "background", "action") and value]
        self.buttons += ("class", "action") in attrs


def rendered(body: str = "Bonjour,\n\nVotre dossier est complet.", subject: str = "Votre dossier", **more: str) -> rules.Rendered:
    words = {"link": "https://site.example/lettre/1/", "action_label": "Voir le dossier"} | more
    return rules.render(page(button=bool(words["link"])), subject=subject, body=body, footer=["Appelez-nous."], **words)


def test_the_two_twins_say_the_same_words_and_lead_to_the_same_place() -> None:
    twin = rendered("Bonjour,\n\nIl manque :\n\n- le contrat ;\n- le diplôme.\n\nVoir https://exemple.fr/aide pour la suite.")
    assert "Voir le dossier :\nhttps://site.example/lettre/1/\n" in twin.text
    assert twin.text.endswith("-- \nAppelez-nous.\n")
    assert "<ul><li>le contrat ;</li><li>le diplôme.</li></ul>" in twin.html
    assert "<p>Bonjour,</p>" in twin.html and "<h1>Votre dossier</h1>" in twin.html
    parts = Parts(twin.html)
    assert parts.addresses == ["https://exemple.fr/aide", "https://site.example/lettre/1/"]
    assert parts.buttons == 1
    assert '<html lang="fr"' in twin.html and "<title>Votre dossier</title>" in twin.html


def test_the_mailbox_shows_the_first_words_after_the_greeting() -> None:
    assert rules.preview("Bonjour Ada,\n\nVotre contrat est validé.\n\nÀ bientôt.") == "Votre contrat est validé."
    assert rules.preview("Votre contrat\nest validé.") == "Votre contrat est validé."
    long = rules.preview("mot " * 60)
    assert len(long) <= rules.PREVIEW_LENGTH + 1 and long.endswith("mot…")


def test_nothing_comes_from_elsewhere() -> None:
    twin = rendered()
    assert not {"img", "script", "link", "iframe", "object", "form", "base"} & set(Parts(twin.html).tags)
    assert "@import" not in twin.html and "url(" not in twin.html
    assert "prefers-color-scheme: dark" in twin.html and 'content="light dark"' in twin.html


def test_what_people_typed_is_text() -> None:
    plain, twin = rendered(), rendered(f"Bonjour,\n\nMotif : {HOSTILE}\n\n- {HOSTILE}", subject=HOSTILE, action_label=HOSTILE)
    assert set(Parts(twin.html).tags) == set(Parts(plain.html).tags) | {"ul", "li"}
    assert Parts(twin.html).addresses == Parts(plain.html).addresses
    assert "${link}" in twin.html and "$subject" in twin.html  # typed, left as typed
    assert HOSTILE in twin.text


def test_without_anything_to_open_there_is_no_button() -> None:
    twin = rendered(link="")
    assert Parts(twin.html).buttons == 0 and Parts(twin.html).addresses == []
    assert "Voir le dossier" not in twin.text


def test_a_thousand_letters_take_less_than_a_second() -> None:
    rendered()
    start = time.process_time()
    for _ in range(1000):
        rendered()
    assert time.process_time() - start < 1


@pytest.mark.django_db
def test_a_letter_about_its_reader_carries_its_own_link() -> None:
    person = Person.objects.create(email="a@example.fr", first_name="Ada", last_name="Martin")
    own = f"{settings.SITE_URL}/connexion/jeton/"
    body = f"Bonjour,\n\nVoici votre lien.\n\n{own}"
    sign_in = actions.write("sign_in_link", "a@example.fr", "Lien", body, person, to_person=person.pk, action_label="Me connecter")
    twin = queries.rendered(sign_in)
    assert f"Me connecter :\n{own}\n" in twin.text and twin.text.count(own) == 1
    assert Parts(twin.html).addresses == [own]
    other = actions.write("other", "b@example.fr", "Lien", body, person)
    assert f'href="{settings.SITE_URL}/lettre/{other.pk}/"' in queries.rendered(other).html


@pytest.mark.django_db
def test_a_letter_says_whom_to_call_and_what_to_quote() -> None:
    letter = actions.write("contact", "a@example.fr", "Message", "Bonjour.", None)
    text = queries.rendered(letter).text
    assert settings.CONTACT_PHONE in text and settings.CONTACT_EMAIL in text
    assert f"Votre référence : L-{letter.pk.hex[:8].upper()}." in text
    Letter.objects.filter(pk=letter.pk).update(reference="A-2021-00042")
    assert "Votre référence : A-2021-00042." in queries.rendered(queries.letter(letter.pk)).html
    with pytest.raises(NotFound):
        queries.letter(Person().pk)
