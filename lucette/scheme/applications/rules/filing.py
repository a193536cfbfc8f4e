"""What a filing needs; the draft of the deliberation that decides it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lucette.kernel.french import enumeration, plural
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.rules import ONE_COORDINATOR, posts_text

SHORTEST_MOTIVATION = 20

# what an import may lack, by field: the code kept in `not_taken_over`
LACKING = {
    "contact_name": "contact",
    "contact_email": "contact",
    "contact_phone": "contact",
    "motivation": "motivation",
    "publics": "need",
    "places_planned": "need",
    "start_on": "start_on",
    "commitments_accepted": "commitments",
    "organization": "siret",
    "pieces": "pieces",
}

IMPORT_CODES = frozenset(LACKING.values()) | {"opinion", "posts_asked", "review"}


@dataclass(frozen=True, slots=True)
class Filing:
    """What is about to be filed, and what it is measured against."""

    contact_name: str
    contact_email: str
    email_valid: bool
    contact_phone: str
    motivation: str
    posts_asked: int
    post_ceiling: int
    start_on: dt.date | None
    commitments_accepted: bool
    identifier_valid: bool
    today: dt.date
    publics: Sequence[str] = ()
    places_planned: str = ""
    pieces_missing: Sequence[str] = ()  # labels
    coordinates: bool = False  # it asks for a coordinator
    kind_offered: bool = True  # the call offers the kind of post asked


def missing(it: Filing) -> dict[str, str]:
    """Every field that stands in the way of filing, with its French sentence; empty when the application is complete (domain.md §2)."""
    digits = sum(c.isdigit() for c in it.contact_phone)
    problems = {
        "contact_name": not it.contact_name.strip() and "Donnez le nom de la personne à contacter.",
        "contact_email": not (it.contact_email and it.email_valid)
        and "Donnez une adresse électronique valable, par exemple mairie@exemple.fr.",
        "contact_phone": not 10 <= digits <= 13 and "Donnez un numéro de téléphone à dix chiffres, ou précédé de l’indicatif du pays.",
        "publics": not it.publics and "Dites à qui s’adressera le conseiller.",
        "places_planned": not it.places_planned.strip() and "Dites dans quels lieux le conseiller recevra.",
        "motivation": len(it.motivation.strip()) < SHORTEST_MOTIVATION
        and "Dites en quelques phrases pourquoi vous souhaitez accueillir un conseiller.",
        "post_kind": not it.kind_offered and "L’appel n’offre pas ce poste à votre structure : choisissez-en un autre.",
        "posts_asked": (it.coordinates and it.posts_asked > ONE_COORDINATOR and "Une candidature demande un seul poste de coordinateur.")
        or (it.posts_asked > it.post_ceiling and f"Une candidature demande au plus {plural(it.post_ceiling, 'poste')}."),
        "start_on": (it.start_on is None and "Donnez la date à laquelle vous souhaitez accueillir le conseiller.")
        or (it.start_on is not None and it.start_on < it.today and "Cette date est passée : choisissez un jour à venir."),
        "commitments_accepted": not it.commitments_accepted and "Acceptez les engagements de la structure pour déposer la candidature.",
        "pieces": bool(it.pieces_missing)
        and f"Joignez les documents demandés : {enumeration([_lower(label) for label in it.pieces_missing])}.",
        "organization": not it.identifier_valid and "Le numéro SIRET de la structure n’est pas valable : faites-le corriger.",
    }
    return {field: sentence for field, sentence in problems.items() if sentence}


# the body that decides for a host, and the text that gives it the power (code général des collectivités territoriales)
COUNCILS = {
    "commune": ("Le conseil municipal", "L. 2121-29"),
    "departement": ("Le conseil départemental", "L. 3211-1"),
    "region": ("Le conseil régional", "L. 4221-1"),
    "epci": ("Le conseil communautaire", "L. 5211-1"),
}

DECIDES = (
    "d’accepter les engagements de l’appel : accompagnement gratuit, formation du conseiller, moyens de travail ;",
    "d’autoriser la personne qui représente la structure à déposer la candidature et à signer la convention avec la Caisse des Dépôts, "
    "ainsi que tout acte qui s’y rapporte ;",
    "d’inscrire au budget les dépenses et les recettes correspondantes.",
)

BUDGET_ACT = "la loi n° 2020-1721 du 29 décembre 2020 de finances pour 2021, notamment son article 248"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a host is about to decide. `kind`: its type, « » for a private host; money already in French."""

    host: str
    kind: str
    call: str
    posts: int
    unit: str
    total: str
    months: int
    publics: Sequence[str]
    places: str
    post_kind: str = PostKind.ADVISER


def draft_deliberation(it: Asked) -> dict[str, Any]:
    """The words of a draft that the deciding body of the host reads, completes and votes."""
    council, article = COUNCILS.get(it.kind, ("Le conseil d’administration", ""))
    code = "le code général des collectivités territoriales"
    powers = [f"{code}, notamment son article {article}" if article else code] if it.kind else ["les statuts de la structure"]
    need = f"le besoin d’accompagnement au numérique de ces publics : {enumeration(list(it.publics))}" if it.publics else ""
    posts = posts_text(it.post_kind, it.posts)
    grant = f"de demander {posts}, pour une subvention de {it.unit} par poste pendant {it.months} mois, soit {it.total} au plus ;"
    return {
        "body": f"{council} ({it.host})",
        "seen": [*powers, BUDGET_ACT, f"l’appel à manifestation d’intérêt « {it.call} »"],
        "considering": [line for line in (need, "que la subvention de l’État ne dépasse pas le coût réel des postes") if line],
        "decides": [{"text": text} for text in (grant, *DECIDES)],
    }


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
