"""The support team brings establishments: unknown ones are registered, known ones corrected where a cell is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.imports.rules import Column, Line, Trial, Written
from lucette.foundation.organizations import actions, queries
from lucette.foundation.organizations.rules import clean_siret, employer_and_kind
from lucette.foundation.territories import queries as territories
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Invalid, RuleBroken

WORDS = ("name", "address", "legal_category")  # what a line may correct
NEEDED = {"name": "Son nom est nécessaire : elle n’est pas encore connue.", "commune": "Le code Insee de sa commune est nécessaire."}


class Structures:
    """What the lines of a list of establishments become."""

    code = "structures"
    title = "Importer des structures"
    words = ("structure", "structures")
    roles = frozenset({RoleName.SUPPORT.value})
    columns: Sequence[Column] = (
        Column("siret", "SIRET", True, ("numéro siret", "n° siret"), "21190272900013"),
        Column("name", "Nom", False, ("dénomination", "raison sociale", "structure"), "Commune de Tulle"),
        Column("commune", "Code Insee de la commune", False, ("code insee", "insee", "code commune"), "19272"),
        Column("legal_category", "Catégorie juridique", False, ("nature juridique", "forme juridique"), "7210"),
        Column("address", "Adresse", False, ("voie", "rue"), "10 rue Félix-Vidalin"),
    )

    def examples(self) -> Sequence[Mapping[str, str]]:
        return [{column.name: column.example for column in self.columns}]

    def check(self, lines: Sequence[Line], by: Actor) -> Trial:
        found, numbers = cleaned(lines)
        known = queries.by_siret(numbers.values(), by)
        communes = territories.communes({line.values["commune"] for line in lines})
        new = changed = 0
        for line in lines:
            if line.number in found:
                continue
            it = known.get(numbers[line.number])
            if wrong := too_long(line) or ([] if it else not_new(line, communes)):
                found[line.number] = wrong
                continue
            new, changed = new + (it is None), changed + bool(it and changes(line, it))
        same = len(lines) - len(found) - new - changed
        return Trial(found, {"structures nouvelles": new, "structures corrigées": changed, "structures déjà à jour": same})

    def write(self, lines: Sequence[Line], by: Actor) -> list[Written]:
        found, numbers = cleaned(lines)
        if found:
            raise RuleBroken("import.changed", "Une ligne n’est plus acceptée : essayez le fichier de nouveau.")
        known, written = queries.by_siret(numbers.values(), by), []
        for line in lines:
            siret = numbers[line.number]
            if it := known.get(siret):
                corrected = changes(line, it)
                if corrected:
                    before = {word: [getattr(it, word), value] for word, value in corrected.items()}
                    actions.correct(organization_id=it.pk, by=by, **corrected)
                    written.append(Written(line.number, it.pk, before))
                continue
            words: dict[str, Any] = {word: line.values[word] for word in WORDS}
            made = actions.register(siret=siret, commune_code=line.values["commune"], source="import de l’assistance", by=by, **words)
            written.append(Written(line.number, made.pk))
        return written

    def take_back(self, written: Sequence[Written], by: Actor) -> None:
        for it in written:
            if it.before is None:
                if accounts.roles_within(Scope("organization", str(it.made))):
                    raise RuleBroken("import.people", "Une personne agit déjà pour une structure importée : l’import ne s’annule plus.")
                actions.unregister(organization_id=it.made, by=by)
                continue
            now = queries.organization(it.made, by)
            if any(getattr(now, word) != after for word, (_, after) in it.before.items()):
                raise RuleBroken("import.corrected", f"« {now.name} » a été corrigée depuis : l’import ne s’annule plus.")
            actions.correct(organization_id=it.made, by=by, **{word: before for word, (before, _) in it.before.items()})


def cleaned(lines: Sequence[Line]) -> tuple[dict[int, list[tuple[str, str]]], dict[int, str]]:
    """What is wrong in the numbers (not one, or twice in the file), and the right ones, by line."""
    found: dict[int, list[tuple[str, str]]] = {}
    numbers: dict[int, str] = {}
    first: dict[str, int] = {}
    for line in lines:
        try:
            siret = clean_siret(line.values["siret"])
        except Invalid as refusal:
            found[line.number] = [("siret", refusal.sentence)]
            continue
        if siret in first:
            found[line.number] = [("siret", f"Ce numéro est déjà à la ligne {first[siret]} de ce fichier.")]
            continue
        numbers[line.number] = siret
        first[siret] = line.number
    return found, numbers


def too_long(line: Line) -> list[tuple[str, str]]:
    return [(word, "Ce texte est trop long.") for word, most in actions.CORRECTABLE.items() if len(line.values[word]) > most]


def not_new(line: Line, communes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Why an unknown structure cannot be registered from this line."""
    wrong = [(name, sentence) for name, sentence in NEEDED.items() if not line.values[name]]
    if line.values["commune"] and line.values["commune"] not in communes:
        wrong.append(("commune", "Cette commune n’est pas connue : donnez son code Insee, par exemple 19272."))
    if employer_and_kind(line.values["legal_category"])[0] is None:
        wrong.append(("legal_category", "Donnez la catégorie juridique de l’Insee, en quatre chiffres, par exemple 7210."))
    return wrong


def changes(line: Line, it: Any) -> dict[str, str]:
    """What the filled cells correct."""
    return {word: line.values[word] for word in WORDS if line.values[word] and line.values[word] != getattr(it, word)}
