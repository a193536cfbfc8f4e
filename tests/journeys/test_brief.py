"""The whole brief played in a browser by its people, each act on its page: with a mouse, with a keyboard alone, without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from lucette.foundation.organizations.rules import siret_for
from tests.browser import needs_chromium
from tests.journeys.play import Play, played
from tests.journeys.visitor import Keyboard, Mouse

pytestmark = needs_chromium

TULLE, MAYOR = siret_for("211927207"), "maire@tulle.example.fr"


def prepared(play: Play) -> None:
    from lucette.jobs import setting

    setting.ready()


def host_applies(play: Play) -> None:
    """The town hall comes in with its SIRET, writes its application step by step, files it."""
    play.at(2021, 2, 1)
    mayor = play.visitors["mayor"] = play.somebody()
    mayor.goes("/candidater/structure/").follows("Commencer")
    mayor.answers({"Le numéro SIRET": TULLE}).presses("Continuer").reads("Commune de Tulle", "peut candidater").presses("Continuer")
    mayor.answers(
        {
            "Votre prénom": "Claire",
            "Votre nom": "Fontanel",
            "Je la représente légalement": True,
            "Votre adresse électronique": MAYOR,
            "Votre numéro de téléphone": "05 55 00 00 00",
        }
    ).presses("Ouvrir l’espace de ma structure").reads("Nous vous écrivons")
    play.opens_link(mayor, MAYOR).reads("Ce qui vous attend")
    mayor.goes("/structure/candidatures/ouvrir/")
    mayor.presses("Ouvrir").reads("pas encore déposée", "éligible").follows("Continuer")
    mayor.answers(
        {
            "Combien de conseillers": "2",
            "À partir de quelle date": "2021-05-01",
            "Pourquoi accueillir un conseiller": "Accompagner les habitants dans leurs démarches en ligne.",
        }
    ).presses("Enregistrer et continuer")
    mayor.answers({"Fonction": "Maire", "Téléphone": "05 55 00 00 00"}).presses("Enregistrer et continuer")
    mayor.presses("Enregistrer et continuer").reads("Ce qu’il manque").follows("Étape précédente")
    mayor.answers({"La structure prend ces engagements": True}).presses("Enregistrer et continuer").follows("Déposer la candidature")
    mayor.reads("Ce qui va se passer").presses("Déposer la candidature").reads("est déposée")


CHAPTERS = (
    prepared,
    host_applies,
)
WAYS = {"mouse": (Mouse(), True, True), "keyboard": (Keyboard(), True, False), "no_javascript": (Mouse(), False, False)}


@pytest.mark.parametrize("way", WAYS)
def test_the_brief_is_played_in_the_browser_from_the_endowment_to_the_report(
    chromium: Browser, live_server: Any, tmp_path: Path, way: str
) -> None:
    hand, javascript, looks = WAYS[way]
    with played(chromium, live_server.url, tmp_path, hand, javascript=javascript, seen={} if looks else None) as play:
        for chapter in CHAPTERS:
            chapter(play)
        assert not play.complaints()
        assert not {kind: told for kind, told in (play.seen or {}).items() if told}
