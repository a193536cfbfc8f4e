"""From a number to the receipt: a town hall, an association in the second call, a province of New Caledonia."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lucette.foundation.organizations.rules import siret_for
from lucette.jobs.demonstration.hosts import SPECIMEN
from tests.journeys.play import Play
from tests.journeys.visitor import Visitor

# keystroke-level model (Card, Moran and Newell): a key of an average typist; then, larger than theirs, an answer and a page
KEY, ANSWER, PAGE = 0.28, 5, 10  # seconds
COUNTED = """for (const [kind, name] of [['keydown', 'keys'], ['change', 'answers'], ['pageshow', 'pages']])
  addEventListener(kind, () => { sessionStorage[name] = 1 + Number(sessionStorage[name] || 0) }, true)"""


@dataclass(frozen=True, slots=True)
class Host:
    """Who applies: its number, what it says of itself when no register does, who comes, to which call, with which documents."""

    number: str
    knows: str
    email: str
    call: str
    pieces: tuple[str, ...]
    described: Mapping[str, Any] = field(default_factory=dict)
    person: Mapping[str, Any] = field(default_factory=lambda: {"Votre prénom": "Claire", "Votre nom": "Fontanel"})
    function: str = "Maire"


TOWN_HALL = Host(
    siret_for("211927207"),
    "Commune de Tulle",
    "maire@tulle.example.fr",
    "Accueillir des conseillers",
    ("Acte qui désigne la personne qui signe",),
)
ASSOCIATION = Host(
    siret_for("404833048"),
    "ne connaît pas ce numéro",
    "presidente@clavier.example.fr",
    "Appel",
    (
        "Statuts de la structure",
        "Liste des dirigeants",
        "Contrat d’engagement républicain",
        "Procès-verbal de la dernière assemblée",
        "Derniers comptes certifiés",
    ),
    {
        "Le nom de la structure": "Les Amis du clavier",
        "Sa forme juridique": "Association déclarée",
        "Son adresse": "1 rue des Essais",
        "La commune": "Tulle",
    },
    {"Votre prénom": "Awa", "Votre nom": "Diarra"},
    "Présidente",
)
PROVINCE = Host(
    "1 234 567",
    "tient son propre registre",
    "presidence@sud.example.fr",
    "Appel",
    ("Acte qui désigne la personne qui signe",),
    {
        "Le nom de la structure": "Province Sud",
        "Sa forme juridique": "Collectivité d’outre-mer",
        "Son adresse": "Route des Artifices",
        "La commune": "Nouméa",
    },
    {"Votre prénom": "Jean", "Votre nom": "Wamytan"},
    "Président",
)


def files(play: Play, host: Host, visitor: Visitor) -> Visitor:
    """The whole way, from the number of the structure to the receipt."""
    comes_in(play, host, visitor)
    visitor.goes("/structure/candidatures/nouvelle/")
    visitor.answers({host.call: True}).presses("Commencer la candidature").reads("pas encore déposée", "éligible").follows("Continuer")
    need = {"personnes âgées": True, "Dans quels lieux": "La mairie et la médiathèque, deux permanences par semaine."}
    visitor.answers(need).presses("Enregistrer et continuer")
    visitor.answers(
        {
            "Combien de conseillers": "2",
            "À partir de quelle date": "2021-09-01",
            "Pourquoi accueillir un conseiller": "Accompagner les habitants dans leurs démarches en ligne.",
        }
    ).presses("Enregistrer et continuer")
    visitor.answers({"Fonction": host.function, "Téléphone": "05 55 00 00 00"}).presses("Enregistrer et continuer")
    visitor.answers(dict.fromkeys(host.pieces, SPECIMEN)).presses("Enregistrer et continuer").reads("enregistré")
    visitor.presses("Enregistrer et continuer").reads("Ce qu’il manque").follows("Étape précédente")
    visitor.answers({"La structure prend ces engagements": True}).presses("Enregistrer et continuer").follows("Déposer la candidature")
    return visitor.reads("Ce qui va se passer").presses("Déposer la candidature").reads("est déposée", "La réponse est attendue avant")


def comes_in(play: Play, host: Host, visitor: Visitor) -> None:
    """Her structure by its number, or described; herself; the link that she receives."""
    visitor.goes("/candidater/structure/").follows("Commencer").answers({"Le numéro SIRET": host.number}).presses("Continuer")
    visitor.reads(host.knows).answers(host.described).presses("Continuer")
    person = {**host.person, "Je la représente légalement": True, "Votre adresse électronique": host.email}
    visitor.answers(person | {"Votre numéro de téléphone": "05 55 00 00 00"})
    visitor.presses("Ouvrir l’espace de ma structure").reads("Nous vous écrivons")
    play.opens_link(visitor, host.email).reads("Ce qui vous attend")


def counts(visitor: Visitor) -> Visitor:
    """From now on, its pages count the keys, the answers and themselves."""
    visitor.context.add_init_script(COUNTED)
    return visitor


def effort(visitor: Visitor) -> dict[str, int]:
    """What was counted, and the seconds that a person takes by the keystroke-level model."""
    told = visitor.page.evaluate("Object.fromEntries(['keys', 'answers', 'pages'].map(it => [it, Number(sessionStorage[it] || 0)]))")
    return told | {"seconds": round(told["keys"] * KEY + told["answers"] * ANSWER + told["pages"] * PAGE)}
