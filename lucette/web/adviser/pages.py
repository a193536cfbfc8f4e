"""Activités, rendez-vous, orientations, lieux, formation, contrat, profil : ce que la personne retrouve."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.foundation.documents import queries as documents
from lucette.kernel import french
from lucette.kernel.errors import NotFound
from lucette.scheme.activities import queries as activity_queries
from lucette.scheme.appointments import queries as appointment_queries
from lucette.scheme.appointments.enums import AppointmentStatus, ReferralStatus
from lucette.scheme.places import queries as place_queries
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HireStatus, Situation
from lucette.scheme.trainings import queries as trainings
from lucette.web.adviser import tables
from lucette.web.design.elements import Fact, File, Listing, Table
from lucette.web.gate.files import link
from lucette.web.gate.history import events
from lucette.web.gate.lists import address, exported, wants_export
from lucette.web.gate.request import Request

SHOWN, EVERYTHING = 50, 5000
APPOINTMENTS = ("Rendez-vous", "adviser:appointments")
NEXT = {
    AppointmentStatus.BOOKED: "confirmez le rendez-vous à la personne.",
    AppointmentStatus.CONFIRMED: "recevez la personne, puis dites ce que vous avez fait ensemble.",
}


def shown(request: Request, title: str, file: File, *steps: tuple[str, str]) -> HttpResponse:
    return render(request, "design/object.html", {"title": title, "file": file} | tables.frame(request.actor, *steps))


@require_safe
def activities(request: Request) -> HttpResponse:
    """The reader's record of activities, latest first."""
    size = EVERYTHING if wants_export(request) else SHOWN
    after = activity_queries.activity(UUID(request.GET["apres"]), request.actor) if is_id(request.GET.get("apres", "")) else None
    found = activity_queries.activities(request.actor, before=after, limit=size + 1)
    table = tables.activities(found[:size], "Activités")
    if wants_export(request):
        return exported(table, "activites")
    listing = Listing(
        table,
        french.plural(len(found[:size]), "activité affichée", "activités affichées"),
        next_url=address(request, apres=str(found[size - 1].pk)) if len(found) > size else "",
        export_url=address(request, format="csv") if found else "",
    )
    lead = "Une activité ne dit jamais qui est venu : elle compte les personnes, leurs âges et leurs besoins."
    return render(request, "design/list.html", {"title": "Vos activités", "list": listing, "lead": lead} | tables.frame(request.actor))


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_safe
def appointments(request: Request) -> HttpResponse:
    """Appointments to come, and those of which nobody said whether the person came; workshops."""
    by = request.actor
    to_come = appointment_queries.appointments_to_come(by)
    past = appointment_queries.appointments_to_settle(by)
    live = recruitment.current_hire(by.pk, by)
    workshops = activity_queries.workshops_to_come(hire_id=live.pk) if live else []
    groups = [
        tables.appointments(to_come, "À venir", "Aucun rendez-vous à venir. Ceux que prennent les habitants apparaîtront ici."),
        tables.appointments(past, "À clore", "Tous vos rendez-vous passés sont clos."),
        Table(
            "Vos ateliers",
            ["Quand", "Titre", "Lieu", "Inscrits", "État"],
            [
                [
                    tables.when(it.starts_at),
                    it.title,
                    it.place.name,
                    f"{it.registered} sur {it.seats}",
                    tables.state(it.status, it.get_status_display()),
                ]
                for it in workshops
            ],
            "Aucun atelier à venir.",
        ),
    ]
    return render(request, "adviser/tables.html", {"title": "Vos rendez-vous", "tables": groups} | tables.frame(by))


@require_safe
def appointment(request: Request, appointment_id: UUID) -> HttpResponse:
    it = appointment_queries.appointment(appointment_id, request.actor)
    minutes = int((it.slot.upper - it.slot.lower).total_seconds() // 60)
    file = File(
        it.status,
        it.get_status_display(),
        next_step=NEXT.get(AppointmentStatus(it.status), ""),
        mine=it.status in NEXT,
        facts=[
            Fact("Quand", tables.when(it.slot.lower), note=f"{minutes} minutes"),
            Fact("Lieu", it.place.name, note=it.place.address),
            Fact("Personne", it.first_name or "effacée", note="Effacée trente jours après le rendez-vous."),
            *([Fact("Téléphone", it.phone)] if it.phone else []),
            Fact("Besoin", it.get_need_display()),
            Fact("Réservé par", it.get_booked_by_display()),
        ],
        history=events(it),
    )
    return shown(request, f"Rendez-vous du {tables.when(it.slot.lower)}", file, APPOINTMENTS)


@require_safe
def referral(request: Request, referral_id: UUID) -> HttpResponse:
    it = appointment_queries.referral(referral_id, request.actor)
    waits = it.status == ReferralStatus.SENT
    file = File(
        it.status,
        it.get_status_display(),
        next_step="appelez la personne et proposez-lui un rendez-vous." if waits else "",
        mine=waits,
        facts=[
            Fact("Personne", it.first_name or "effacée"),
            *([Fact("Téléphone", it.phone)] if it.phone else []),
            Fact("Besoin", it.get_need_display()),
            Fact("Orientée par", it.organization.name),
        ],
        history=events(it),
    )
    return shown(request, "Personne orientée vers vous", file, APPOINTMENTS)


@require_safe
def places(request: Request) -> HttpResponse:
    """Where the reader receives the public."""
    live = recruitment.current_hire(request.actor.pk, request.actor)
    found = place_queries.of_organization(live.organization_id) if live else []
    rows = [[it.name, it.kind.capitalize(), f"{it.address}, {it.commune}", it.hours or "horaires à préciser", it.access] for it in found]
    table = Table(
        "Vos lieux d’accueil",
        ["Nom", "Type", "Adresse", "Horaires", "Accès"],
        rows,
        "Aucun lieu ouvert : votre structure en ouvre un dès que vous recevez du public.",
    )
    context = {"title": "Vos lieux d’accueil", "list": Listing(table, french.plural(len(found), "lieu ouvert", "lieux ouverts"))}
    return render(request, "design/list.html", context | tables.frame(request.actor))


@require_safe
def enrolment(request: Request, enrolment_id: UUID) -> HttpResponse:
    it = trainings.enrolment(enrolment_id, request.actor)
    row = trainings.line(it)
    file = File(
        row.status,
        row.status_label,
        next_step=row.next_step[:1].lower() + row.next_step[1:],
        facts=[
            Fact("Session", row.title, note=f"{it.session.hours} heures"),
            Fact("Organisme", it.session.body.name),
            Fact("Dates", f"du {french.date(row.starts_on)} au {french.date(row.ends_on)}"),
            *([Fact("Certificat Pix", row.certificate_number, note=f"score {row.pix_score}")] if row.certificate_number else []),
        ],
        history=events(it),
    )
    return shown(request, "Votre formation", file)


@require_safe
def hire(request: Request, hire_id: UUID) -> HttpResponse:
    """An invitation, then a contract, as the person herself sees it."""
    it = recruitment.hire(hire_id, request.actor)
    row = recruitment.line(it)
    contract = [
        Fact("Contrat", it.get_contract_kind_display()),
        Fact("Début", french.date(it.starts_on) if it.starts_on else ""),
        Fact("Fin", french.date(it.ends_on) if it.ends_on else "sans terme"),
        Fact("Salaire brut mensuel", str(row.monthly_gross or "")),
    ]
    file = File(
        row.status,
        row.status_label,
        row.post_number,
        next_step=HERS.get(HireStatus(row.status), ""),
        mine=row.status == HireStatus.INVITED,
        facts=[
            Fact("Structure", row.organization_name),
            Fact("Poste", row.post_number),
            *([Fact("Distance", f"{it.distance_km:.0f} km")] if it.distance_km is not None else []),
            *(contract if it.starts_on else []),
        ],
        documents=[link(d.pk, d.title, d.content_type, d.size) for d in documents.documents_about(it, by=request.actor)],
        history=events(it),
    )
    return shown(request, f"{row.organization_name} et vous", file)


HERS = {
    HireStatus.INVITED: "acceptez ou déclinez l’invitation de la structure.",
    HireStatus.ACCEPTED: "la structure vous rencontre, puis choisit.",
    HireStatus.SELECTED: "la structure vous propose un contrat de travail et le dépose.",
    HireStatus.DECLARED: "la Banque des Territoires valide votre contrat.",
    HireStatus.VALIDATED: "suivez votre formation à partir du premier jour de la session.",
}


@require_safe
def profile(request: Request) -> HttpResponse:
    """The reader's card in the pool, as hosts see it."""
    it: Any = recruitment.candidate_of(request.actor.pk, request.actor)
    if it is None:
        raise NotFound
    file = File(
        it.status,
        it.get_status_display(),
        facts=[
            Fact("Commune", it.commune.name),
            Fact("Rayon de mobilité", it.get_radius_km_display()),
            Fact("Disponible à partir du", french.date(it.available_on)),
            Fact("Situation", french.enumeration([Situation(code).label for code in it.situations])),
            Fact("Diplôme de médiation", it.diploma or "aucun déclaré"),
            Fact("Résultat Pix", "partagé" if it.pix_shared else "non partagé"),
            Fact("Motivation", it.motivation or "à rédiger"),
        ],
        facts_title="Ce que les structures voient",
        history=events(it),
    )
    return shown(request, "Votre profil au vivier", file)
