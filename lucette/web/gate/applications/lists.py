"""Lists of applications."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from lucette.kernel import french
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.web.design.elements import Act, Cell, Column, Filter, Table
from lucette.web.design.states import tone
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import address, asked_order, status_filters
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request

SORTED = {"Structure": "structure", "Déposée le": "depot", "Réponse avant le": "reponse", "Demandés": "postes"}
COORDINATORS = "coordinateur"
# the files of a list that are not drafts: who instructs has no use for them
SHOWN = tuple(status for status in ApplicationStatus if status != ApplicationStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Files that wait for the same thing from their reader: a filter of the list, by this word in its address (`?attente=`)."""

    word: str
    label: str
    ids: Collection[UUID]


def listing(
    request: Request,
    space: str,
    breadcrumb: list[tuple[str, str]],
    hidden: Collection[UUID] = (),
    waiting: Sequence[Waiting] = (),
    acts: Sequence[Act] = (),
) -> HttpResponse:
    """Every application of the reader's scope without those `hidden`: by state, by words, by what is `waiting`, fifty at a time, or all
    in a file. `acts`: what may be done on several."""
    by, status, words = request.actor, request.GET.get("etat", ""), request.GET.get("q", "").strip()[:80]
    department = request.GET.get("departement", "")[:3]
    statuses = [status] if status in SHOWN else SHOWN
    among = next((it for it in waiting if it.word == request.GET.get("attente", "")), None)
    asked: dict[str, Any] = {"statuses": statuses, "department": department, "search": words, "hidden": hidden}
    asked |= {"among": among.ids} if among else {}
    every = applications.count(by, statuses=SHOWN, hidden=hidden, coordinators=True)
    asked |= {"coordinators": True} if request.GET.get("poste") == COORDINATORS else {}
    order = asked_order(request)
    counts = {code: count for code, count in applications.counts_by_status(by, hidden=hidden).items() if code in SHOWN}

    def read(after: str, limit: int) -> tuple[Sequence[Any], str]:
        return applications.applications(by, **asked, sort=order, after=after, limit=limit)

    shown = [*filters(request, counts, department), *coordinators(request, every), *waiting_filters(request, waiting, hidden)]
    of = Listed("Candidatures", partial(table, space=space), ("candidature",), filters=shown, sorts=SORTED)
    kept = {"etat": status, "tri": order, "attente": among.word if among else ""}
    context = {"breadcrumb": breadcrumb, "acts": acts, "words": words, "kept": kept}
    return long_list(request, of, read, applications.count(by, **asked), template="gate/applications.html", **context)


def filters(request: Request, counts: dict[str, int], department: str) -> list[Filter]:
    """By state; and the department asked for, to be taken away."""
    found = status_filters(request, dict(ApplicationStatus.choices), counts)
    return [*found, Filter(f"Département {department}", address(request, departement=""), True)] if department else found


def coordinators(request: Request, count: int) -> list[Filter]:
    """Those that ask for a coordinator, where there are some; the same link takes the filter away."""
    asked = request.GET.get("poste") == COORDINATORS
    return [Filter("Coordinateurs", address(request, poste="" if asked else COORDINATORS), asked, count)] if count or asked else []


def waiting_filters(request: Request, waiting: Sequence[Waiting], hidden: Collection[UUID]) -> list[Filter]:
    """What waits for the reader, when something does; the one asked for is taken away by the same link."""
    asked, found = request.GET.get("attente", ""), []
    for it in waiting:
        count, current = len(set(it.ids) - set(hidden)), it.word == asked
        if count or current:
            found.append(Filter(it.label, address(request, attente="" if current else it.word), current, count))
    return found


def answer_due(row: applications.Row) -> str:
    """The day; that the clock stands still; or that silence has rejected."""
    if row.status == ApplicationStatus.INCOMPLETE:
        return "suspendu"
    if row.silent_since:
        return f"rejet implicite du {said(row.silent_since)}"
    return said(row.answer_due_on) if row.late or not row.posts_granted else ""


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
                f"{row.organization} (renouvellement)" if row.renewal else row.organization,
                row.department_code,
                said(row.filed_on),
                answer_due(row),
                f"{french.number(row.posts_asked)}, {row.post}" if row.post else french.number(row.posts_asked),
                french.number(row.posts_granted) if row.posts_granted else "",
                Cell(row.status_label, tone=tone(row.status)),
            ]
            for row in rows
        ],
        empty="Aucune candidature ne répond à ce choix.",
    )
