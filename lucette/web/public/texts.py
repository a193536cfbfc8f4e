"""The scheme in six steps, as the home tells it."""

from __future__ import annotations

from typing import NamedTuple


class Scene(NamedTuple):
    """`picture`: a pictogram of the design system."""

    picture: str
    title: str
    text: str


SIX_STEPS = [
    Scene(
        "institutions/money",
        "L’État confie une dotation",
        "La Direction générale des collectivités locales apporte 200 millions d’euros à la Caisse des Dépôts, pour 4 000 postes.",
    ),
    Scene(
        "buildings/city-hall",
        "Une mairie ou une association candidate",
        "Elle dépose son dossier auprès de l’Agence nationale de la cohésion des territoires. La préfecture donne son avis.",
    ),
    Scene(
        "system/success",
        "Un comité attribue les postes",
        "Il examine chaque dossier. Sa décision est motivée, puis annoncée à la structure.",
    ),
    Scene(
        "document/document-signature",
        "Une convention garantit l’aide",
        "La Caisse des Dépôts la signe avec la structure. La subvention est versée en trois fois, à mesure du projet.",
    ),
    Scene(
        "digital/self-training",
        "Un conseiller est recruté et formé",
        "La structure le choisit dans le vivier des candidats. Sa formation est certifiante et entièrement payée.",
    ),
    Scene(
        "environment/human-cooperation",
        "Il vous aide, et chacun rend compte",
        "Le conseiller vous reçoit seul ou en atelier, sans frais. La structure et la Caisse des Dépôts rendent compte de chaque euro.",
    ),
]
