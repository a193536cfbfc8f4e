"""The decisions of a session typed in a spreadsheet: the agenda that was taken away comes back, each line read as one vote."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.imports.rules import Column, Line, count, guessed, lines_told, matching_problems, one_of, read
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.rules import Vote

COLUMNS = (
    Column("number", "Candidature", required=True, example="C-2021-00042"),
    Column("decision", "Décision", required=True, example="accordé"),
    Column("posts", "Postes accordés", example="2"),
    Column("reason", "Motif", example="Offre suffisante."),
)
WORDS = {it.label: it.value for it in Decision}
TOLD = 10  # lines to mend that one sentence names


@transaction.atomic
def import_agenda(*, session_id: UUID, content: bytes, by: Actor) -> int:
    """Record every decision of the file, or none: each line that cannot be taken is named with its reason. A line without a decision is
    left as it is. Returns how many were recorded.

    Raises Forbidden, NotFound, WrongState, Invalid (file, lines).
    """
    files = {line.number: line.application_id for line in queries.session_page(session_id, by).lines}
    problems: dict[int, str] = {}
    lines = [line for line in _lines(content) if line.values["decision"]]
    for line in lines:
        try:
            vote = _vote(line, files)
            with transaction.atomic():
                committee.decide_many(session_id=session_id, votes=[vote], by=by)
        except Invalid as refusal:
            problems[line.number] = refusal.sentence
    if problems or not lines:
        raise _refused(_told(problems) if problems else "Aucune ligne de ce fichier ne porte de décision.")
    return len(lines)


def _lines(content: bytes) -> list[Line]:
    sheet = read(content)
    matching = guessed(COLUMNS, sheet.headers)
    absent = [it.label for it in COLUMNS if it.name in matching_problems(COLUMNS, matching, len(sheet.headers))]
    if absent:
        raise _refused(
            f"Ce fichier n’a pas de colonne {french.enumeration([f'« {it} »' for it in absent])} : partez de l’ordre du jour exporté."
        )
    return lines_told(COLUMNS, matching, sheet.lines)


def _vote(line: Line, files: dict[str, UUID]) -> Vote:
    """Raises Invalid."""
    said = line.values
    if said["number"] not in files:
        raise Invalid("agenda.number", "aucun dossier de cette séance ne porte ce numéro.")
    decision = one_of(said["decision"], WORDS)
    posts = count(said["posts"]) if said["posts"] else 0
    return Vote(files[said["number"]], decision, posts if decision == Decision.GRANTED else 0, said["reason"])


def _told(problems: dict[int, str]) -> str:
    first = " ".join(f"Ligne {number} : {sentence}" for number, sentence in list(problems.items())[:TOLD])
    rest = len(problems) - TOLD
    more = f" Et {french.plural(rest, 'autre ligne')} à corriger." if rest > 0 else ""
    return f"Rien n’est enregistré. {first}{more}"


def _refused(sentence: str) -> Invalid:
    return Invalid("agenda.file", sentence, {"file": sentence})
