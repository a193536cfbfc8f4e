"""A citizen books: the day and the hour, then who she is; her slip; the address by which she cancels."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lucette.foundation.quality.enums import Journey
from lucette.kernel import french
from lucette.kernel.actor import NOBODY
from lucette.kernel.errors import NotFound, Refusal, WrongState
from lucette.kernel.records import is_uuid
from lucette.scheme.activities.enums import Theme
from lucette.scheme.appointments import actions, queries
from lucette.scheme.appointments.enums import BookedBy
from lucette.scheme.appointments.queries import Slot
from lucette.scheme.places import queries as places
from lucette.scheme.places.queries import PlaceCard
from lucette.scheme.places.rules import time_in_words
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.gate.pace import check_pace
from lucette.web.gate.refusals import onto_form
from lucette.web.gate.request import Request
from lucette.web.public import opinion
from lucette.web.public.moments import day_in_words, in_words, read, written

MINUTES = 30
OTHERS = 8  # slots proposed when the one wanted has just been taken
TAKEN = "Ce créneau vient d’être pris : choisissez-en un autre."
SIGNER = signing.Signer(salt="lucette.appointment")


class PersonForm(Form):
    """The least possible about a person. `le` is hidden as long as the slot is free."""

    le = forms.ChoiceField(label="Le créneau", widget=forms.HiddenInput)
    first_name = forms.CharField(
        label="Votre prénom", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "given-name"}), help_text="Le prénom suffit."
    )
    phone = forms.CharField(
        label="Votre numéro de téléphone",
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text="Pour vous prévenir en cas de changement. Exemple : 05 55 00 00 00",
    )
    need = forms.ChoiceField(label="Votre besoin", choices=[("", "Choisissez"), *((v, w[:1].upper() + w[1:]) for v, w in Theme.choices)])
    booked_by = forms.ChoiceField(
        label="Ce rendez-vous est",
        choices=[(BookedBy.CITIZEN, "pour moi"), (BookedBy.RELATIVE, "pour une personne que j’aide")],
        initial=BookedBy.CITIZEN,
        widget=forms.RadioSelect,
    )

    def __init__(self, slots: list[dt.datetime], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["le"].choices = [(written(it), in_words(it)) for it in slots]
        self.fields["le"].initial = written(slots[0])


class OtherSlotForm(PersonForm):
    """The same when the slot has just been taken: others are proposed, the closest in time."""

    le = forms.ChoiceField(label="Choisissez un autre créneau", widget=forms.RadioSelect, error_messages={"invalid_choice": TAKEN})
    field_order = ("le",)


def form_for(wanted: dt.datetime, free: list[dt.datetime], data: QueryDict | None) -> PersonForm:
    if wanted in free:
        return PersonForm([wanted], data)
    return OtherSlotForm(sorted(sorted(free, key=lambda it: abs(it - wanted))[:OTHERS]), data)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: Request, place_id: UUID) -> HttpResponse:
    """Step 1: the free slots of the place. Step 2, `?le=`: who comes, and what for. Raises NotFound (place)."""
    where, slots = places.place(place_id), queries.slots_of_place(place_id, MINUTES)
    wanted = read(request.GET.get("le", ""))
    opinion.begins(request, Journey.APPOINTMENT)
    if wanted is None or not slots:
        return choose(request, where, slots)
    free = [slot.starts_at for slot in slots]
    form = form_for(wanted, free, request.POST or None)
    if form.is_valid() and (token := booked(request, form, slots)):
        opinion.ends(request, Journey.APPOINTMENT)
        return redirect("public:appointment", token)
    return render(
        request,
        "public/book.html",
        {
            "title": f"Qui vient — Prendre rendez-vous à {where.commune}",
            "heading": f"Prendre rendez-vous à {where.commune}",
            "form": form,
            "place": where,
            "when": in_words(wanted) if wanted in free else "",
            "step": 2,
            "steps": 2,
            "step_label": "Qui vient",
            "next_label": "",
            "submit": "Confirmer le rendez-vous",
            "what_happens": "Vous verrez aussitôt la confirmation. Vous pourrez l’imprimer, et annuler à tout moment.",
            "breadcrumb": trail(where),
        },
    )


def choose(request: Request, where: PlaceCard, slots: list[Slot]) -> HttpResponse:
    days: dict[str, list[tuple[str, str]]] = {}
    for slot in slots:
        address = f"{request.path}?{urlencode({'le': written(slot.starts_at)})}"
        days.setdefault(day_in_words(slot.starts_at.date()), []).append((time_in_words(slot.starts_at.time()), address))
    return render(
        request,
        "public/slots.html",
        {
            "title": f"Le jour et l’heure — Prendre rendez-vous à {where.commune}",
            "heading": f"Prendre rendez-vous à {where.commune}",
            "place": where,
            "phone": french.phone(where.phone),
            "days": list(days.items()),
            "breadcrumb": trail(where),
        },
    )


def booked(request: Request, form: PersonForm, slots: list[Slot]) -> str:
    """The token of the appointment; "" when it is refused, and the form says why. On this page everybody is a citizen."""
    said, wanted = form.cleaned_data, read(form.cleaned_data["le"])
    slot = next(it for it in slots if it.starts_at == wanted)
    person = {name: said[name] for name in ("first_name", "phone", "need", "booked_by")}
    try:
        check_pace(request, "appointment")
        it = actions.book(hire_id=slot.hire_id, place_id=slot.place_id, starts_at=slot.starts_at, minutes=MINUTES, **person, by=NOBODY)
    except Refusal as refusal:
        onto_form(form, refusal)
        return ""
    return token_of(it.pk)


def trail(where: PlaceCard) -> list[tuple[str, str]]:
    return [("Trouver de l’aide", reverse("public:help")), (where.name, reverse("public:place", args=[where.id]))]


def token_of(appointment_id: UUID) -> str:
    """The unguessable address of an appointment: its id, signed by the house."""
    return SIGNER.sign(appointment_id.hex).replace(":", "-")


def appointment_of(token: str) -> UUID:
    """Raises NotFound."""
    try:
        held = SIGNER.unsign(token.replace("-", ":", 1))
    except signing.BadSignature:
        raise NotFound from None
    if not is_uuid(held):
        raise NotFound
    return UUID(held)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: Request, token: str) -> HttpResponse:
    """The slip, and the button that cancels. Whoever holds the address may; it bears no name. Raises NotFound."""
    it = queries.booked(appointment_of(token))
    if request.method == "POST":
        cancel(request, it.id)
        return redirect("public:appointment", token)
    where = places.place(it.place_id)
    return render(
        request,
        "public/appointment.html",
        {
            "title": titles(it),
            "appointment": it,
            "place": where,
            "phone": french.phone(where.phone),
            "when": in_words(it.starts_at),
            "facts": [
                Fact("Où", f"{where.name}, {where.address}, {where.commune}"),
                Fact("Avec", f"{it.adviser}, conseiller numérique"),
                Fact("Durée", f"{int((it.ends_at - it.starts_at).total_seconds() // 60)} minutes, sans frais"),
                Fact("Téléphone du lieu", french.phone(where.phone) or "Non communiqué"),
            ],
            "breadcrumb": trail(where),
            **opinion.asking(Journey.APPOINTMENT),
        },
    )


def titles(it: queries.Booked) -> str:
    if it.to_come:
        return "Votre rendez-vous est pris"
    return "Ce rendez-vous est annulé" if it.status in queries.CANCELLED else "Ce rendez-vous est passé"


def cancel(request: Request, appointment_id: UUID) -> None:
    try:
        actions.cancel_by_citizen(appointment_id=appointment_id, by=NOBODY)
    except WrongState:
        messages.info(request, "Ce rendez-vous ne peut plus être annulé ici : appelez le lieu.")
    else:
        messages.success(request, "Votre rendez-vous est annulé. Le créneau est rendu à une autre personne.")
