"""Write to the team: a letter to it, a reference for the person."""

from __future__ import annotations

import secrets

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lucette.foundation.notifications import actions as notifications
from lucette.foundation.quality.enums import Journey
from lucette.kernel import clock
from lucette.web.design.forms import Form
from lucette.web.gate.pace import paced
from lucette.web.gate.request import Request
from lucette.web.gate.whence import whence
from lucette.web.public import opinion

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # read out on the phone: no 0 or O, no 1 or I
TOPICS = [
    ("help", "Je cherche de l’aide avec le numérique"),
    ("host", "J’accueille ou je veux accueillir un conseiller"),
    ("adviser", "Je suis ou je veux devenir conseiller"),
    ("site", "Une difficulté avec ce site"),
    ("other", "Autre sujet"),
]


class ContactForm(Form):
    topic = forms.ChoiceField(label="Votre sujet", choices=TOPICS, widget=forms.RadioSelect)
    name = forms.CharField(label="Vos prénom et nom", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Pour vous répondre. Exemple : prenom.nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = forms.CharField(
        label="Votre message",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="N’écrivez ni mot de passe, ni numéro de sécurité sociale, ni coordonnées bancaires.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: Request) -> HttpResponse:
    """The form; its message leaves as a letter, kept with its reference."""
    form, told = ContactForm(request.POST or None), whence(request)
    opinion.begins(request, Journey.CONTACT)
    if form.is_valid() and paced(request, "contact", form):
        request.session["contact_reference"] = send(**form.cleaned_data, told=told)
        opinion.ends(request, Journey.CONTACT)
        return redirect("public:contact_sent")
    return render(
        request,
        "public/contact.html",
        {
            "title": "Nous contacter",
            "form": form,
            "told": told,
            "submit": "Envoyer mon message",
            "what_happens": "Vous recevez aussitôt une référence, ici et par courrier électronique. Une personne vous répond.",
        },
    )


def send(topic: str, name: str, email: str, message: str, told: list[str]) -> str:
    """Two letters: the message to the team, its reference to the person (without the message: nobody else's words leave from here)."""
    reference = f"M-{clock.today().year}-{''.join(secrets.choice(LETTERS) for _ in range(6))}"
    notifications.write(
        kind="contact_message",
        to_email=settings.CONTACT_EMAIL,
        subject=f"Message {reference}",
        body="\n\n".join(filter(None, [dict(TOPICS)[topic], f"{name}\n{email}", "\n".join(told), message])),
        about=None,
    )
    notifications.write(
        kind="contact_received",
        to_email=email,
        subject=f"Nous avons reçu votre message {reference}",
        about=None,
        body=(
            f"Bonjour,\n\nNous avons bien reçu votre message. Sa référence est {reference}.\n\n"
            f"Une personne vous répond à cette adresse. Pour nous joindre plus vite : {settings.CONTACT_PHONE}, en donnant la référence."
        ),
    )
    return reference


@require_safe
def sent(request: Request) -> HttpResponse:
    """The reference, as long as the session lives."""
    reference = request.session.get("contact_reference")
    if not reference:
        return redirect("public:contact")
    return render(
        request,
        "public/contact_sent.html",
        {
            "title": "Votre message est envoyé",
            "reference": reference,
            "breadcrumb": [("Nous contacter", reverse("public:contact"))],
            **opinion.asking(Journey.CONTACT),
        },
    )
