"""The scheme in six steps, what people say of it: words kept apart from pages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

REFERENCE = Path(__file__).resolve().parent / "reference"


class Scene(NamedTuple):
    """A step of the scheme. `picture`: our drawing of it (templates/public/pictures); `more`: told on the page that explains."""

    picture: str
    title: str
    text: str
    who: str
    more: str


class Testimony(NamedTuple):
    words: str
    who: str
    what: str
    fictional: str = ""


class OtherWay(NamedTuple):
    """How a structure has its own people trained; `site`: the words of its link."""

    title: str
    for_whom: str
    text: str
    link: str
    site: str


class Way(NamedTuple):
    """A door of the home: `route`, the url name it opens."""

    label: str
    text: str
    route: str


FOUR_DOORS = [
    Way("Je cherche de l’aide", "Un lieu, une heure, un conseiller : près de chez vous, sans frais.", "public:help"),
    Way("J’aide quelqu’un", "Un parent, un voisin, une personne à votre guichet.", "public:carers"),
    Way("J’accueille un conseiller", "Mairie, association : candidatez avec votre numéro SIRET.", "public:apply_host"),
    Way("Je deviens conseiller", "Un métier près des gens, une formation payée.", "public:apply_adviser"),
]
SITE_MAP = [
    (
        "Trouver de l’aide",
        [
            ("Chercher un lieu et prendre rendez-vous", "public:help"),
            ("J’aide quelqu’un", "public:carers"),
            ("Pages faciles à lire", "public:easy"),
        ],
    ),
    (
        "Accueillir un conseiller",
        [
            ("Candidater pour ma structure", "public:apply_host"),
            ("Les appels à manifestation d’intérêt", "public:calls"),
            ("Former vos agents", "public:other_ways"),
            ("Comment l’ordre du jour du comité est classé", "public:priority"),
        ],
    ),
    ("Devenir conseiller", [("M’inscrire au vivier", "public:apply_adviser")]),
    (
        "Le dispositif",
        [("Comprendre le dispositif", "public:understand"), ("Chiffres clés", "public:figures"), ("Qualité du service", "public:quality")],
    ),
    (
        "Joindre l’équipe",
        [("Aide et questions fréquentes", "public:faq"), ("Nous contacter", "public:contact"), ("Se connecter", "signin:ask")],
    ),
    (
        "Informations",
        [
            ("Accessibilité", "public:accessibility"),
            ("Vérifier un document", "public:verify"),
            ("Mentions légales", "public:legal"),
            ("Données personnelles et cookies", "public:privacy"),
        ],
    ),
]
# the plan of three years that the law asks for (décret n° 2019-768), with its acts year by year
PLAN = [
    (
        2026,
        [
            "Vérifier par machine chaque page, à chaque changement du site.",
            "Publier l’audit, sa déclaration et son taux, calculés du même fichier.",
            "Écrire cinq pages en français facile à lire.",
        ],
    ),
    (
        2027,
        [
            "Tester chaque parcours avec un lecteur d’écran, sur ordinateur et sur téléphone.",
            "Faire relire les pages faciles à lire par des personnes concernées.",
            "Contrôler les documents PDF et donner leur version en ligne.",
            "Faire mener un audit par un organisme extérieur.",
        ],
    ),
    (
        2028,
        [
            "Refaire l’audit sur un nouvel échantillon.",
            "Corriger ce qu’il trouve dans les trois mois.",
            "Former chaque nouvelle personne de l’équipe.",
        ],
    ),
]
SIX_STEPS = [
    Scene(
        "endowment",
        "L’État confie une dotation",
        "La Direction générale des collectivités locales apporte 200 millions d’euros à la Caisse des Dépôts, pour 4 000 postes.",
        "La Direction générale des collectivités locales (DGCL)",
        "La dotation fixe deux limites : une somme et un nombre de postes. La première atteinte arrête les attributions. "
        "La Caisse des Dépôts tient les comptes pour l’État.",
    ),
    Scene(
        "application",
        "Une mairie ou une association candidate",
        "Elle dépose son dossier auprès de l’Agence nationale de la cohésion des territoires. La préfecture donne son avis.",
        "La structure, puis la préfecture",
        "Un appel dit qui peut répondre, combien l’État donne et quand. La structure dit pourquoi elle a besoin d’un conseiller. "
        "La préfecture connaît le territoire : elle écrit un avis motivé.",
    ),
    Scene(
        "committee",
        "Un comité attribue les postes",
        "Il examine chaque dossier. Sa décision est motivée, puis annoncée à la structure.",
        "Le comité de sélection de l’Agence nationale de la cohésion des territoires (ANCT)",
        "Le comité accorde, refuse, ou demande un examen complémentaire. Il ne peut pas dépasser ce qui reste de la dotation. "
        "Son procès-verbal est gardé.",
    ),
    Scene(
        "agreement",
        "Une convention garantit l’aide",
        "La Caisse des Dépôts la signe avec la structure. La subvention est versée en trois fois, à mesure du projet.",
        "La structure et la Caisse des Dépôts",
        "La convention fixe la somme, la durée et les engagements. Pour chaque versement, une personne demande, une autre vérifie, "
        "une troisième paie. Aucune ne peut faire le travail de l’autre.",
    ),
    Scene(
        "training",
        "Un conseiller est recruté et formé",
        "La structure le choisit dans le vivier des candidats. Sa formation est certifiante et entièrement payée.",
        "La structure, le candidat, l’organisme de formation",
        "Le candidat dit où et quand il est disponible. La structure l’invite, il accepte ou décline. Le contrat est vérifié, "
        "puis le conseiller se forme.",
    ),
    Scene(
        "help",
        "Il vous aide, et chacun rend compte",
        "Le conseiller vous reçoit seul ou en atelier, sans frais. La structure et la Caisse des Dépôts rendent compte de chaque euro.",
        "Le conseiller, la structure, la Caisse des Dépôts",
        "Le conseiller note ce qu’il fait, jamais qui il aide. La structure confirme un compte rendu déjà écrit d’après les faits. "
        "La Caisse des Dépôts rend compte à l’ANCT, et un auditeur peut tout relire.",
    ),
]


@cache
def ways() -> list[OtherWay]:
    """From the file kept beside (reference/other_ways.toml)."""
    return [OtherWay(**it) for it in tomllib.loads((REFERENCE / "other_ways.toml").read_text(encoding="utf-8"))["ways"]]


@cache
def testimonies() -> list[Testimony]:
    """Those of the file that the settings name; the invented ones are kept for demonstrations."""
    path = Path(settings.TESTIMONIES) if settings.TESTIMONIES else REFERENCE / "testimonies.toml"
    told = [Testimony(**it) for it in tomllib.loads(path.read_text())["testimony"]]
    return told if settings.DEMONSTRATION else [it for it in told if not it.fictional]
