"""« Je donne mon avis »: after each journey, the button of the State when it has an address, else our own short form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lucette.foundation.quality import actions
from lucette.foundation.quality.enums import Journey
from lucette.foundation.quality.rules import LONGEST_COMMENT
from lucette.kernel.errors import NotFound, Refusal
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.pace import check_pace
from lucette.web.gate.refusals import onto_form
from lucette.web.gate.request import Request

STARS = [
    (5, "5 étoiles : très bien"),
    (4, "4 étoiles : bien"),
    (3, "3 étoiles : moyen"),
    (2, "2 étoiles : mal"),
    (1, "1 étoile : très mal"),
]
PASSAGES = "passages"


class OpinionForm(Form):
    stars = forms.TypedChoiceField(label="Comment cela s’est-il passé ?", choices=STARS, coerce=int, widget=forms.RadioSelect)
    comment = forms.CharField(
        label="Que pouvons-nous améliorer ?",
        max_length=LONGEST_COMMENT,
        required=False,
        widget=text_area(3),
        help_text="N’écrivez ni nom, ni téléphone, ni numéro de dossier.",
    )


def begins(request: Request, journey: Journey) -> None:
    """The first form of the journey is shown: once a visit, until it is finished."""
    kept = request.session.get(PASSAGES, {})
    if request.method == "GET" and journey not in kept:
        request.session[PASSAGES] = kept | {journey.value: str(actions.begin(journey=journey))}


def ends(request: Request, journey: Journey) -> None:
    """The journey is done: the next one is another."""
    kept = dict(request.session.get(PASSAGES, {}))
    if begun := kept.pop(journey.value, ""):
        actions.finish(passage_id=UUID(begun))
        request.session[PASSAGES] = kept


def asking(journey: Journey) -> dict[str, Any]:
    """For the page that confirms: where an opinion is given, and whether that is on another site."""
    button = buttons().get(journey) or buttons().get("")
    return {"opinion_url": button or reverse("public:opinion", args=[journey.value]), "opinion_elsewhere": bool(button)}


def buttons() -> dict[str, str]:
    """Journey → address of its button; "" for every other journey."""
    told = [it.rpartition("=") if "=" in it.partition("://")[0] else ("", "", it) for it in settings.OPINION_BUTTONS.split()]
    return {journey: address for journey, _, address in told}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, journey: str, step: str = "") -> HttpResponse:
    """The form, then thanks. Raises NotFound (no such journey)."""
    if journey not in Journey.values or step not in ("", "merci"):
        raise NotFound
    about = Journey(journey)
    if step:
        return render(request, "public/opinion_sent.html", {"title": "Merci de votre avis"})
    form = OpinionForm(request.POST or None)
    if form.is_valid() and kept(request, form, about):
        return redirect("public:opinion", journey, "merci")
    words = {
        "title": "Je donne mon avis",
        "lead": f"Vous venez de finir : {about.label.lower()}. Deux questions, dix secondes.",
        "form": form,
        "submit": "Envoyer mon avis",
        "what_happens": "Votre avis est gardé sans votre nom ni votre adresse. La note moyenne est publiée chaque mois.",
    }
    return render(request, "design/form.html", words)


def kept(request: Request, form: OpinionForm, journey: Journey) -> bool:
    """Its refusals are written on the form."""
    try:
        check_pace(request, "opinion")
        actions.give_opinion(journey=journey, **form.cleaned_data)
    except Refusal as refusal:
        onto_form(form, refusal)
        return False
    return True
