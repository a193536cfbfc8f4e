"""Where an application stands and what comes next. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lucette.kernel.french import date, plural
from lucette.scheme.applications.enums import SILENT
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.rules.days import recourse_until


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates and figures from which the next step is told."""

    answer_due_on: dt.date | None = None
    decided_on: dt.date | None = None
    recruit_by: dt.date | None = None
    posts_granted: int = 0
    waiting_rank: int | None = None
    call_takes: bool = True
    call_closes_on: dt.date | None = None
    implicit_on: dt.date | None = None  # silence rejected, and nothing was awarded since
    renews: str = ""  # the agreement that it renews: its advisers are there already


@dataclass(frozen=True, slots=True)
class Next:
    """Who has the ball (« host », « agency », « committee », or nobody: empty) and what comes next, in French."""

    ball: str
    sentence: str


BALLS = {
    "host": "La structure",
    "agency": "L’ANCT",
    "committee": "Le comité de sélection",
    "": "Personne",
}


def next_step(status: str, on: Dates) -> Next:
    """What comes next for an application in this status, and whose turn it is."""
    usual = _next_step(status, on)
    if on.implicit_on is None or status not in SILENT:
        return usual
    since = f"Le silence de l’ANCT vaut rejet depuis le {date(on.implicit_on)}."
    return Next(usual.ball, f"{since} {'Une réponse' if status == S.UNDER_APPEAL else 'Une attribution'} reste possible.")


def _next_step(status: str, on: Dates) -> Next:
    before = f" avant le {date(on.answer_due_on)}" if on.answer_due_on else ""
    silence = f" Au-delà du {date(on.answer_due_on)}, son silence vaudrait rejet." if on.answer_due_on else ""
    until = f" jusqu’au {date(recourse_until(on.decided_on))}" if on.decided_on else ""
    recruit = f" Le recrutement est attendu avant le {date(on.recruit_by)}." if on.recruit_by else ""
    match status:
        case S.DRAFT if on.call_takes:
            return Next("host", "Complétez le brouillon ; la représentante ou le représentant légal le dépose ensuite.")
        case S.DRAFT:
            return Next("", "L’appel ne reçoit pas de candidature aujourd’hui : ce brouillon ne peut pas être déposé.")
        case S.FILED:
            return Next("agency", f"L’ANCT va prendre la candidature en instruction ; sa réponse est attendue{before}.{silence}")
        case S.UNDER_REVIEW:
            return Next("agency", f"L’ANCT instruit la candidature et recueille l’avis du préfet ; sa réponse est attendue{before}.")
        case S.INCOMPLETE:
            return Next("host", "Des éléments manquent : répondez à la demande de compléments pour que l’instruction reprenne.")
        case S.ON_AGENDA:
            return Next("committee", "Le comité de sélection étudie la candidature à sa prochaine séance.")
        case S.WAITING_LIST:
            rank = f" (rang {on.waiting_rank})" if on.waiting_rank else ""
            return Next("agency", f"La candidature est en liste d’attente{rank} : elle sera réexaminée si des postes se libèrent.")
        case S.AWARDED:
            granted = plural(on.posts_granted, "poste attribué", "postes attribués")
            return Next("host", f"{granted} : demandez la convention à la Banque des Territoires.{recruit}")
        case S.AGREED if on.renews:
            return Next(
                "", f"La nouvelle convention est signée : elle renouvelle la convention {on.renews}, avec ses postes et ses conseillers."
            )
        case S.AGREED:
            return Next("host", f"La convention est signée : recrutez dans le vivier des candidats.{recruit}")
        case S.REFUSED | S.INADMISSIBLE:
            return Next("", f"La décision est rendue ; elle peut être contestée{until or ' dans les deux mois'}.")
        case S.CLOSED_INCOMPLETE:
            return Next("", f"Classée sans suite, faute de compléments. La décision peut être contestée{until or ' dans les deux mois'}.")
        case S.LAPSED:
            return Next("", f"L’attribution est retirée. Le tribunal administratif peut être saisi{until or ' dans les deux mois'}.")
        case S.UNDER_APPEAL:
            return Next("agency", f"Une autre personne que celle qui a décidé répond au recours{before}.{silence}")
        case S.REFUSED_FINAL:
            return Next("", f"Le recours est rejeté. Le tribunal administratif peut être saisi{until or ' dans les deux mois'}.")
        case S.DECLINED:
            return Next("", "La structure a décliné l’attribution : les postes sont rendus à la dotation.")
    return Next("", "La structure a retiré sa candidature. Elle peut en déposer une nouvelle tant que l’appel est ouvert.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the road: `state` is done, now or to_come."""

    label: str
    state: str
    who: str
    since: dt.date | None = None
    expected: dt.date | None = None


# act that ends the step, label, who
ROAD = (
    ("open", "Brouillon ouvert", "La structure"),
    ("file", "Candidature déposée", "La structure"),
    ("put_on_agenda", "Instruction et avis du préfet", "L’ANCT et la préfecture"),
    ("decide", "Décision du comité de sélection", "Le comité de sélection"),
    ("agree", "Convention signée", "La structure et la Caisse des Dépôts"),
)

NOW = {S.DRAFT: 1, S.FILED: 2, S.UNDER_REVIEW: 2, S.INCOMPLETE: 2, S.ON_AGENDA: 3, S.WAITING_LIST: 3, S.AWARDED: 4, S.AGREED: 5}


def timeline(status: str, done: Mapping[str, dt.date], since: dt.date | None, on: Dates) -> list[Step]:
    """The road of an application: what is done and when, what is going on and since when, what is to come and when it is expected.

    `done`: date of each act of ROAD already done. An application that ended early shows its end and nothing after.
    """
    here = NOW.get(S(status))
    if here is None:
        walked = [Step(label, "done", who, done[act]) for act, label, who in ROAD if act in done and act != "decide"]
        if status == S.UNDER_APPEAL:
            return [
                *walked,
                Step("Décision contestée", "done", "La structure", since),
                Step("Réponse au recours", "now", "L’ANCT", None, on.answer_due_on),
            ]
        return [*walked, Step(S(status).label.capitalize(), "done", ENDED_BY[S(status)], since)]
    due = None if status == S.INCOMPLETE else on.answer_due_on  # the clock stands still
    expected = (None, on.call_closes_on, due, due, on.recruit_by)
    return [
        Step(label, "done", who, done.get(act))
        if rank < here
        else Step(label, "now", who, since, expected[rank])
        if rank == here
        else Step(label, "to_come", who, None, expected[rank])
        for rank, (act, label, who) in enumerate(ROAD)
    ]


ENDED_BY = {
    S.REFUSED: "Le comité de sélection",
    S.INADMISSIBLE: "L’ANCT",
    S.CLOSED_INCOMPLETE: "L’ANCT",
    S.DECLINED: "La structure",
    S.WITHDRAWN: "La structure",
    S.REFUSED_FINAL: "L’ANCT",
    S.LAPSED: "L’ANCT",
}
