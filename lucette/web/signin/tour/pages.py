"""The pages of the tour: the whole of it, one step, its trace; and the button that plays it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.queries import HeldRole
from lucette.insight.steering.standing import Standing, standings
from lucette.kernel import french
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import NotFound
from lucette.web.gate.playing import address_of
from lucette.web.gate.request import Request
from lucette.web.signin.cast import WORDS
from lucette.web.signin.demonstration import TOUR, take_place
from lucette.web.signin.tour.deeds import Deed, scope_for
from lucette.web.signin.tour.programme import BY_KEY, CHAPTERS, DEEDS
from lucette.web.signin.tour.trace import trace_of

NOTHING = "Rien n’attend à cette étape en ce moment : jouez les étapes d’avant, ou voyez la trace de la dernière fois."
LOOKED_AT = 8  # objects tried before giving up: their people may all be gone
CRUMB = ("Démonstration", "signin:personas")


def deed_of(key: str) -> Deed:
    if key not in BY_KEY:
        raise NotFound
    return BY_KEY[key]


def seen(request: Request) -> list[str]:
    """The steps that this visitor has opened, the last one last."""
    return [key for key in request.session.get(TOUR, []) if key in BY_KEY]


def mark(request: Request, deed: Deed) -> None:
    before = seen(request)
    if before[-1:] != [deed.key]:
        request.session[TOUR] = [*(key for key in before if key != deed.key), deed.key]


@never_cache
@require_safe
def whole(request: Request) -> HttpResponse:
    """Every step in order, chapter by chapter, with how many objects wait there and which steps were seen."""
    with acting(SYSTEM):
        found = standings()
    known, numbers = seen(request), {deed.key: number for number, deed in enumerate(DEEDS, start=1)}
    chapters = [
        (chapter, [(numbers[it.key], it, WORDS[it.role][0], waiting_words(it, found), it.key in known) for it in chapter.deeds])
        for chapter in CHAPTERS
    ]
    last = BY_KEY[known[-1]] if known else DEEDS[0]
    context = {
        "title": "Visite guidée",
        "lead": "De la dotation de l’État au rapport que l’ANCT reçoit : jouez chaque étape à la place de la personne dont c’est le tour.",
        "chapters": chapters,
        "start": last,
        "begun": bool(known),
        "breadcrumb": crumbs(),
        **bar(known),
    }
    return render(request, "signin/tour.html", context)


def waiting_words(deed: Deed, found: list[Standing]) -> str:
    count = sum(it.count for it in deed.waiting(found))
    return deed.words(count) if count and deed.waits else "possible à tout moment" if count else ""


@never_cache
@require_safe
def step(request: Request, key: str) -> HttpResponse:
    """One step: what happens, whose turn it is, the button that plays it."""
    deed = deed_of(key)
    mark(request, deed)
    with acting(SYSTEM):
        found = standings()
        turn = whose_turn(deed, found)
    rank = DEEDS.index(deed)
    chapter = next(it for it in CHAPTERS if deed in it.deeds)
    context = {
        "title": deed.title,
        "lead": deed.what,
        "deed": deed,
        "number": rank + 1,
        "chapter": chapter,
        "who": WORDS[deed.role],
        "name": accounts.names([turn[0].person_id]).get(turn[0].person_id, "") if turn else "",
        "place": turn[0].place if turn else "",
        "waiting": waiting_words(deed, found) if turn else "",
        "nothing": NOTHING,
        "before": DEEDS[rank - 1] if rank else None,
        "after": DEEDS[rank + 1] if rank + 1 < len(DEEDS) else None,
        "breadcrumb": crumbs(whole=True),
        **bar(seen(request)),
    }
    return render(request, "signin/step.html", context)


def whose_turn(deed: Deed, found: list[Standing]) -> tuple[HeldRole, str] | None:
    """Who plays it now, and on which object; None when nothing waits, or nobody of the demonstration may act there."""
    for it in deed.waiting(found)[:LOOKED_AT]:
        if held := accounts.stand_in(deed.role, scope_for(deed.role, it)):
            return held, it.example
    return None


@require_POST
def play(request: Request, key: str) -> HttpResponse:
    """Become the person whose turn it is, and open the page of the act on an object where it is possible now."""
    deed = deed_of(key)
    mark(request, deed)
    with acting(SYSTEM):
        turn = whose_turn(deed, standings())
    if turn is None:
        messages.warning(request, NOTHING)
        return redirect("signin:step", key)
    held, example = turn
    take_place(request, held.id)
    by = Actor(held.person_id, held.name, held.scope)
    return redirect(address_of(by, deed.workflow, deed.act, deed.pages, example) or "signin:entry")


@never_cache
@require_safe
def trace(request: Request, key: str) -> HttpResponse:
    """What the last time left: the journal, the ledger, the documents, the letters."""
    deed = deed_of(key)
    mark(request, deed)
    with acting(SYSTEM):
        left = trace_of(deed, request.actor)
    context = {
        "title": "La trace de cette étape",
        "lead": f"{deed.title}. Ce que la dernière fois a laissé : le journal, le grand livre, les documents et les lettres.",
        "deed": deed,
        "trace": left,
        "breadcrumb": [*crumbs(whole=True), (deed.title, reverse("signin:step", args=[deed.key]))],
    }
    return render(request, "signin/trace.html", context)


def crumbs(whole: bool = False) -> list[tuple[str, str]]:
    found = [(CRUMB[0], reverse(CRUMB[1]))]
    return [*found, ("Visite guidée", reverse("signin:tour"))] if whole else found


def bar(known: list[str]) -> dict[str, Any]:
    """The bar of the tour: steps seen, of how many."""
    words = f"{french.plural(len(known), 'étape vue', 'étapes vues')} sur {len(DEEDS)}"
    return {"seen": len(known), "steps": len(DEEDS), "seen_words": words}
