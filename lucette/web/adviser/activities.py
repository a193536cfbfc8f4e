"""The reader's record: what she did, month by month, and the page of each activity; her workshops."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.scheme.activities import queries
from lucette.scheme.activities.enums import ActivityKind, ActivityStatus, AgeBand, Occupation, RemovalReason, Theme, WorkshopStatus
from lucette.scheme.recruitment import queries as recruitment
from lucette.web.adviser import tables
from lucette.web.adviser.acts.corrections import ON_ACTIVITY
from lucette.web.adviser.acts.workshops import ON_WORKSHOP
from lucette.web.design.elements import Fact, File, Filter
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import address
from lucette.web.gate.request import Request

MONTHS = 6
FIRST_THEMES = 6


class Group(NamedTuple):
    """Filters of one kind, under their name."""

    label: str
    filters: list[Filter]


@require_safe
def listing(request: Request) -> HttpResponse:
    """The reader's record of activities, latest first, narrowed by month, kind and theme."""
    by = request.actor
    month, kind, theme = month_of(request.GET.get("mois", "")), request.GET.get("nature", ""), request.GET.get("theme", "")
    read = partial(queries.activities_page, by, kind=kind, theme=theme, month=month)
    total = queries.activities_count(by, kind=kind, theme=theme, month=month)
    narrowed = bool(month or kind or theme)
    of = Listed("Vos activités", partial(tables.activities, caption="Activités"), ("activité",), "activites")
    lead = "Une activité ne dit jamais qui est venu : elle compte les personnes, leurs âges et leurs besoins."
    live = recruitment.current_hire(by.pk, by)
    context: dict[str, Any] = {"lead": lead, "groups": groups(request, live), "narrowed": narrowed}
    return long_list(request, of, read, total, template="adviser/activities.html", **context, **tables.frame(by))


def groups(request: Request, live: Any) -> list[Group]:
    """Months since her contract began, kinds, and her usual themes."""
    asked = request.GET
    themes = list(queries.usual(live.pk, request.actor).themes[:FIRST_THEMES]) if live else []
    if asked.get("theme") in Theme.values and Theme(asked["theme"]) not in themes:
        themes.append(Theme(asked["theme"]))
    kinds = [(it.value, it.label) for it in ActivityKind]
    return [
        Group("Mois", narrowing(request, "mois", months(live.starts_on if live else None))),
        Group("Nature", narrowing(request, "nature", kinds)),
        Group("Thème", narrowing(request, "theme", [(it.value, it.label) for it in themes])),
    ]


def narrowing(request: Request, name: str, choices: list[tuple[str, str]]) -> list[Filter]:
    asked = request.GET.get(name, "")
    every = Filter("Tout", address(request, **{name: ""}), not asked)
    return [every, *(Filter(label[:1].upper() + label[1:], address(request, **{name: code}), code == asked) for code, label in choices)]


def months(since: dt.date | None) -> list[tuple[str, str]]:
    """(`2021-03`, `mars 2021`), the latest first, six at most."""
    first, found = clock.today().replace(day=1), []
    for _ in range(MONTHS):
        if since and first < since.replace(day=1):
            break
        found.append((f"{first:%Y-%m}", french.date(first).partition(" ")[2]))
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return found


def month_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


@require_safe
def page(request: Request, pk: UUID) -> HttpResponse:
    """One activity: what is counted, and what was corrected. Raises NotFound."""
    it = queries.activity(pk, request.actor)
    facts = [
        Fact("Nature", it.get_kind_display().capitalize()),
        Fact("Date", french.date(it.held_on)),
        Fact("Durée", french.duration(it.minutes)),
        Fact("Thèmes", tables.themes(it.themes)),
        Fact("Lieu", it.place.name if it.place else it.get_channel_display().capitalize()),
        Fact("Participants", french.number(it.participants), note=f"dont {it.recurring} déjà accompagnés" if it.recurring else ""),
        Fact("Âges", spread(it.ages, dict(AgeBand.choices))),
        Fact("Situations", spread(it.occupations, dict(Occupation.choices))),
        Fact("Motif de la suppression", RemovalReason(it.removal_reason).label if it.removal_reason else ""),
    ]
    file = File(
        it.status,
        it.get_status_display(),
        next_step="" if it.status == ActivityStatus.RECORDED else "cette activité ne compte plus dans vos chiffres.",
        acts=offered(request.actor, ON_ACTIVITY, it),
        facts=[fact for fact in facts if fact.value],
        history=events(it),
    )
    return tables.shown(request, f"Activité du {french.date(it.held_on)}", file, ("Activités", "adviser:activities"))


def spread(counts: dict[str, int], labels: dict[str, str]) -> str:
    """« 3 de 35 à 60 ans »: 2 retraité, 1 en emploi."""
    return french.enumeration([f"{labels.get(code, code)} : {french.number(n)}" for code, n in counts.items()])


@require_safe
def workshop(request: Request, pk: UUID) -> HttpResponse:
    """One workshop: who may still come, then who came. Raises NotFound."""
    it = queries.own_workshop(pk, request.actor)
    begun = it.starts_at <= clock.now()
    waits = it.status in (WorkshopStatus.OPEN, WorkshopStatus.FULL)
    file = File(
        it.status,
        it.get_status_display(),
        next_step=("dites qui est venu." if begun else "inscrivez les personnes qui vous appellent.") if waits else "",
        mine=waits,
        acts=offered(request.actor, ON_WORKSHOP, it),
        facts=[
            Fact("Quand", tables.when(it.starts_at), note=french.duration(it.minutes)),
            Fact("Lieu", it.place.name, note=it.place.address),
            Fact("Thème", Theme(it.theme).label.capitalize()),
            Fact("Inscrits", f"{it.registered} sur {it.seats}"),
        ],
        history=events(it),
    )
    return tables.shown(request, it.title, file, ("Rendez-vous", "adviser:appointments"))
