"""Applications as the host, the prefecture and the agency show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from lucette.foundation.territories import queries as territories
from lucette.foundation.territories.rules import NOT_AVAILABLE, CommuneZoning
from lucette.kernel import french
from lucette.kernel.errors import RuleBroken
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus, Public
from lucette.scheme.applications.queries import Detail
from lucette.scheme.calls.enums import Needed
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import Cell, Column, Fact, Filter, Step, Table
from lucette.web.design.states import tone
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import address, asked_order, status_filters
from lucette.web.gate.objects import identifier, said
from lucette.web.gate.request import Request

SORTED = {"Structure": "structure", "Déposée le": "depot", "Réponse avant le": "reponse", "Demandés": "postes"}
NOT_TAKEN = (ApplicationStatus.DRAFT, ApplicationStatus.FILED)  # no instruction, no opinion, no session yet
VERDICTS = {"pass": "success", "fail": "error", "to_check": "warning"}
# the files of a list that are not drafts: who instructs has no use for them
SHOWN = tuple(status for status in ApplicationStatus if status != ApplicationStatus.DRAFT)
LACKING = {
    "contact": "le contact",
    "need": "le besoin",
    "motivation": "la motivation",
    "start_on": "la date de démarrage",
    "commitments": "les engagements",
    "siret": "le SIRET",
    "pieces": "les documents",
    "opinion": "l’avis de la préfecture",
    "posts_asked": "le nombre de postes demandés",
    "review": "l’instruction",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files that wait for the same thing from their reader: a filter of the list, by this word in its address (`?attente=`)."""

    word: str
    label: str
    ids: Collection[UUID]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the instruction asked of the host, and the host's answer, with their days."""

    items: Sequence[str]
    comment: str
    asked_on: str
    due_on: str
    answer: str
    answered_on: str


def listing(
    request: Request, space: str, breadcrumb: list[tuple[str, str]], hidden: Collection[UUID] = (), waiting: Sequence[Waiting] = ()
) -> HttpResponse:
    """Every application of the reader's scope without those `hidden`: by state, by words, by what is `waiting`, fifty at a time, or all
    in a file."""
    by, status, words = request.actor, request.GET.get("etat", ""), request.GET.get("q", "").strip()[:80]
    department = request.GET.get("departement", "")[:3]
    statuses = [status] if status in SHOWN else SHOWN
    among = next((it for it in waiting if it.word == request.GET.get("attente", "")), None)
    asked: dict[str, Any] = {"statuses": statuses, "department": department, "search": words, "hidden": hidden}
    asked |= {"among": among.ids} if among else {}
    order = asked_order(request)
    counts = {code: count for code, count in applications.counts_by_status(by, hidden=hidden).items() if code in SHOWN}

    def read(after: str, limit: int) -> tuple[Sequence[Any], str]:
        return applications.applications(by, **asked, sort=order, after=after, limit=limit)

    shown = [*filters(request, counts, department), *waiting_filters(request, waiting, hidden)]
    of = Listed("Candidatures", partial(table, space=space), ("candidature",), filters=shown, sorts=SORTED)
    context = {"breadcrumb": breadcrumb, "words": words, "kept": {"etat": status, "tri": order, "attente": among.word if among else ""}}
    return long_list(request, of, read, applications.count(by, **asked), template="gate/applications.html", **context)


def filters(request: Request, counts: dict[str, int], department: str) -> list[Filter]:
    """By state; and the department asked for, to be taken away."""
    found = status_filters(request, dict(ApplicationStatus.choices), counts)
    return [*found, Filter(f"Département {department}", address(request, departement=""), True)] if department else found


def waiting_filters(request: Request, waiting: Sequence[Waiting], hidden: Collection[UUID]) -> list[Filter]:
    """What waits for the reader, when something does; the one asked for is taken away by the same link."""
    asked, found = request.GET.get("attente", ""), []
    for it in waiting:
        count, current = len(set(it.ids) - set(hidden)), it.word == asked
        if count or current:
            found.append(Filter(it.label, address(request, attente="" if current else it.word), current, count))
    return found


def table(rows: Sequence[applications.Row], space: str) -> Table:
    return Table(
        "Candidatures",
        [
            "Candidature",
            "Structure",
            "Département",
            "Déposée le",
            "Réponse avant le",
            Column("Demandés", number=True),
            Column("Attribués", number=True),
            "État",
        ],
        [
            [
                Cell(row.number, reverse(f"{space}:application", args=[row.id])),
                row.organization,
                row.department_code,
                said(row.filed_on),
                said(row.answer_due_on) if row.late or not row.posts_granted else "",
                french.number(row.posts_asked),
                french.number(row.posts_granted) if row.posts_granted else "",
                Cell(row.status_label, tone=tone(row.status)),
            ]
            for row in rows
        ],
        empty="Aucune candidature ne répond à ce choix.",
    )


def eligibility(checks: Sequence[reviews.Check]) -> Table:
    """Each rule answered, why, and the text it comes from."""
    return Table(
        "Éligibilité",
        ["Réponse", "Pourquoi", "Texte"],
        [[Cell(check.label, tone=VERDICTS[check.verdict]), check.text, check.source] for check in checks],
        empty="Les conditions de l’appel n’ont pas été reprises avec ce dossier.",
    )


def at_filing(application: Any) -> list[reviews.Check]:
    """What the rules answer of a file that nobody has taken yet."""
    try:
        return reviews.eligibility(
            application.call_id,
            application.organization,
            posts=application.posts_asked,
            on=application.filed_at.date() if application.filed_at else None,
            taken_over=bool(application.source),
            call=application.call,
        ).checks
    except RuleBroken:  # the call lacks a parameter: nothing can be answered yet
        return []


def pieces(application: Any) -> list[Table]:
    """The documents that the call asks of this host, with what was given."""
    rows = [
        [
            Cell(it.label, reverse("document", args=[it.document_id])) if it.document_id else it.label,
            Needed(it.needed_for).label.capitalize(),
            Cell(it.status_label, tone=tone(it.status)) if it.status else "à fournir",
            said(it.given_on),
        ]
        for it in applications.pieces(application)
    ]
    return [Table("Documents demandés", ["Document", "Nécessaire", "État", "Fourni le"], rows)] if rows else []


def instruction_of(application: Any) -> tuple[Any, list[reviews.Check], list[Any], list[Any]]:
    """The instruction, the checks as it answered them, what it asked of the host, the opinions given; before the file is taken, the checks
    alone, as at the filing."""
    if application.status in NOT_TAKEN:
        return None, at_filing(application), [], []
    return *reviews.instruction(application.pk), reviews.opinions(application.pk)


def opinion(given: list[Any]) -> Table:
    """Every opinion given, the last one first."""
    return Table(
        "Avis de la préfecture",
        ["Avis", "Commentaire", "Rendu le", "Remplacé le"],
        [
            [
                Cell("favorable", tone="success") if it.favourable else Cell("défavorable", tone="error"),
                it.comment,
                said(it.given_at),
                said(it.replaced_at),
            ]
            for it in reversed(given)
        ],
        empty="L’avis n’est pas encore rendu.",
    )


def completions(application_id: UUID) -> list[Exchange]:
    """What the instruction asked for and what was answered; nothing when it never asked."""
    return asked_of_host(reviews.completion_requests(application_id))


def asked_of_host(asked: Iterable[Any]) -> list[Exchange]:
    """The same, from requests already read: the last one first."""
    told = [Exchange(it.items, it.comment, said(it.created_at), said(it.due_on), it.answer, said(it.answered_at)) for it in asked]
    return told[::-1]


def territory(commune: Any) -> list[Fact]:
    """What the lists of zoning say of the commune; « non disponible » when no list is loaded."""
    return territory_facts(commune, territories.zonings([commune])[commune.code])


def territory_facts(commune: Any, zoning: CommuneZoning) -> list[Fact]:
    population = french.plural(commune.population, "habitant") if commune.population is not None else NOT_AVAILABLE
    return [
        Fact("Commune", commune.name, note=f"{commune.department.name}, {commune.region.name}"),
        Fact("Intercommunalité", commune.intercommunality.name if commune.intercommunality else "aucune"),
        Fact("Population", population),
        Fact("Zone de revitalisation rurale", zoning.zrr_text),
        Fact("France ruralités revitalisation", zoning.frr_text),
        Fact("Quartiers prioritaires", zoning.qpv_text),
        Fact("Fragilité numérique", zoning.fragility_text, note="100 est la moyenne ; plus haut, plus fragile"),
    ]


def steps(detail: Detail) -> list[Step]:
    states = {"to_come": "next"}
    return [
        Step(it.label, states.get(it.state, it.state), it.who, it.since if it.state == "done" else it.expected) for it in detail.timeline
    ]


def facts(detail: Detail) -> list[Fact]:
    """What the host asked, whom to call, what was decided."""
    it = detail.application
    facts = [
        Fact("Structure", detail.organization, note=identifier(it.organization)),
        Fact("Appel", detail.call_title),
        Fact("Postes demandés", french.number(it.posts_asked), note="Postes supplémentaires" if it.additional else ""),
    ]
    if it.posts_granted:
        facts.append(Fact("Postes attribués", french.number(it.posts_granted)))
    facts += need(it)
    facts += [Fact("Démarrage souhaité", said(it.start_on)), Fact("Personne à contacter", contact(it)), Fact("Motivation", it.motivation)]
    facts.append(Fact("Dérogation demandée", it.derogation_asked))
    facts += [
        Fact("Déposée le", said(it.filed_at), note=it.filed_capacity.capitalize()),
        Fact("Réponse attendue avant le", said(it.answer_due_on)),
    ]
    facts += [Fact("Motif de la décision", it.decision_reason), Fact("Origine", it.source)]
    if it.not_taken_over:
        facts.append(Fact("Non repris", french.enumeration([LACKING.get(code, code) for code in it.not_taken_over])))
    return [fact for fact in facts if fact.value]


def need(it: Any) -> list[Fact]:
    """For whom, where, beside what."""
    return [
        Fact("Publics", french.enumeration([Public(code).label for code in it.publics])),
        Fact("Lieux prévus", it.places_planned),
        Fact("Aide déjà présente", it.existing_offer),
        Fact("France Services", "le poste s’ajoute aux agents de cet espace" if it.france_services else ""),
    ]


def derogation(instruction: Any) -> list[Fact]:
    """Why a file that fails a rule may go before the committee."""
    given = instruction is not None and instruction.derogation_reason
    return [Fact("Dérogation", instruction.derogation_reason, note=f"Décidée le {said(instruction.derogated_at)}")] if given else []


def contact(it: Any) -> str:
    return " · ".join(filter(None, [it.contact_name, it.contact_function, it.contact_email, french.phone(it.contact_phone)]))
