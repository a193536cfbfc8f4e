"""The agenda as a spreadsheet, for members who want one: what the room shows of each file, one line a file."""

from __future__ import annotations

from typing import Any

from lucette.kernel import french
from lucette.scheme.committee import queries as committee
from lucette.web.design.elements import Column, Table

YES = {True: "oui", False: "non"}


def sheet(shown: committee.SessionPage) -> Table:
    """The files that this person may see. The first columns are those that the import reads again."""
    reasons: list[dict[str, Any]] = next((it.snapshot["territory"]["reasons"] for it in shown.lines if "territory" in it.snapshot), [])
    columns: list[Column | str] = ["N°", "Candidature", "Structure", "Décision", Column("Postes accordés", number=True), "Motif"]
    columns += [
        Column("Postes demandés", number=True),
        "Postes supplémentaires",
        "Poste demandé",
        "Nature",
        "Commune",
        "Département",
        "Avis",
        "Proposition de la préfecture",
        "Candidat identifié",
    ]
    columns += [
        Column("Montant", number=True),
        *([Column("Points", number=True)] if reasons else []),
        *(it["label"] for it in reasons),
        "Motivation",
    ]
    return Table("Ordre du jour", columns, [row(it, len(reasons)) for it in shown.lines])


def row(it: committee.LineShown, reasons: int) -> list[str]:
    read, territory = it.snapshot, it.snapshot.get("territory")
    near = [reason["said"] for reason in territory["reasons"]] if territory else [""] * reasons
    return [
        str(it.position),
        it.number,
        it.host,
        it.decision_label if it.decision else "",
        french.number(it.posts) if it.posts else "",
        it.reason,
        french.number(it.asked),
        YES[bool(read.get("additional"))],
        str(read.get("post", "")) or "conseiller numérique",
        str(read.get("kind", "")),
        str(read.get("commune", "")),
        it.department,
        str(read.get("opinion", "")),
        str(read.get("proposal", "")),
        YES[bool(read.get("candidate_identified"))],
        str(it.amount) if it.amount else "",
        *([str(territory["points"]) if territory else ""] if reasons else []),
        *near,
        str(read.get("motivation", "")),
    ]
