"""Formation, contrat, profil : ce que la personne retrouve."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.documents import queries as documents
from lucette.kernel import clock, french
from lucette.kernel.errors import RuleBroken
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import CandidateStatus, HireStatus, Situation
from lucette.scheme.recruitment.rules import kilometres
from lucette.scheme.trainings import queries as trainings
from lucette.scheme.trainings.enums import EnrolmentStatus
from lucette.web.adviser import tables
from lucette.web.adviser.acts.recruitment import ON_HIRE, Withdraw
from lucette.web.design.elements import Act, Fact, File, Step
from lucette.web.gate.acts import offered
from lucette.web.gate.files import link
from lucette.web.gate.history import LABELS, events
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.request import Request


@require_safe
def training(request: Request) -> HttpResponse:
    """The reader's enrolments: the one under way, and what was interrupted."""
    found = trainings.enrolments(request.actor)
    of = Listed("Votre formation", tables.enrolments, ("inscription",))
    return short_list(request, of, found, {}, states=EnrolmentStatus.choices, **tables.frame(request.actor))


STOPPED = LABELS["training.interrupted"]
TRAINING_STEPS = (
    ("Inscription", "Votre structure"),
    ("Premier jour", "Organisme de formation"),
    ("Formation suivie", "Organisme de formation"),
    ("Certification Pix", "Vous"),
)
E = EnrolmentStatus
TRAINING_ROAD = {E.ENROLLED: 1, E.IN_PROGRESS: 2, E.COMPLETED: 3, E.CERTIFIED: 4}


@require_safe
def enrolment(request: Request, enrolment_id: UUID) -> HttpResponse:
    it = trainings.enrolment(enrolment_id, request.actor)
    row, told = trainings.line(it), events(it)
    stopped = next((event.sentence.partition(" : ")[2] for event in told if event.sentence.startswith(STOPPED)), "")
    file = File(
        row.status,
        row.status_label,
        next_step=row.next_step[:1].lower() + row.next_step[1:],
        facts=[
            Fact("Session", row.title, note=f"{it.session.hours} heures"),
            Fact("Organisme", it.session.body.name),
            Fact("Dates", f"du {french.date(row.starts_on)} au {french.date(row.ends_on)}"),
            Fact("Lieu", it.session.commune.name),
            *([Fact("Certificat Pix", row.certificate_number, note=f"score {row.pix_score}")] if row.certificate_number else []),
            *([Fact("Motif de l’interruption", stopped)] if row.status == EnrolmentStatus.INTERRUPTED and stopped else []),
        ],
        steps=training_steps(EnrolmentStatus(row.status), row),
        history=told,
    )
    return tables.shown(request, "Votre session de formation", file, ("Formation", "adviser:trainings"))


def training_steps(status: EnrolmentStatus, row: trainings.EnrolmentLine) -> list[Step]:
    """Where she is on the road to the certificate; nothing once interrupted."""
    if status == EnrolmentStatus.INTERRUPTED:
        return []
    here = TRAINING_ROAD[status]
    days = (None, row.starts_on, row.ends_on, None)
    return [
        Step(label, "done" if n < here else "now" if n == here else "next", who, days[n]) for n, (label, who) in enumerate(TRAINING_STEPS)
    ]


@require_safe
def hire(request: Request, hire_id: UUID) -> HttpResponse:
    """An invitation, then a contract, as the person herself sees it."""
    it = recruitment.hire(hire_id, request.actor)
    row = recruitment.line(it)
    facts = [
        Fact("Structure", row.organization_name, note=it.organization.commune.name if it.organization.commune else ""),
        Fact("Poste", row.post_number),
        Fact("Distance de chez vous", kilometres(it.distance_km) if it.distance_km is not None else ""),
        *(contract(it, row) if it.starts_on else [Fact("Salaire", floor(it), note="Le contrat fixera le montant exact.")]),
    ]
    file = File(
        row.status,
        row.status_label,
        row.post_number,
        next_step=HERS.get(HireStatus(row.status), ""),
        mine=row.status == HireStatus.INVITED,
        acts=offered(request.actor, ON_HIRE, it),
        facts=[fact for fact in facts if fact.value],
        documents=[link(d.pk, d.title, d.content_type, d.size) for d in documents.documents_about(it, by=request.actor)],
        history=events(it),
    )
    return tables.shown(request, f"{row.organization_name} et vous", file)


def contract(it: Any, row: recruitment.HireLine) -> list[Fact]:
    return [
        Fact("Contrat", it.get_contract_kind_display()),
        Fact("Début", french.date(it.starts_on)),
        Fact("Fin", french.date(it.ends_on) if it.ends_on else "sans terme"),
        Fact("Salaire brut mensuel", str(row.monthly_gross or "")),
        Fact("Dernier jour travaillé", french.date(it.ended_on) if it.ended_on else ""),
    ]


def floor(it: Any) -> str:
    """« au moins 1 554,58 € bruts par mois, à temps plein »; "" where the law of the territory is not known."""
    department = it.organization.commune.department_id if it.organization.commune else ""
    try:
        wage = recruitment.minimum_wage(clock.today(), department)
    except RuleBroken:
        return ""
    return f"au moins {wage} bruts par mois, à temps plein"


HERS = {
    HireStatus.INVITED: "acceptez ou déclinez l’invitation de la structure.",
    HireStatus.ACCEPTED: "la structure vous rencontre, puis choisit.",
    HireStatus.SELECTED: "la structure vous propose un contrat de travail et le dépose.",
    HireStatus.DECLARED: "la Banque des Territoires valide votre contrat.",
    HireStatus.VALIDATED: "suivez votre formation à partir du premier jour de la session.",
}


@require_safe
def profile(request: Request) -> HttpResponse:
    """The reader's card in the pool, as hosts see it; how to join it when she is not there."""
    it: Any = recruitment.candidate_of(request.actor.pk, request.actor)
    title, address = "Votre profil au vivier", reverse("adviser:apply")
    if it is None:
        context = {"title": title, "sentence": NOT_IN_POOL, "address": address}
        return render(request, "adviser/no_profile.html", context | tables.frame(request.actor))
    back = it.status == CandidateStatus.WITHDRAWN
    acts = [Act("Revenir au vivier", address)] if back else []
    told = {CandidateStatus.AVAILABLE: "les structures proches de chez vous peuvent vous inviter.", CandidateStatus.WITHDRAWN: GONE}
    file = File(
        it.status,
        it.get_status_display(),
        next_step=told.get(CandidateStatus(it.status), ""),
        mine=back,
        acts=[*acts, *([Act(Withdraw.words(), reverse("adviser:withdraw"), True)] if Withdraw.opens(request.actor, it) else [])],
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
    return tables.shown(request, title, file)


GONE = "revenez au vivier quand vous le voulez : aucune structure ne vous voit."
NOT_IN_POOL = "Vous n’êtes pas inscrit au vivier. Une fois inscrit, les structures proches de chez vous pourront vous inviter."
