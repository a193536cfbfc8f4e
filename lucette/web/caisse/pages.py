"""What every object page of the space shares: its frame, dates in Paris, the road of its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.web.design.elements import File, Step
from lucette.web.gate.access import home_of
from lucette.web.gate.request import Request


def breadcrumb(by: Actor, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """« Mon espace », then `steps` (label, url name)."""
    return [("Mon espace", reverse(home_of(by))), *((label, reverse(name)) for label, name in steps)]


def shown(request: Request, template: str, title: str, file: File, back: tuple[str, str], **more: Any) -> HttpResponse:
    """An object page, under the list it belongs to."""
    context = {"title": title, "file": file, "breadcrumb": breadcrumb(request.actor, back)}
    return render(request, template, context | more)


def day(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(PARIS).date() if moment else None


def steps(done: Iterable[tuple[str, dt.date | None, str]], over: bool = False) -> list[Step]:
    """A road: the steps with a date are done, the first without one is now (unless the road is `over`), the others are to come."""
    road, current = [], not over
    for label, on, who in done:
        road.append(Step(label, "done" if on else "now" if current else "next", who, on))
        current = current and bool(on)
    return road
