"""The sessions of the selection committee, and what they award."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel import french
from lucette.kernel.money import total
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.enums import SessionStatus as S
from lucette.web.agency.acts.agenda import ON_AGENDA, FillFromWaiting
from lucette.web.agency.acts.rectification import AddCorrection, RectifySession
from lucette.web.agency.acts.sessions import AROUND_A_SESSION, PrepareSession
from lucette.web.agency.acts.sitting import IN_THE_ROOM
from lucette.web.agency.acts.votes import ImportAgenda
from lucette.web.agency.agenda_sheet import sheet
from lucette.web.agency.applications import CRUMB
from lucette.web.agency.lists import listed
from lucette.web.design.elements import Cell, Column, Fact, File, Step, Table
from lucette.web.design.states import tone
from lucette.web.gate.acts import ActPage, offered
from lucette.web.gate.exports import exported, links, wants_export
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import documents_about, said
from lucette.web.gate.request import Request

DECIDED = {Decision.GRANTED: "success", Decision.REFUSED: "error", Decision.DEFERRED: "info", Decision.WAITING: "new", "": "neutral"}
LISTED = [CRUMB, ("Comité de sélection", "/anct/comite/")]
ON_SESSION = (*IN_THE_ROOM, AddCorrection, *ON_AGENDA, *AROUND_A_SESSION, RectifySession, ImportAgenda)


def table(rows: Sequence[Any]) -> Table:
    return Table(
        "Séances du comité de sélection",
        ["Séance", "Date", "Nature", "Lieu", "État"],
        [
            [
                Cell(it.number, reverse("agency:session", args=[it.pk])),
                said(it.held_on),
                "séance rectificative" if it.rectifies_id else "",
                it.place,
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Les séances du comité apparaîtront ici dès qu’elles seront préparées.",
    )


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every session, latest first: by state, or all in a file."""
    found = committee.sessions(request.actor)
    orders: Orders = {"Séance": ("numero", lambda it: it.number), "Date": ("date", lambda it: it.held_on)}
    of = Listed("Comité de sélection", table, ("séance",), "seances")
    return listed(request, of, found, dict(S.choices), orders, [PrepareSession])


def next_step(session: Any) -> tuple[str, tuple[str, ...]]:
    """What comes next, and the roles whose turn it is."""
    match session.status:
        case S.PREPARED if session.rectifies_id:
            return "l’équipe d’instruction inscrit les décisions à corriger, puis convoque la séance.", (R.INSTRUCTOR,)
        case S.PREPARED:
            return "l’équipe d’instruction inscrit les dossiers, puis convoque la séance.", (R.INSTRUCTOR,)
        case S.CONVENED:
            return f"la présidente ouvre la séance le {said(session.held_on)}.", (R.CHAIR,)
        case S.OPEN if session.minutes_signed_at:
            return "la directrice générale de l’ANCT signe les décisions.", (R.AGENCY_DIRECTOR,)
        case S.OPEN:
            return "le comité décide de chaque dossier, puis la présidente signe le procès-verbal.", (R.CHAIR,)
        case S.CLOSED:
            return "les décisions sont signées : l’ANCT les publie.", (R.INSTRUCTOR, R.AGENCY_DIRECTOR)
    return "les décisions sont publiées.", ()


@require_safe
def page(request: Request, session_id: UUID) -> HttpResponse:
    """The agenda, both gauges, the totals by département, who signed. Raises NotFound."""
    shown = committee.session_page(session_id, request.actor)
    if wants_export(request):
        return exported(request, "ordre-du-jour", [sheet(shown)], len(shown.lines))
    it, sentence = shown.session, next_step(shown.session)
    over = it.closed_at is not None
    awards = {award.application_id: award.pk for award in committee.awards_of_session(it.pk, request.actor)} if over else {}
    sits = it.status == S.OPEN
    file = File(
        status=it.status,
        status_label=it.get_status_display(),
        number=it.number,
        next_step=sentence[0],
        mine=request.actor.role in sentence[1],
        action="Entrer dans la salle" if sits else "",
        action_url=reverse("agency:room", args=[it.pk]) if sits else "",
        acts=offered(request.actor, useful(shown), it),
        facts=facts(shown),
        steps=steps(it),
        tables=[*corrections(shown), agenda(shown, awards), *totals(shown.dry_run)],
        documents=documents_about(request.actor, it) if over and not shown.hidden else [],
        history=events(it),
    )
    context = {
        "title": f"Séance {'rectificative ' if it.rectifies_id else ''}du {said(it.held_on)}",
        "file": file,
        "gauges": gauges(shown.dry_run),
        "exports": links(request, bool(shown.lines)),
    }
    return render(request, "agency/session.html", context | {"breadcrumb": LISTED})


def useful(shown: committee.SessionPage) -> list[type[ActPage]]:
    """The acts open to this person that have a use now: nobody signs while a file waits, nothing is moved that fits."""
    run, useless = shown.dry_run, set[str]()
    if run and run.pending:
        useless |= {"sign_minutes", "close"}
    if run and not run.exceeded:
        useless.add("move_to_waiting")
    if not shown.lines:
        useless.add("take_off")
    if not shown.session.correctable:
        useless.add("rectify")
    return [page for page in ON_SESSION if page.act in shown.acts - useless and page is not FillFromWaiting]


def facts(shown: committee.SessionPage) -> list[Fact]:
    it = shown.session
    present = [member.name for member in shown.members if member.present]
    found = [
        Fact("Date", said(it.held_on)),
        Fact("Lieu", it.place),
        Fact("Dotation", it.endowment.title),
        Fact("Membres présents", french.enumeration(present), note=f"Quorum : {it.quorum}"),
        Fact("Procès-verbal signé par", shown.signed_by.get("minutes", "")),
        Fact("Décisions signées par", shown.signed_by.get("decisions", ""), note=it.signatory_capacity),
        *([linked("Séance corrigée", it.rectifies.pk, it.rectifies.number, it.rectifies.held_on)] if it.rectifies else []),
        *(linked("Corrigée par", its["id"], its["number"], dt.date.fromisoformat(its["held_on"])) for its in it.rectified),
        Fact("Origine", it.source),
        Fact("Dossiers non montrés", french.number(shown.hidden) if shown.hidden else "", note="Vous y avez un conflit d’intérêts."),
    ]
    return [fact for fact in found if fact.value]


def linked(label: str, pk: Any, number: str, held_on: dt.date) -> Fact:
    """Another session: « S-2021-03 du 3 mars 2021 », and its address."""
    return Fact(label, f"{number} du {said(held_on)}", reverse("agency:session", args=[pk]))


def steps(session: Any) -> list[Step]:
    order = [S.PREPARED, S.CONVENED, S.OPEN, S.CLOSED, S.PUBLISHED]
    here = order.index(session.status)
    told = (
        ("Ordre du jour préparé", "Équipe d’instruction", None),
        ("Séance convoquée", "Équipe d’instruction", session.convened_at),
        ("Séance ouverte", "Présidente du comité", session.opened_at),
        ("Décisions signées", "Directrice générale de l’ANCT", session.closed_at),
        ("Décisions publiées", "ANCT", session.published_at),
    )
    return [
        Step(label, "done" if n <= here else "now" if n == here + 1 else "next", who, at.date() if at else None)
        for n, (label, who, at) in enumerate(told)
    ]


def agenda(shown: committee.SessionPage, awards: dict[UUID, UUID]) -> Table:
    """One line a file, in the order of the agenda."""
    rows = [
        [
            str(line.position),
            Cell(line.named, reverse("agency:application", args=[line.application_id])),
            line.department,
            line.snapshot.get("opinion", ""),
            french.number(line.asked),
            Cell(line.gone, tone="neutral") if line.withdrawn else Cell(line.decision_label, tone=DECIDED[line.decision]),
            Cell(french.number(line.posts), reverse("agency:award", args=[awards[line.application_id]]))
            if line.application_id in awards
            else french.number(line.posts)
            if line.posts
            else "",
            str(line.amount) if line.amount else "",
            line.reason,
        ]
        for line in shown.lines
    ]
    amounts = [line.amount for line in shown.lines if line.amount]
    columns: list[Column | str] = ["N°", "Structure", "Département", "Avis", Column("Demandés", number=True), "Décision"]
    return Table(
        "Ordre du jour",
        [*columns, Column("Accordés", number=True), Column("Montant", number=True), "Motif"],
        rows,
        total=[
            "Total",
            french.plural(len(shown.lines), "dossier"),
            "",
            "",
            french.number(sum(line.asked for line in shown.lines)),
            "",
            french.number(sum(line.posts for line in shown.lines)),
            str(total(amounts)),
            "",
        ],
        empty="L’ordre du jour est vide : les candidatures prêtes y seront inscrites.",
    )


def corrections(shown: committee.SessionPage) -> list[Table]:
    """What a rectifying session corrects: what was decided, and why it is decided again."""
    rows = [[str(it.position), it.host, it.corrects, it.correction] for it in shown.lines if it.corrects]
    return [Table("Décisions corrigées", ["N°", "Structure", "Ce qui était décidé", "Motif de la rectification"], rows)] if rows else []


def totals(run: Any) -> list[Table]:
    """By département, while the session is not closed."""
    if run is None or not run.by_department:
        return []
    return [
        Table(
            "Totaux par département",
            ["Département", *(Column(word, number=True) for word in ("Dossiers", "Accordés", "Postes", "Montant"))],
            [
                [f"{it.name} ({it.code})", french.number(it.files), french.number(it.granted), french.number(it.posts), str(it.amount)]
                for it in run.by_department
            ],
        )
    ]


def gauges(run: Any) -> list[dict[str, Any]]:
    """What the granted lines take of what is left: posts, then euros."""
    if run is None:
        return []
    return [
        {
            "label": gauge.label,
            "taken": gauge.taken,
            "available": gauge.available,
            "money": gauge.in_cents,
            "sentence": gauge.sentence if gauge.exceeded else "",
        }
        for gauge in run.gauges
    ]
