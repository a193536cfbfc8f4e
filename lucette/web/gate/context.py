"""What every template knows: `site` (name, contact, brand, demonstration), `actor`, and the main menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock, french
from lucette.kernel.actor import NOBODY, Actor
from lucette.web.design.accessibility import conformity
from lucette.web.gate.access import home_of
from lucette.web.gate.faq import helping
from lucette.web.gate.navigation import navigation


@dataclass(frozen=True, slots=True)
class Site:
    """`today`: the date of the demonstration's story in words, "" outside a demonstration; `conformity`: to the accessibility rules."""

    name: str
    tagline: str
    url: str
    email: str
    phone: str
    state_brand: bool
    demonstration: bool
    today: str
    conformity: str


def site(request: HttpRequest | None) -> dict[str, Any]:
    """Context processor (also called without a request by the pages that need no database)."""
    actor: Actor = getattr(request, "actor", NOBODY)
    return {
        "site": Site(
            name="Lucette",
            tagline="Le dispositif des conseillers numériques, de la dotation au rendez-vous",
            url=settings.SITE_URL,
            email=settings.CONTACT_EMAIL,
            phone=settings.CONTACT_PHONE,
            state_brand=settings.STATE_BRAND,
            demonstration=settings.DEMONSTRATION,
            today=french.date(clock.today()) if settings.DEMONSTRATION and clock.shifted() else "",
            conformity=conformity(clock.today()),
        ),
        "actor": actor,
        "role": RoleName(actor.role).label if actor.role in RoleName.values else "",
        "space_home": home_of(actor),
        "tour_step": tour_step(request),
        "here": (here := route(request)),
        "help_here": helping(here) if here else (),
        **navigation(request, actor),
    }


def route(request: HttpRequest | None) -> str:
    """The name of the page shown, without its object: it may be told to the team. "" for a page that is not there."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else ""


def tour_step(request: HttpRequest | None) -> str:
    """The last step seen of the guided tour of the demonstration; "" outside a tour."""
    session = getattr(request, "session", None)
    steps = session.get("tour", []) if settings.DEMONSTRATION and session is not None else []
    return steps[-1] if steps else ""
