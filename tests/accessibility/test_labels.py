"""A question asked in several places is asked in the same words (criterion 11.3)."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import lucette.web
from lucette.web.design.forms import Form

# names that stand for several questions, each with its own words: what another form asks under such a name joins them, or uses them
SEVERAL = {
    "answer": {"Ce qui manque", "Vos observations"},
    "ground": {"Pourquoi retirer l’attribution ?", "Pourquoi suspendre ?"},
    "outcome": {"Votre réponse au recours", "Votre décision"},
    "address": {"Adresse", "Son adresse"},
    "agreement": {"La convention d’où viendrait le poste", "Convention dont les postes sont terminés"},
    "amount": {"Montant", "Montant reçu", "Montant du virement", "Montant appelé", "Montant à garder", "Montant à rendre disponible"},
    "body": {"Organisme de formation", "Commune ou structure"},
    "booked_by": {"Qui demande le rendez-vous ?", "Ce rendez-vous est"},
    "capacity": {"En quelle qualité signera-t-elle ?", "Qualité du signataire"},
    "code": {"Texte de l’appel", "Code", "Règle à changer", "Motif de l’irrecevabilité"},
    "comment": {"Pourquoi cette solution", "Ce que vous attendez", "Que pouvons-nous améliorer ?", "Vos raisons"},
    "confirm": {
        "Je rends ces postes et je sais qu’ils ne reviendront pas à ma structure.",
        "Je demande la fin de la convention pour tous ses postes.",
    },
    "decision": {"Décision", "Décision de l’État", "Pourquoi classer cette demande ?"},
    "effective_on": {"Jusqu’à quel jour ?", "Dernier jour de la convention", "À partir de quel jour ?"},
    "email": {
        "L’adresse électronique de la structure proposée",
        "Votre adresse électronique",
        "Adresse électronique",
        "Adresse électronique professionnelle",
        "Adresse électronique de la personne",
        "Adresse du premier compte de la personne",
    },
    "ended_on": {"Dernier jour travaillé", "Dernier jour de la convention"},
    "endowment": {"Dotation", "Dotation qui paie"},
    "ends_on": {"Dernier jour du contrat", "Dernier jour de la période", "Dernier jour", "Nouvelle fin de la convention"},
    "explanation": {"Explication pour la structure", "Expliquez votre demande"},
    "file": {
        "Décision à corriger",
        "Fichier du relevé",
        "Fichier de la réponse",
        "Réponse écrite de la banque",
        "Votre fichier",
        "Dossier",
    },
    "first_name": {"Votre prénom", "Prénom de la personne", "Prénom"},
    "held_on": {"Quel jour ?", "Date"},
    "hire": {"Quel conseiller inscrire ?", "Vers quel conseiller ?"},
    "kind": {"Votre proposition", "Nature du contrat", "Nature", "Type de lieu"},
    "last_name": {"Votre nom", "Nom"},
    "line": {"Dossier à retirer", "Recette du relevé"},
    "le": {"Le créneau", "Choisissez un autre créneau"},
    "minutes": {"Combien de temps ?", "Combien de temps avez-vous passé ?"},
    "motivation": {
        "Qu’ont apporté vos conseillers, et que feront-ils ensuite ?",
        "Pourquoi ce métier ?",
        "Pourquoi accueillir un conseiller\u00a0?",
    },
    "name": {"Ou son nom", "Nom du lieu", "Le nom de la structure", "Vos prénom et nom", "Commune ou structure qui partage le poste"},
    "need": {"Besoin de la personne", "Votre besoin"},
    "number": {"Numéro de l’ordre de paiement", "Numéro de la séance"},
    "orders": {"Ordres à payer", "Ordres à signer ensemble", "Orders"},
    "other": {"Autre élément", "Ligne correspondante"},
    "person": {"Personne concernée", "Membre"},
    "phone": {"Votre numéro de téléphone", "Téléphone de la personne", "Téléphone du lieu", "Numéro appelé"},
    "posts": {"Nombre de postes", "Postes accordés", "Nombre de postes à rouvrir", "Quels postes rendez-vous ?", "Quel poste ?"},
    "proof": {"Preuve de la fin du contrat", "Accord écrit de l’autre structure"},
    "reason": {
        "Motif",
        "Motif de la correction",
        "Motif de la rectification",
        "Ce qui vous lie à ce dossier",
        "Pourquoi lever ce lien ?",
        "Décision",
        "Pourquoi ?",
        "Pourquoi la retirer ?",
        "Motif, que la structure lira",
        "Comment vous le savez",
        "Ce qui le montre",
        "Ce qui est à corriger",
        "Pourquoi la formation s’interrompt-elle ?",
        "Pourquoi renoncez-vous à cette convention ?",
        "Motif de la fin",
        "Motif de la dérogation",
        "Précisions",
        "Pourquoi est-ce la même structure ?",
        "Motif du retrait",
        "Nature du conflit",
        "Comment vous savez que ce sont deux personnes",
    },
    "role": {"À quel titre agissez-vous ?", "Rôle"},
    "siret": {
        "Le numéro SIRET de votre structure",
        "Le numéro SIRET de la structure proposée",
        "SIRET de la structure à garder",
        "SIRET de la structure",
        "SIRET de la nouvelle structure",
    },
    "source": {
        "Par quelle décision ?",
        "Où avez-vous trouvé ce numéro ?",
        "De l’enveloppe",
        "D’où vient la somme restituée ?",
        "Somme reversée par une structure",
    },
    "starts_on": {"Premier jour du contrat", "Premier jour de la période", "Premier jour"},
    "text": {
        "Votre réponse à la structure",
        "Vos observations",
        "Votre réponse",
        "Votre proposition",
        "Les faits",
        "Pourquoi mettez-vous fin à la convention ?",
    },
    "title": {"Intitulé de la dotation", "Titre", "Intitulé de la formation", "Titre de l’atelier"},
    "until": {"Jusqu’au", "Calculer jusqu’au"},
    "verdict": {"La condition est-elle remplie ?", "Ce document convient-il ?"},
}


def below(form: type[Form]) -> Iterator[type[Form]]:
    for it in form.__subclasses__():
        yield it
        yield from below(it)


@cache
def asked() -> dict[str, dict[str, list[str]]]:
    """Name of a field → its labels → the forms that ask it so. The forms of the gallery of components ask nothing of anybody."""
    for module in pkgutil.walk_packages(lucette.web.__path__, "lucette.web."):
        importlib.import_module(module.name)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for form in dict.fromkeys(below(Form)):
        if form.__module__.startswith("lucette.") and ".design." not in form.__module__:
            for name, field in form.base_fields.items():
                found[name][str(field.label or name.capitalize())].append(form.__qualname__)
    return found


def test_one_question_has_one_label() -> None:
    others = {name: labels for name, labels in asked().items() if len(labels) > 1 and set(labels) - SEVERAL.get(name, set())}
    assert not others, {name: dict(labels) for name, labels in others.items()}


def test_no_label_is_told_that_nobody_reads() -> None:
    assert {name: gone for name, told in SEVERAL.items() if (gone := told - set(asked()[name]))} == {}


def test_what_a_person_tells_of_herself_is_asked_in_the_same_words_everywhere() -> None:
    """By what the browser is told to fill in."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in dict.fromkeys(below(Form)):
        for field in form.base_fields.values():
            token = field.widget.attrs.get("autocomplete", "off")
            if token != "off" and form.__module__.startswith("lucette."):
                found[token].add(str(field.label))
    assert {token: labels for token, labels in found.items() if len(labels) > 1} == {}
    assert {"email", "given-name", "family-name", "tel"} <= set(found)
