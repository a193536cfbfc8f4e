"""Espace du conseiller et du candidat : ce qui attend la personne aujourd’hui."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.insight.statistics import queries as statistics
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.activities import queries as activities
from lucette.scheme.appointments import queries as appointments
from lucette.scheme.network import queries as network
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.trainings import queries as trainings
from lucette.web.adviser import tables
from lucette.web.design.elements import Board, Event, Figure, Task
from lucette.web.gate.request import Request


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """What waits for the reader, her objects, her figures."""
    if request.actor.role == RoleName.CANDIDATE:
        title, board = "Espace du candidat", for_candidate(request.actor)
    else:
        title, board = "Espace du conseiller", for_adviser(request.actor)
    return render(request, "design/dashboard.html", {"title": title, "board": board} | tables.frame(request.actor))


def for_adviser(by: Actor) -> Board:
    day = appointments.appointments_of_day(by, clock.today())
    contract = recruitment.hires_of_candidate(by.pk, by)
    live = [it.id for it in contract if it.status == HireStatus.VALIDATED]
    news = network.publications(by)[:5]
    return Board(
        [*referrals(by), *to_settle(by), *workshops(by)],
        [
            tables.appointments(day, "Vos rendez-vous du jour", "Aucun rendez-vous aujourd’hui."),
            tables.activities(activities.activities(by, limit=5)),
            tables.enrolments(trainings.enrolments(by)),
            tables.hires(contract, "Votre contrat", "Votre contrat apparaîtra ici quand votre structure l’aura déposé."),
        ],
        figures(live) if live else (),
        [Event(it.published_at.date(), it.title, it.get_kind_display()) for it in news if it.published_at],
        nothing_to_do="Rien n’attend de vous aujourd’hui. Vos rendez-vous et vos ateliers apparaîtront ici.",
    )


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


def to_settle(by: Actor) -> list[Task]:
    """Past appointments of which nobody said whether the person came."""
    return [
        Task(
            f"Rendez-vous du {tables.when(it.slot.lower)} avec {it.first_name} : la personne est-elle venue ?",
            "Voir le rendez-vous",
            reverse("adviser:appointment", args=[it.pk]),
            it.slot.lower.date(),
        )
        for it in appointments.appointments_to_settle(by)
    ]


def workshops(by: Actor) -> list[Task]:
    return [
        Task(f"L’atelier « {it.title} » a eu lieu : dites qui est venu.", "Voir mes rendez-vous", reverse("adviser:appointments"))
        for it in activities.workshops_to_hold(by)
    ]


def figures(hires: list[UUID]) -> list[Figure]:
    found = statistics.activity_totals(hire_ids=hires)
    page = reverse("adviser:activities")
    return [
        Figure(french.number(found.people_helped), "personnes accompagnées", page, "Une personne venue deux fois compte deux fois."),
        Figure(french.number(found.individual), "accompagnements individuels", page),
        Figure(french.number(found.workshops), "ateliers", page),
        Figure(french.number(found.minutes // 60), "heures d’accompagnement", page),
    ]


def for_candidate(by: Actor) -> Board:
    found = recruitment.hires_of_candidate(by.pk, by)
    card = recruitment.candidate_of(by.pk, by)
    tasks = [
        Task(f"{it.organization_name} vous invite à la rencontrer.", "Voir l’invitation", reverse("adviser:hire", args=[it.id]))
        for it in found
        if it.status == HireStatus.INVITED
    ]
    nothing = "Vous n’êtes pas encore inscrit au vivier."
    if card:
        radius = french.number(card.radius_km)
        nothing = f"Rien n’attend de vous : les structures à moins de {radius} km {french.of(card.commune.name)} voient votre profil."
    return Board(
        tasks,
        [tables.hires(found, "Vos invitations et contrats", "Les structures qui vous inviteront apparaîtront ici.")],
        [Figure(card.get_status_display().capitalize(), "votre profil au vivier", reverse("adviser:profile"))] if card else (),
        nothing_to_do=nothing,
    )
