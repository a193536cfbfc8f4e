"""Somebody applies as an adviser: who she is, where and when, what is behind her."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lucette.foundation.quality.enums import Journey as Measured
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY
from lucette.kernel.errors import NotFound, Refusal
from lucette.scheme.recruitment.enums import RADII_KM, WHOLE_FRANCE_KM, Situation
from lucette.stories.welcome_candidate import Wishes, welcome_candidate
from lucette.web.design.forms import Form
from lucette.web.gate.communes import CommuneForm
from lucette.web.gate.pace import check_pace
from lucette.web.gate.refusals import onto_form
from lucette.web.gate.request import Request
from lucette.web.public import opinion as opinions
from lucette.web.public.steps import Answers, Journey, Step

SENT = "candidate_sent"
SITUATIONS = {
    Situation.JOB_SEEKER: "Je recherche un emploi",
    Situation.EMPLOYED: "J’ai un emploi",
    Situation.IN_TRAINING: "Je suis en formation",
    Situation.GRADUATE: "J’ai un diplôme de la médiation numérique",
    Situation.EXPERIENCED: "J’ai une expérience de la médiation numérique",
}


class ContactForm(Form):
    first_name = forms.CharField(label="Votre prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(label="Votre nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Nous y envoyons votre lien de connexion et les invitations des structures.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="Votre numéro de téléphone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class WishesForm(CommuneForm):
    radius_km = forms.TypedChoiceField(
        label="Jusqu’à quelle distance ?",
        choices=[(km, "Toute la France" if km == WHOLE_FRANCE_KM else f"{km} km") for km in RADII_KM],
        coerce=int,
        initial=20,
    )
    available_on = forms.DateField(
        label="À partir de quelle date êtes-vous disponible ?", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_available_on(self) -> Any:
        day = self.cleaned_data["available_on"]
        if day < clock.today():
            raise forms.ValidationError("Cette date est passée : écrivez aujourd’hui ou une date à venir.")
        return day


class PathForm(Form):
    situations = forms.MultipleChoiceField(
        label="Votre situation",
        choices=list(SITUATIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="Une ou plusieurs réponses.",
    )
    diploma = forms.CharField(label="Votre diplôme de médiation numérique", max_length=160, required=False)
    motivation = forms.CharField(
        label="Pourquoi ce métier ?",
        max_length=2500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Quelques phrases.",
    )
    pix_shared = forms.BooleanField(
        label="J’accepte de partager mon résultat Pix avec les structures",
        required=False,
        help_text="Pix est le service public qui mesure les compétences numériques.",
    )


STEPS = (
    Step("contact", "Vous", ContactForm),
    Step("souhaits", "Où et quand", WishesForm),
    Step(
        "parcours",
        "Votre parcours",
        PathForm,
        submit="M’inscrire au vivier",
        what_happens="Vous recevez un lien de connexion. Les structures proches voient vos souhaits et peuvent vous inviter. "
        "Vous pouvez vous retirer à tout moment.",
    ),
)
JOURNEY = Journey("candidate", "public:apply_adviser", "Devenir conseiller numérique", STEPS, "Devenir conseiller")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: Request, step: str = "") -> HttpResponse:
    """The introduction, each step, the confirmation. Raises NotFound (no such step)."""
    if not step:
        return render(request, "public/candidate_intro.html", {"title": JOURNEY.title, "steps": [it.label for it in STEPS]})
    if step == "envoye":
        return confirmation(request)
    answers, number = Answers(request, "candidate"), JOURNEY.at(step)
    if number < 0:
        raise NotFound
    if missing := JOURNEY.missing(answers, number):
        return redirect(JOURNEY.route, missing.code)
    if not number:
        opinions.begins(request, Measured.CANDIDATE)
    form = JOURNEY.shown(answers, STEPS[number])
    if request.method == "POST":
        answers.keep(step, request.POST)
        form = JOURNEY.form(STEPS[number], answers)
        if form.is_valid() and number + 1 < len(STEPS):
            return JOURNEY.to(number + 1)
        if form.is_valid() and sent(request, form, JOURNEY.said(answers), answers):
            return redirect(JOURNEY.route, "envoye")
    return JOURNEY.page(request, number, form)


def sent(request: Request, form: Form, said: dict[str, Any], answers: Answers) -> bool:
    """Play the story; its refusals are written on the form."""
    person = {name: said[name] for name in ("email", "first_name", "last_name", "phone")}
    names = ("commune_code", "radius_km", "available_on", "situations", "diploma", "motivation", "pix_shared")
    try:
        check_pace(request, "welcome")
        welcome_candidate(**person, wishes=Wishes(**{name: said[name] for name in names}), by=NOBODY)
    except Refusal as refusal:
        onto_form(form, refusal)
        return False
    answers.forget()
    opinions.ends(request, Measured.CANDIDATE)
    request.session[SENT] = True
    return True


def confirmation(request: Request) -> HttpResponse:
    if SENT not in request.session:
        return redirect(JOURNEY.route)
    return render(
        request,
        "public/candidate_sent.html",
        {
            "title": "Consultez votre messagerie",
            "breadcrumb": [(JOURNEY.crumb, reverse(JOURNEY.route))],
            **opinions.asking(Measured.CANDIDATE),
        },
    )
