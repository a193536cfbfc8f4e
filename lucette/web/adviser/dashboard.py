"""Espace du conseiller et du candidat : ce qui attend la personne aujourd’hui."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.insight.statistics import queries as statistics
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.activities import queries as activities
from lucette.scheme.appointments import queries as appointments
from lucette.scheme.network import queries as network
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import CandidateStatus, HireStatus
from lucette.scheme.reports import queries as reports
from lucette.scheme.reports.enums import HostReportStatus
from lucette.scheme.trainings import queries as trainings
from lucette.web.adviser import tables
from lucette.web.adviser.acts.record import told
from lucette.web.design.elements import Board, Figure, Task
from lucette.web.gate.publications import latest
from lucette.web.gate.request import Request


class First(NamedTuple):
    """One of the first steps: done or not, and where it is done."""

    words: str
    done: bool
    url: str = ""


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """What waits for the reader, her objects, her figures."""
    if request.actor.role == RoleName.CANDIDATE:
        context = {"title": "Espace du candidat", "board": for_candidate(request.actor)}
        return render(request, "design/dashboard.html", context)
    live = recruitment.current_hire(request.actor.pk, request.actor)
    if live is None:
        return render(request, "design/dashboard.html", {"title": "Espace du conseiller", "board": out_of_post(request.actor)})
    return render(request, "adviser/dashboard.html", {"title": "Espace du conseiller"} | in_post(request.actor, live))


def in_post(by: Actor, live: Any) -> dict[str, Any]:
    """Two big buttons, what waits, today's appointments, figures; the first steps until they are done."""
    at_hand = appointments.appointments_at_hand(by, clock.today())
    today = [it for it in at_hand if it.slot.lower.astimezone(PARIS).date() == clock.today()]
    late = [it for it in at_hand if it not in today]
    total = statistics.glance(live.pk)
    last = activities.usual(live.pk, by).last if total.activities else None
    board = Board(
        [*referrals(by), *to_settle(late), *workshops(by), *to_sign(by)],
        [tables.appointments(today, "Vos rendez-vous du jour", "Aucun rendez-vous aujourd’hui.")],
        figures(total) if total.activities else (),
        latest(network.publications(by)),
        nothing_to_do="Rien n’attend de vous aujourd’hui. Vos rendez-vous et vos ateliers apparaîtront ici.",
    )
    steps = first_steps(total)
    return {
        "board": board,
        "same": told(last) if last else "",
        "same_once": uuid4(),
        "steps": [] if all(step.done for step in steps) else steps,
        "steps_done": f"{sum(step.done for step in steps)} sur {len(steps)}",
        "contract": reverse("adviser:hire", args=[live.pk]),
        "contract_words": f"{live.organization.name}, poste {live.post.number}",
    }


def first_steps(total: statistics.Glance) -> list[First]:
    """Five steps, told by the facts themselves."""
    return [
        First("Votre contrat est validé", True),
        First("Dire où et quand vous recevez", total.receives, reverse("adviser:places")),
        First("Être inscrit en formation par votre structure", total.enrolled, reverse("adviser:trainings")),
        First("Noter votre première aide individuelle", bool(total.activities), reverse("adviser:record")),
        First("Programmer et tenir un premier atelier", bool(total.workshops), reverse("adviser:plan")),
    ]


def referrals(by: Actor) -> list[Task]:
    """Persons whom the host sent and who wait for a call."""
    return [
        Task(
            f"{it.first_name} attend un rendez-vous : {it.get_need_display()}.",
            "Voir l’orientation",
            reverse("adviser:referral", args=[it.pk]),
        )
        for it in appointments.referrals_waiting(by)
    ]


def to_settle(late: Iterable[Any]) -> list[Task]:
    """Past appointments of which nobody said whether the person came."""
    return [
        Task(
            f"Rendez-vous du {tables.when(it.slot.lower)} avec {it.first_name} : la personne est-elle venue ?",
            "Répondre",
            reverse("adviser:appointment", args=[it.pk]),
            it.slot.lower.astimezone(PARIS).date(),
        )
        for it in late
    ]


def workshops(by: Actor) -> list[Task]:
    return [
        Task(f"L’atelier « {it.title} » a eu lieu.", "Dire qui est venu", reverse("adviser:hold", args=[it.pk]))
        for it in activities.workshops_to_hold(by)
    ]


def to_sign(by: Actor) -> list[Task]:
    return [
        Task(
            f"Le compte rendu du {french.date(it.starts_on)} au {french.date(it.ends_on)} est écrit : relisez-le et signez-le.",
            "Relire et signer",
            reverse("adviser:report", args=[it.pk]),
            it.due_on,
        )
        for it in reports.host_reports(by, HostReportStatus.DRAFT)
    ]


def figures(found: statistics.Glance) -> list[Figure]:
    page = reverse("adviser:activities")
    return [
        Figure(french.number(found.people_helped), "personnes accompagnées", page, "Une personne venue deux fois compte deux fois."),
        Figure(french.number(found.individual), "accompagnements individuels", f"{page}?nature=individuel"),
        Figure(french.number(found.workshops), "ateliers", f"{page}?nature=collectif"),
        Figure(french.number(found.minutes // 60), "heures d’accompagnement", page),
    ]


def invitations(found: Iterable[recruitment.HireLine]) -> list[Task]:
    return [
        Task(f"{it.organization_name} vous invite à la rencontrer.", "Répondre à l’invitation", reverse("adviser:hire", args=[it.id]))
        for it in found
        if it.status == HireStatus.INVITED
    ]


def out_of_post(by: Actor) -> Board:
    """An adviser whose contract is not validated yet, or has ended."""
    found = recruitment.hires_of_candidate(by.pk, by)
    return Board(
        invitations(found),
        [
            tables.hires(found, "Votre contrat", "Votre contrat apparaîtra ici quand votre structure l’aura déposé."),
            tables.enrolments(trainings.enrolments(by)),
        ],
        nothing_to_do="Rien n’attend de vous aujourd’hui. Vos rendez-vous et vos ateliers apparaîtront ici.",
    )


def for_candidate(by: Actor) -> Board:
    found = recruitment.hires_of_candidate(by.pk, by)
    card = recruitment.candidate_of(by.pk, by)
    tasks = invitations(found)
    profile = reverse("adviser:profile")
    if card is None:
        tasks.append(Task("Inscrivez-vous au vivier : les structures proches de chez vous pourront vous inviter.", "M’inscrire", profile))
    elif card.status == CandidateStatus.WITHDRAWN:
        tasks.append(Task("Vous avez quitté le vivier : aucune structure ne vous voit.", "Revenir au vivier", profile))
    return Board(
        tasks,
        [tables.hires(found, "Vos invitations et contrats", "Les structures qui vous inviteront apparaîtront ici.")],
        [Figure(card.get_status_display().capitalize(), "votre profil au vivier", profile)] if card else (),
        nothing_to_do=waiting(card),
    )


def waiting(card: Any) -> str:
    """What a candidate waits for."""
    if card is None:
        return "Rien n’attend de vous aujourd’hui."
    near = f"à moins de {french.number(card.radius_km)} km {french.of(card.commune.name)}"
    return f"Rien n’attend de vous : les structures {near} voient votre profil."
