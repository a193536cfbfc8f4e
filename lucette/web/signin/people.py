"""The chooser of the demonstration: the people of the scheme, with what waits for each today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.foundation.accounts import queries
from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.queries import Persona
from lucette.insight.steering.standing import Standing, standings
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Scope
from lucette.web.gate.request import Request
from lucette.web.signin.cast import GROUPS, WORDS
from lucette.web.signin.tour.deeds import scope_for
from lucette.web.signin.tour.programme import DEEDS

SHOWN = 3  # what waits, in as many lines


@dataclass(frozen=True, slots=True)
class Card:
    """A person of the demonstration, as the chooser shows her. `waits`: what waits for her, in words."""

    persona: Persona
    who: str
    what: str
    waits: Sequence[str]
    more: int

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.persona.name.split()[:2])


@never_cache
@require_safe
def personas(request: Request) -> HttpResponse:
    """Everyone of the scheme, group by group; of each role, somebody for whom something waits."""
    with acting(SYSTEM):
        found = standings()
        people = {it.role.name: card(it, found) for it in queries.personas(preferred(found))}
    groups = [(title, [people[role] for role in roles if role in people]) for title, roles in GROUPS]
    context = {
        "title": "Démonstration",
        "lead": "Choisissez une personne : vous voyez le site comme elle le voit. Toutes ces personnes sont fictives.",
        "groups": groups if people else [],
    }
    return render(request, "signin/personas.html", context)


def preferred(found: Sequence[Standing]) -> dict[R, list[Scope]]:
    """For each role, the scopes where something waits: the most sorts of things first, then the most things."""
    sorts: dict[R, Counter[Scope]] = {}
    for deed in DEEDS:
        for it in deed.waiting(found):
            sorts.setdefault(deed.role, Counter())[scope_for(deed.role, it)] += 1000 + it.count
    return {role: [scope for scope, _ in counted.most_common()] for role, counted in sorts.items()}


def card(it: Persona, found: Sequence[Standing]) -> Card:
    who, what = WORDS[it.role.name]
    waits = []
    for deed in DEEDS:
        count = sum(one.count for one in deed.waiting(found, it.role.scope)) if deed.role == it.role.name and deed.waits else 0
        if count:
            waits.append(deed.words(count))
    return Card(it, who, what, waits[:SHOWN], max(0, len(waits) - SHOWN))
