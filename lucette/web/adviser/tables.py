"""The tables of the space, its breadcrumb, its object pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.activities.enums import Theme
from lucette.scheme.places.rules import time_in_words
from lucette.scheme.recruitment.queries import HireLine
from lucette.scheme.trainings.queries import EnrolmentLine
from lucette.web.design.elements import Cell, Column, File, Table
from lucette.web.design.states import tone
from lucette.web.gate.request import Request


def frame(by: Actor, *steps: tuple[str, str]) -> dict[str, Any]:
    """The breadcrumb."""
    return {"breadcrumb": [("Mon espace", reverse("adviser:dashboard")), *((label, reverse(name)) for label, name in steps)]}


def shown(request: Request, title: str, file: File, *steps: tuple[str, str]) -> HttpResponse:
    """An object page of this space."""
    return render(request, "design/object.html", {"title": title, "file": file} | frame(request.actor, *steps))


def when(moment: dt.datetime) -> str:
    """`8 mars 2021 à 9 h 05`, the hour in one piece."""
    local = moment.astimezone(PARIS)
    return f"{french.date(local.date())} à {time_in_words(local.time())}"


def state(status: str, label: str) -> Cell:
    return Cell(label, tone=tone(status))


def themes(codes: Iterable[str]) -> str:
    words = french.enumeration([Theme(code).label for code in codes])
    return words[:1].upper() + words[1:]


def appointments(found: Iterable[Any], caption: str, empty: str) -> Table:
    rows = [
        [
            Cell(when(it.slot.lower), reverse("adviser:appointment", args=[it.pk])),
            it.first_name,
            it.get_need_display(),
            it.place.name,
            state(it.status, it.get_status_display()),
        ]
        for it in found
    ]
    return Table(caption, ["Quand", "Personne", "Besoin", "Lieu", "État"], rows, empty)


def activities(found: Iterable[Any], caption: str = "Vos dernières activités") -> Table:
    rows = [
        [
            Cell(french.date(it.held_on), reverse("adviser:activity", args=[it.pk])),
            it.get_kind_display().capitalize(),
            themes(it.themes),
            it.place.name if it.place else it.get_channel_display(),
            french.number(it.participants),
            french.duration(it.minutes),
        ]
        for it in found
    ]
    heads = ["Date", "Nature", "Thèmes", "Lieu", Column("Personnes", True), Column("Durée", True)]
    return Table(caption, heads, rows, "Vos activités apparaîtront ici dès la première enregistrée.")


def enrolments(found: Iterable[EnrolmentLine]) -> Table:
    rows = [
        [
            Cell(it.title, reverse("adviser:enrolment", args=[it.id])),
            french.date(it.starts_on),
            french.date(it.ends_on),
            state(it.status, it.status_label),
        ]
        for it in found
    ]
    empty = "Votre formation apparaîtra ici quand votre structure ou vous-même vous y serez inscrit."
    return Table("Votre formation", ["Session", "Début", "Fin", "État"], rows, empty)


def hires(found: Iterable[HireLine], caption: str, empty: str) -> Table:
    rows = [
        [
            Cell(it.organization_name, reverse("adviser:hire", args=[it.id])),
            it.post_number,
            state(it.status, it.status_label),
            french.date(it.starts_on) if it.starts_on else "",
            french.date(it.ends_on) if it.ends_on else "",
        ]
        for it in found
    ]
    return Table(caption, ["Structure", "Poste", "État", "Début", "Fin"], rows, empty)
