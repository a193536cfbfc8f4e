"""A structure applies: its SIRET, all that is known already written, eligibility in words at once, who comes for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.adapters import Company
from lucette.foundation.organizations.queries import Match
from lucette.foundation.organizations.rules import employer_and_kind, is_ridet
from lucette.foundation.quality.enums import Journey as Measured
from lucette.foundation.territories import queries as territories
from lucette.kernel.actor import NOBODY
from lucette.kernel.errors import NotFound, Refusal, Unavailable
from lucette.scheme.reviews import queries as reviews
from lucette.scheme.reviews.queries import Prospect
from lucette.stories.welcome_host import Contact, welcome_host
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.gate.pace import check_pace
from lucette.web.gate.refusals import onto_form
from lucette.web.gate.request import Request
from lucette.web.public import opinion as opinions
from lucette.web.public.host_forms import CATEGORIES, AnotherHostForm, CaledonianForm, HostContactForm, SeenForm, SiretForm, StructureForm
from lucette.web.public.steps import Answers, Journey, Step

SENT = "host_sent"
NO_REGISTER = "La Nouvelle-Calédonie tient son propre registre. Décrivez votre structure ci-dessous."
WHAT_HAPPENS = (
    "Vous recevez un lien de connexion. Dans votre espace, vous remplissez la candidature : rien n’est déposé avant. "
    "Si quelqu’un agit déjà pour cette structure, votre nom et votre adresse lui sont transmis pour qu’il vous invite."
)
SIRET = Step("siret", "Votre structure", SiretForm)
CONTACT = Step("contact", "Vous", HostContactForm, submit="Ouvrir l’espace de ma structure", what_happens=WHAT_HAPPENS)
STEPS = (SIRET, Step("verifier", "Ce que nous savons déjà", StructureForm, template="public/host_check.html"), CONTACT)
KNOWN = (SIRET, Step("verifier", "Ce que nous savons déjà", SeenForm, template="public/host_check.html"), CONTACT)
CALEDONIAN = (SIRET, Step("verifier", "Votre structure en détail", CaledonianForm, template="public/host_check.html"), CONTACT)
# perhaps entered twice: she sees the close ones, and says that hers is another
NEAR = replace(CONTACT, form=AnotherHostForm, template="public/host_near.html")
TITLE, ROUTE, CRUMB = "Accueillir un conseiller numérique", "public:apply_host", "Accueillir un conseiller"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Request, step: str = "") -> HttpResponse:
    """The introduction, each step, the confirmation. Raises NotFound (no such step)."""
    if not step:
        return render(request, "public/host_intro.html", {"title": TITLE, "steps": [it.label for it in STEPS]})
    if step == "envoye":
        return confirmation(request)
    answers = Answers(request, "host")
    company, told = known(answers)
    journey = Journey("host", ROUTE, TITLE, KNOWN if company else CALEDONIAN if told == NO_REGISTER else STEPS, CRUMB)
    number = journey.at(step)
    if number < 0:
        raise NotFound
    if missing := journey.missing(answers, number):
        return redirect(ROUTE, missing.code)
    near = close(company or typed(journey.said(answers))) if number + 1 == len(STEPS) else []
    if near:
        journey = replace(journey, steps=(*journey.steps[:-1], NEAR))
    if not number:
        opinions.begins(request, Measured.HOST)
    form = journey.shown(answers, journey.steps[number])
    if request.method == "POST":
        answers.keep(step, request.POST)
        form = journey.form(journey.steps[number], answers)
        if form.is_valid() and number + 1 < len(STEPS):
            return journey.to(number + 1)
        if form.is_valid() and sent(request, form, company or typed(journey.said(answers)), answers):
            return redirect(ROUTE, "envoye")
    return journey.page(request, number, form, **(seen(company, told) if number == 1 else {"near": near}))


def known(answers: Answers) -> tuple[Company | None, str]:
    """What the register knows of the number typed; else why it says nothing."""
    form = SiretForm(answers.typed("siret") or {})
    if not form.is_valid():
        return None, ""
    if is_ridet(form.cleaned_data["siret"]):
        return None, NO_REGISTER
    try:
        found = organizations.company(form.cleaned_data["siret"])
    except Unavailable as refusal:
        return None, refusal.sentence
    return found, "" if found else "L’annuaire des entreprises ne connaît pas ce numéro. Décrivez votre structure ci-dessous."


def close(company: Company) -> list[Match]:
    """Structures known already that are perhaps this one; none when this very number is known."""
    return organizations.close_matches(name=company.name, commune_code=company.commune_code, siret=company.siret, ridet=company.ridet)


def typed(said: dict[str, Any]) -> Company:
    number = said["siret"]
    ridet = number if is_ridet(number) else ""
    return Company("" if ridet else number, said["name"], said["legal_category"], said["commune_code"], said["address"], ridet=ridet)


def seen(company: Company | None, told: str) -> dict[str, Any]:
    """What the second step shows."""
    if company is None:
        return {"told": told, "facts": [], "prospect": None, "verdict": ""}
    commune = territories.commune(company.commune_code)
    employer, kind = employer_and_kind(company.legal_category)
    prospect = reviews.prospect(company, employer) if employer else None
    facts = [
        Fact("Nom", company.name),
        Fact("SIRET", company.siret),
        Fact("Adresse", company.address),
        Fact("Commune", f"{commune.name} ({commune.department.name})"),
        Fact("Forme juridique", dict(CATEGORIES).get(company.legal_category) or kind.label.capitalize()),
    ]
    return {
        "told": "",
        "facts": [fact for fact in facts if fact.value],
        "prospect": prospect,
        "verdict": verdict(prospect),
        "checks": [it for it in prospect.eligibility.checks if it.verdict != "pass"] if prospect and prospect.eligibility else [],
    }


def verdict(prospect: Prospect | None) -> str:
    """`yes`, `no`, `to_check`, or `closed`: no call is open for this kind of structure."""
    if prospect is None:
        return "to_check"
    if prospect.eligibility is None:
        return "closed"
    return {True: "yes", False: "no", None: "to_check"}[prospect.eligibility.eligible]


def sent(request: Request, form: Form, company: Company, answers: Answers) -> bool:
    """Play the story; its refusals are written on the form."""
    said = form.cleaned_data
    contact = Contact(said["first_name"], said["last_name"], said["email"], said["role"], said["phone"])
    try:
        check_pace(request, "welcome")
        opened = welcome_host(company=company, contact=contact, source="candidature en ligne", by=NOBODY)
    except Refusal as refusal:
        onto_form(form, refusal)
        return False
    answers.forget()
    opinions.ends(request, Measured.HOST)
    request.session[SENT] = opened
    return True


def confirmation(request: Request) -> HttpResponse:
    if SENT not in request.session:
        return redirect(ROUTE)
    opened = request.session[SENT]
    return render(
        request,
        "public/host_sent.html",
        {
            "title": "Consultez votre messagerie" if opened else "Votre structure a déjà un espace",
            "opened": opened,
            "breadcrumb": [(CRUMB, reverse(ROUTE))],
            **opinions.asking(Measured.HOST),
        },
    )
