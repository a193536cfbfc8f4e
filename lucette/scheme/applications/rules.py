"""What a filing needs, its legal dates, where an application stands and what comes next. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lucette.kernel.french import date, enumeration, plural
from lucette.scheme.applications.enums import SILENT, ReminderKind
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.calls.rules import add_months

RECOURSE_MONTHS = 2  # code de justice administrative, art. R. 421-1 ; code des relations entre le public et l'administration, art. L. 411-2
SHORTEST_MOTIVATION = 20
RECRUIT_DAYS = (30, 7)  # before the last day to recruit: a first reminder, a last one
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
        "posts_asked": it.posts_asked > it.post_ceiling and f"Une candidature demande au plus {plural(it.post_ceiling, 'poste')}.",
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


def draft_deliberation(it: Asked) -> dict[str, Any]:
    """The words of a draft that the deciding body of the host reads, completes and votes."""
    council, article = COUNCILS.get(it.kind, ("Le conseil d’administration", ""))
    code = "le code général des collectivités territoriales"
    powers = [f"{code}, notamment son article {article}" if article else code] if it.kind else ["les statuts de la structure"]
    need = f"le besoin d’accompagnement au numérique de ces publics : {enumeration(list(it.publics))}" if it.publics else ""
    posts = plural(it.posts, "poste de conseiller numérique", "postes de conseiller numérique")
    grant = f"de demander {posts}, pour une subvention de {it.unit} par poste pendant {it.months} mois, soit {it.total} au plus ;"
    return {
        "body": f"{council} ({it.host})",
        "seen": [*powers, BUDGET_ACT, f"l’appel à manifestation d’intérêt « {it.call} »"],
        "considering": [line for line in (need, "que la subvention de l’État ne dépasse pas le coût réel des postes") if line],
        "decides": [{"text": text} for text in (grant, *DECIDES)],
    }


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def answer_due(filed_on: dt.date, months_of_silence: int) -> dt.date:
    """The day on which silence becomes a rejection (code des relations entre le public et l'administration, art. L. 231-4)."""
    return add_months(filed_on, months_of_silence)


def recruit_reminder(recruit_by: dt.date, on: dt.date) -> ReminderKind | None:
    """Which reminder that day calls for; None before and after."""
    first, last = (recruit_by - dt.timedelta(days=days) for days in RECRUIT_DAYS)
    if not first <= on <= recruit_by:
        return None
    return ReminderKind.RECRUIT_LAST if on >= last else ReminderKind.RECRUIT_SOON


def recourse_until(notified_on: dt.date) -> dt.date:
    """Last day to contest a decision received on that day."""
    return add_months(notified_on, RECOURSE_MONTHS)


def remedies(until: dt.date, contact: str, online: bool = True) -> str:
    """How to contest a decision, in French, for a letter. `contact`: where a request to the ANCT is sent; `online`: or from the file."""
    how = "depuis la page de la candidature ou " if online else ""
    return (
        "Vous pouvez contester cette décision dans les deux mois qui suivent la réception de cette lettre. "
        f"Si vous la recevez aujourd’hui, vous avez jusqu’au {date(until)} pour :\n\n"
        f"- former un recours gracieux, {how}en écrivant à l’Agence nationale de la cohésion des territoires ({contact}) ;\n"
        "- saisir le tribunal administratif, par courrier ou sur le site www.telerecours.fr.\n\n"
        "Un recours gracieux fait à temps interrompt ce délai. Vous aurez de nouveau deux mois pour saisir le tribunal : "
        "après la réponse de l’Agence, ou après deux mois sans réponse."
    )


def court(until: dt.date) -> str:
    """What is left once a request to the ANCT is rejected."""
    return (
        f"Si vous recevez cette lettre aujourd’hui, vous avez jusqu’au {date(until)} pour saisir le tribunal administratif. "
        "Vous pouvez le faire par courrier ou sur le site www.telerecours.fr."
    )


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


def partner_problems(name: str, percent: int, others: Mapping[str, int], host: str) -> dict[str, str]:
    """What is wrong with one more body that shares the post, by field. `others`: shares in per cent, by name in lower case."""
    left = 99 - sum(others.values())
    sentence = f"Donnez une part entre 1 et {left} % : votre structure garde au moins 1 % du temps."
    problems = {
        "name": (not name and "Donnez le nom de la commune ou de la structure.")
        or (name.casefold() in others and "Cette structure partage déjà le poste.")
        or (name.casefold() == host.casefold() and "C’est votre structure : elle garde le reste du temps."),
        "percent": not 1 <= percent <= left and (sentence if left else "Tout le temps est déjà partagé : retirez d’abord une part."),
    }
    return {field: told for field, told in problems.items() if told}


def shares(host: str, partners: Mapping[str, int]) -> str:
    """Who receives the adviser and how much, the host that bears the post first: « A (porteuse) 60 %, B 40 % ». "" when nobody shares."""
    if not partners:
        return ""
    return ", ".join(
        [f"{host} (porteuse) {100 - sum(partners.values())} %", *(f"{name} {percent} %" for name, percent in partners.items())]
    )
