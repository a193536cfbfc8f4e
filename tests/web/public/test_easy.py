"""Easy French: short sentences, one idea each, everyday words; each page links to its easy twin."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lucette.web.public.easy import pages
from tests.web.pages import WORD, read
from tests.web.world import world

LINES = [(it.code, line) for it in pages() for part in it.parts for line in part.lines]
LONGEST, MEAN = 12, 8  # words of a sentence
LONGEST_WORD = 14  # letters
HARD = re.compile(
    r"\b(dispositif|dotation|subvention|convention|accompagnement|démarche|modalité|usager|bénéficiaire|dématérialis\w+|afin|néanmoins|toutefois"
    r"|notamment|dont|lequel|laquelle|auquel|sera|seront|aura|[A-Z]{2,})\b"
)


def test_five_pages_are_retold() -> None:
    assert [it.of for it in pages()] == ["home", "public:help", "public:book", "public:carers", "public:understand"]


@pytest.mark.parametrize(("code", "line"), LINES)
def test_a_line_is_one_short_sentence_of_everyday_words(code: str, line: str) -> None:
    words = WORD.findall(line)
    assert len(words) <= LONGEST, line
    assert len(re.findall(r"[.!?](?=\s|$)", line)) == 1 and line[-1] in ".!?", "one sentence a line"
    assert line.count(",") <= 2 and ";" not in line and "(" not in line, line
    assert not HARD.search(line), HARD.search(line)
    assert not [it for it in words if len(it) > LONGEST_WORD], line


def test_sentences_are_short_on_the_whole() -> None:
    assert sum(len(WORD.findall(line)) for _, line in LINES) / len(LINES) <= MEAN


@pytest.mark.django_db
@pytest.mark.parametrize("code", [it.code for it in pages()])
def test_an_easy_page_is_sound_and_gives_the_telephone(client: Client, code: str) -> None:
    page = read(client, reverse("public:easy", args=[code]))
    assert "01 99 00 00 00" in page and "lu-easy" in page
    assert page.count('href="/facile-a-lire/') >= 4


@pytest.mark.django_db
def test_each_citizen_page_links_to_its_easy_twin(client: Client) -> None:
    place = world().place
    for it in pages():
        address = reverse(it.of, args=[place.pk] if it.of == "public:book" else [])
        assert f'href="{reverse("public:easy", args=[it.code])}">Version facile à lire</a>' in client.get(address).content.decode(), address


@pytest.mark.django_db
def test_an_easy_page_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/facile-a-lire/autre/").status_code == 404
