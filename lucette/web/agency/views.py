"""Espace de l’ANCT : chaque rôle y trouve d’abord ce qui l’attend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus as A
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import CallStatus
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import SessionStatus as S
from lucette.scheme.network import queries as network
from lucette.scheme.network.enums import PublicationStatus
from lucette.scheme.reports import queries as reports
from lucette.scheme.reports.enums import AgencyReportStatus
from lucette.web.agency.applications import waiting
from lucette.web.agency.committee import next_step
from lucette.web.agency.committee import table as sessions_table
from lucette.web.design.elements import Board, Figure, Table, Task
from lucette.web.gate import applications as shared
from lucette.web.gate.endowments import endowment_tasks
from lucette.web.gate.objects import said
from lucette.web.gate.publications import latest
from lucette.web.gate.request import Request

SHOWN = 7
# what an instructor does with a file in this state
WORK = {
    A.FILED: ("candidature est à prendre en instruction", "candidatures sont à prendre en instruction", "Prendre en instruction"),
    A.UNDER_REVIEW: ("candidature est en instruction", "candidatures sont en instruction", "Continuer l’instruction"),
}
# what waits for her in a file, whatever its state
WAITING = {
    "recours": ("recours attend votre réponse", "recours attendent votre réponse", "Lire le recours", "Lire les recours"),
    "completee": (
        "structure a répondu à votre demande de compléments",
        "structures ont répondu à vos demandes de compléments",
        "Lire la réponse",
        "Lire les réponses",
    ),
    "bientot": (
        "candidature attend une réponse avant que le silence la rejette",
        "candidatures attendent une réponse avant que le silence les rejette",
        "Voir la candidature",
        "Voir ces candidatures",
    ),
    "a-verifier": (
        "candidature a une condition à vérifier",
        "candidatures ont une condition à vérifier",
        "Vérifier la condition",
        "Vérifier les conditions",
    ),
}
IN_SESSION = (R.CHAIR, R.MEMBER)


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """What waits for this role, the most urgent files, the sessions, the figures."""
    by = request.actor
    hidden = [] if by.role == R.AGENCY_DIRECTOR else committee.conflicts_of(by)  # she decides of no file at a session
    (counts, due), sessions = applications.awaited(by, hidden), committee.sessions(by)
    publications = [] if by.role == R.AGENCY_DIRECTOR else network.publications(by)
    tasks = [*session_tasks(by, sessions), *report_tasks(by)]
    if by.role == R.INSTRUCTOR:
        tasks = [*file_tasks(by, counts, due, hidden), *returned_tasks(sessions), *tasks]
    if by.role == R.AGENCY_DIRECTOR:
        tasks = [*waiting_tasks(by, hidden), *tasks, *endowment_tasks(by), *call_tasks(by)]
    if by.role == R.ANIMATOR:
        tasks += publication_tasks(publications)
    board = Board(
        tasks=tasks,
        tables=[*urgent(by, hidden), sessions_table(sessions[:5])],
        figures=figures(counts),
        news=latest(publications, "agency:publication"),
        nothing_to_do="Rien n’attend de vous aujourd’hui. Les dossiers et les séances qui vous concernent apparaîtront ici.",
    )
    lead = R(by.role).label
    return render(request, "design/dashboard.html", {"title": "Espace de l’ANCT", "lead": lead, "board": board})


def waiting_tasks(by: Actor, hidden: Collection[UUID]) -> Iterator[Task]:
    """What waits for her in the files; the director reads the appeals, her instructors the rest."""
    for it in waiting(by):
        if it.word not in WAITING or (by.role == R.AGENCY_DIRECTOR and it.word != "recours"):
            continue
        one, many, action, actions = WAITING[it.word]
        if ids := set(it.ids) - set(hidden):
            several = len(ids) > 1
            url = f"{reverse('agency:applications')}?attente={it.word}" if several else reverse("agency:application", args=[*ids])
            yield Task(f"{french.plural(len(ids), one, many)}.", actions if several else action, url)


def file_tasks(by: Actor, counts: dict[str, int], due: Mapping[str, dt.date | None], hidden: Collection[UUID]) -> Iterator[Task]:
    yield from waiting_tasks(by, hidden)
    for status, (one, many, action) in WORK.items():
        if count := counts.get(status, 0):
            url = f"{reverse('agency:applications')}?etat={status}"
            yield Task(f"{french.plural(count, one, many)}.", action, url, due.get(status))


def returned_tasks(sessions: Sequence[Any]) -> Iterator[Task]:
    """Posts are left while files wait: to the session in preparation, or to prepare one."""
    for it in committee.returned(sessions):
        posts = french.plural(it.posts, "poste est disponible", "postes sont disponibles")
        files = french.plural(it.waiting, "dossier attend son tour", "dossiers attendent leur tour")
        action = "Inscrire les premiers" if it.session else "Préparer une séance"
        url = reverse("agency:fill_from_waiting", args=[it.session.pk]) if it.session else reverse("agency:prepare_session")
        yield Task(f"{posts} et {files} ({it.endowment.title}).", action, url)


def session_tasks(by: Actor, sessions: list[Any]) -> Iterator[Task]:
    """The sessions whose next step is the reader's; members read the agenda of those that come."""
    for it in sessions:
        sentence, roles = next_step(it)
        url = reverse("agency:session", args=[it.pk])
        if by.role == R.CHAIR and it.status == S.OPEN and not it.minutes_signed_at:
            room = reverse("agency:room", args=[it.pk])
            yield Task(f"La séance du {said(it.held_on)} est ouverte : décidez de chaque dossier.", "Entrer dans la salle", room)
        elif by.role in roles:
            yield Task(f"Séance du {said(it.held_on)} : {sentence}", "Voir la séance", url, it.held_on if it.status == S.CONVENED else None)
        elif by.role in IN_SESSION and it.status == S.CONVENED:
            yield Task(f"Vous siégez à la séance du {said(it.held_on)} : relisez l’ordre du jour.", "Voir la séance", url, it.held_on)


def report_tasks(by: Actor) -> Iterator[Task]:
    if by.role in (R.AGENCY_DIRECTOR, R.INSTRUCTOR):
        for it in reports.agency_reports(by):
            if it.status == AgencyReportStatus.SENT:
                sentence = f"Le rapport {it.number} de la Caisse des Dépôts est arrivé : lisez-le."
                yield Task(sentence, "Lire le rapport", reverse("agency:report", args=[it.pk]))


def call_tasks(by: Actor) -> Iterator[Task]:
    """Calls that wait for the director: to publish, to open again."""
    for it in calls.calls(by):
        page = reverse("agency:call", args=[it.pk])
        if it.status == CallStatus.DRAFT:
            yield Task(f"L’appel « {it.title} » est prêt à être publié.", "Voir l’appel", page)
        elif it.status == CallStatus.PAUSED:
            yield Task(f"L’appel « {it.title} » est suspendu.", "Voir l’appel", page)


def publication_tasks(publications: list[Any]) -> Iterator[Task]:
    for it in publications:
        if it.status == PublicationStatus.DRAFT:
            yield Task(f"« {it.title} » est un brouillon.", "Relire le brouillon", reverse("agency:publication", args=[it.pk]))


def urgent(by: Actor, hidden: Collection[UUID]) -> list[Table]:
    """The files whose answer is expected first; nothing for those who do not instruct."""
    if by.role != R.INSTRUCTOR:
        return []
    rows = applications.urgent(by, list(WORK), SHOWN, hidden)
    table = shared.table(rows, "agency")
    return [Table("Réponses les plus urgentes", table.columns, table.rows, empty="Aucune candidature n’attend d’instruction.")]


def figures(counts: dict[str, int]) -> list[Figure]:
    listed = reverse("agency:applications")
    wanted = (
        (A.FILED, "déposées, à prendre"),
        (A.UNDER_REVIEW, "en instruction"),
        (A.ON_AGENDA, "à l’ordre du jour"),
        (A.AWARDED, "attribuées, à conventionner"),
        (A.AGREED, "conventionnées"),
    )
    return [Figure(french.number(counts.get(status, 0)), f"candidatures {label}", f"{listed}?etat={status}") for status, label in wanted]
