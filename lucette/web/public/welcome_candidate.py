"""Somebody applies as an adviser: who she is, where and when, what is behind her."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lucette.foundation.quality.enums import Journey as Measured
from lucette.kernel.actor import NOBODY
from lucette.kernel.errors import NotFound, Refusal
from lucette.stories.welcome_candidate import Wishes, welcome_candidate
from lucette.web.design.forms import Form
from lucette.web.gate.pace import check_pace
from lucette.web.gate.refusals import onto_form
from lucette.web.gate.request import Request
from lucette.web.gate.wishes import PathForm, WhereAndWhenForm, wishes
from lucette.web.public import opinion as opinions
from lucette.web.public.person import PersonForm
from lucette.web.public.steps import Answers, Journey, Step

SENT = "candidate_sent"


class ContactForm(PersonForm):
    what_for = "Nous y envoyons votre lien de connexion et les invitations des structures."


STEPS = (
    Step("contact", "Vous", ContactForm),
    Step("souhaits", "Où et quand", WhereAndWhenForm),
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
    try:
        check_pace(request, "welcome")
        welcome_candidate(**person, wishes=Wishes(**wishes(said)), by=NOBODY)
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
