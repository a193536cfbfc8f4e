"""An adviser brings the activities that she kept in her own table: counted people only, never who."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.imports.rules import Column, Line, Trial, Written, count, day, minutes, one_of, several_of
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.activities import actions, queries
from lucette.scheme.activities.enums import ActivityKind, AgeBand, Channel, Occupation, RemovalReason, Theme
from lucette.scheme.activities.rules import Contract, Draft, problems
from lucette.scheme.places import queries as places
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.reports import queries as reports
from lucette.scheme.reports.enums import HostReportStatus

KINDS = {
    "individuel": ActivityKind.INDIVIDUAL,
    "accompagnement individuel": ActivityKind.INDIVIDUAL,
    "aide individuelle": ActivityKind.INDIVIDUAL,
    "atelier": ActivityKind.WORKSHOP,
    "atelier collectif": ActivityKind.WORKSHOP,
    "collectif": ActivityKind.WORKSHOP,
    "ponctuel": ActivityKind.BRIEF,
    "demande ponctuelle": ActivityKind.BRIEF,
}
APART = {
    "à distance": Channel.REMOTE,
    "distance": Channel.REMOTE,
    "téléphone": Channel.REMOTE,
    "visioconférence": Channel.REMOTE,
    "à domicile": Channel.HOME,
    "domicile": Channel.HOME,
    "autre lieu": Channel.ELSEWHERE,
    "autre": Channel.ELSEWHERE,
    "extérieur": Channel.ELSEWHERE,
}
THEMES = {theme.label: theme.value for theme in Theme} | {theme.value: theme.value for theme in Theme}
AGES = {f"age_{band.name.lower()}": band for band in AgeBand}
OCCUPATIONS = {f"occupation_{it.name.lower()}": it for it in Occupation if it != Occupation.UNKNOWN}
# the words of `activities.record` → the column that says them
SAID_BY = {
    "held_on": "date",
    "minutes": "duration",
    "place_id": "place",
    "channel": "place",
    "ages": "age_under_12",
    "occupations": "occupation_pupil",
}
FROZEN = frozenset({HostReportStatus.SIGNED_BY_ADVISER, HostReportStatus.SUBMITTED, HostReportStatus.ACCEPTED})
NOT_IN_POST = "Votre contrat n’est pas validé, ou il a pris fin : rien ne peut être importé."


class Activities:
    """What the lines of her table become."""

    code = "activities"
    title = "Importer vos activités passées"
    words = ("activité", "activités")
    roles = frozenset({RoleName.ADVISER.value})
    columns: Sequence[Column] = (
        Column("date", "Date", True, ("jour", "date de l’activité", "le"), "12/03/2021"),
        Column("duration", "Durée", True, ("temps", "minutes", "durée en minutes"), "45 min"),
        Column("themes", "Thèmes", True, ("thème", "thématique", "sujet", "objet"), "courriels ; sécurité"),
        Column("place", "Lieu", True, ("lieu d’accueil", "où", "site"), "à distance"),
        Column("kind", "Nature", False, ("type", "type d’activité", "modalité"), "atelier collectif"),
        Column("participants", "Participants", False, ("nombre de participants", "nombre", "nb", "personnes"), "6"),
        Column("recurring", "Déjà accompagnés", False, ("récurrents", "déjà venus"), "2"),
        *(Column(name, band.label.capitalize(), False, (band.value,)) for name, band in AGES.items()),
        *(Column(name, it.label.capitalize(), False, (it.value,)) for name, it in OCCUPATIONS.items()),
    )

    def examples(self) -> Sequence[Mapping[str, str]]:
        one = {"date": "12/03/2021", "duration": "45 min", "themes": "courriels ; sécurité", "place": "à distance", "kind": "individuel"}
        several = {
            "date": "15/03/2021",
            "duration": "1 h 30",
            "themes": "smartphone",
            "place": "autre lieu",
            "kind": "atelier",
            "participants": "6",
        }
        return [one | {"participants": "1"}, several]

    def check(self, lines: Sequence[Line], by: Actor) -> Trial:
        found: dict[int, list[tuple[str, str]]] = {}
        drafts = self.drafts(lines, by, found)
        people = sum(draft.people for draft in drafts)
        days = {draft.held_on for draft in drafts}
        return Trial(found, {"activités à enregistrer": len(drafts), "personnes accompagnées": people, "jours d’activité": len(days)})

    def write(self, lines: Sequence[Line], by: Actor) -> list[Written]:
        found: dict[int, list[tuple[str, str]]] = {}
        drafts = self.drafts(lines, by, found)
        if found:
            raise RuleBroken("import.changed", "Une ligne n’est plus acceptée : essayez le fichier de nouveau.")
        made = actions.record_all(records=drafts, by=by)
        return [Written(line.number, it.pk) for line, it in zip(lines, made, strict=True)]

    def take_back(self, written: Sequence[Written], by: Actor) -> None:
        ids = [it.made for it in written]
        days = queries.days_of(ids, by)
        for report in reports.host_reports(by):
            if report.status in FROZEN and any(report.starts_on <= it <= report.ends_on for it in days):
                raise RuleBroken("import.reported", "Un compte rendu signé compte ces activités : l’import ne s’annule plus.")
        actions.remove_all(activity_ids=ids, reason=RemovalReason.MISTAKE, by=by)

    def drafts(self, lines: Sequence[Line], by: Actor, found: dict[int, list[tuple[str, str]]]) -> list[Draft]:
        """The lines in order that can be recorded; what is wrong in the others is added to `found`."""
        hire = recruitment.current_hire(by.pk, by)
        if hire is None:
            raise RuleBroken("activity.not_in_post", NOT_IN_POST)
        contract = Contract(hire.starts_on or dt.date.max, hire.ended_on or hire.ends_on)
        known = {it.name: str(it.id) for it in places.of_organization(hire.organization_id)}
        today, drafts = clock.today(), []
        for line in lines:
            draft, wrong = drafted(line, hire.pk, known)
            if draft is not None and not wrong:
                wrong = [(SAID_BY.get(name, name), sentence) for name, sentence in problems(draft, contract, today).items()]
            if wrong:
                found[line.number] = wrong
            elif draft is not None:
                drafts.append(draft)
        return drafts


def drafted(line: Line, hire_id: Any, known: Mapping[str, str]) -> tuple[Draft | None, list[tuple[str, str]]]:
    """The activity that a line tells, or what cannot be read in it."""
    wrong: list[tuple[str, str]] = []

    def told(name: str, reading: Callable[[str], Any], usual: Any = None) -> Any:
        try:
            return reading(line.values[name]) if line.values.get(name) else usual
        except Invalid as refusal:
            wrong.append((name, refusal.sentence))
            return None

    where = told("place", lambda text: one_of(text, {**APART, **known}))
    people = told("participants", count)
    ages = {band.value: told(name, count, 0) for name, band in AGES.items()}
    occupations = {it.value: told(name, count, 0) for name, it in OCCUPATIONS.items()}
    words = {
        "held_on": told("date", day),
        "minutes": told("duration", minutes),
        "themes": told("themes", lambda text: several_of(text, THEMES)),
        "recurring": told("recurring", count, 0),
        "kind": told("kind", lambda text: one_of(text, KINDS)),
    }
    if wrong:
        return None, wrong
    apart = where in Channel.values
    draft = Draft(
        hire_id,
        None if apart or not where else UUID(where),
        words["kind"] or ActivityKind.INDIVIDUAL,
        where if apart else Channel.PLACE,
        words["held_on"],
        words["minutes"],
        words["themes"],
        {code: n for code, n in ages.items() if n},
        {code: n for code, n in occupations.items() if n},
        people,
        words["recurring"],
    )
    return with_kind(draft) if not words["kind"] else draft, []


def with_kind(draft: Draft) -> Draft:
    """Nothing says whether it was a workshop: several people make one."""
    return replace(draft, kind=ActivityKind.WORKSHOP) if draft.people > 1 else draft
