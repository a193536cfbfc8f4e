"""The pool of a post: who fits it, why, and who was invited."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import ENGAGED, OPEN, HireStatus
from lucette.web.design.elements import Filter
from lucette.web.design.states import tone
from lucette.web.gate.lists import address
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.host.crumbs import CRUMB, crumb

SHOWN = 30
RADII = (10, 20, 40)
WISHES = {
    "diplome": ("Diplôme de médiation", lambda card: "diplômée" in card.reasons),
    "experience": ("Expérience", lambda card: "expérimentée" in card.reasons),
    "pix": ("Pix partagé", lambda card: "Pix partagé" in card.reasons),
    "maintenant": ("Disponible maintenant", lambda card: card.available_on <= clock.today()),
}


@require_safe
def page(request: Request, post_id: UUID) -> HttpResponse:
    """Candidates as cards, nearest first, narrowed by links. Raises NotFound."""
    offer = recruitment.offer(post_id, request.actor)
    every = recruitment.cards(offer)
    found = [card for card in every if wanted(request, card)]
    first = start(request.GET.get("apres", ""), found)
    shown = found[first : first + SHOWN]
    more = address(request, apres=str(shown[-1].candidate_id)) if len(found) > first + SHOWN else ""
    taken = any(card.invitation in ENGAGED for card in every)
    context = {
        "title": "Vivier de candidats",
        "lead": f"Poste {offer.number}, {offer.organization.commune.name}",
        "latest": said(offer.latest),
        "count": french.plural(len(found), "candidat correspond", "candidats correspondent"),
        "filters": filters(request, every),
        "cards": [(card, status(card.invitation), invite_url(post_id, card)) for card in shown],
        "taken": taken,
        "next_url": more,
        "why_url": reverse("host:why_not", args=[post_id]),
        "breadcrumb": [
            CRUMB,
            crumb("Postes et conseillers", "host:posts"),
            (f"Poste {offer.number}", reverse("host:post", args=[post_id])),
        ],
    }
    return render(request, "host/pool.html", context)


def invite_url(post_id: UUID, card: recruitment.PoolCard) -> str:
    """Where to invite; "" when an invitation is open."""
    return "" if card.invitation in OPEN else reverse("host:invite", args=[post_id, card.candidate_id])


def status(invitation: str) -> tuple[str, str]:
    return (tone(invitation), HireStatus(invitation).label) if invitation else ("", "")


def wanted(request: Request, card: recruitment.PoolCard) -> bool:
    near = request.GET.get("km", "")
    if near.isdecimal() and not (card.distance_km is not None and card.distance_km <= int(near[:4])):
        return False
    return all(fits(card) for name, (_, fits) in WISHES.items() if request.GET.get(name))


def start(after: str, found: list[recruitment.PoolCard]) -> int:
    """The rank that follows the candidate of this id; the first when she is not there."""
    return next((rank + 1 for rank, card in enumerate(found) if str(card.candidate_id) == after), 0)


def filters(request: Request, every: list[recruitment.PoolCard]) -> list[Filter]:
    """By distance, then by wish, as links that add up."""
    asked = request.GET.get("km", "")
    told = [Filter("Toutes les distances", address(request, km=""), not asked, len(every))]
    for km in RADII:
        count = sum(card.distance_km is not None and card.distance_km <= km for card in every)
        told.append(Filter(f"À {km} km ou moins", address(request, km=str(km)), asked == str(km), count))
    for name, (label, fits) in WISHES.items():
        on = bool(request.GET.get(name))
        told.append(Filter(label, address(request, **{name: "" if on else "oui"}), on, sum(fits(card) for card in every)))
    return told
