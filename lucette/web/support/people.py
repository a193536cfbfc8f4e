"""People and their roles, as the support team finds them: by name or address, typed in a form and never in an address of the site."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lucette.foundation.accounts import queries
from lucette.foundation.accounts.queries import HeldRole, PersonCard
from lucette.kernel import french
from lucette.web.design.elements import Cell, Fact, File, Table
from lucette.web.design.templatetags.lucette import french_time
from lucette.web.gate.acts import offered
from lucette.web.gate.request import Request
from lucette.web.support.acts import accounts
from lucette.web.support.acts.roles import ON_PERSON, EndRole, RenewInvitation
from lucette.web.support.frame import frame

LONGEST = 80


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request) -> HttpResponse:
    """At most twenty people who answer to this name or address."""
    typed = request.POST.get("q", "").strip()[:LONGEST]
    found = queries.people(typed, request.actor)
    rows = [
        [
            Cell(str(it), reverse("support:person", args=[it.pk])),
            it.email,
            Cell("ouvert", tone="success") if it.is_active else Cell("fermé", tone="neutral"),
        ]
        for it in found
    ]
    empty = "Personne ne répond à ce nom." if typed else "Écrivez au moins deux lettres d’un nom, ou une adresse électronique entière."
    context = {
        "title": "Chercher une personne",
        "typed": typed,
        "count": french.plural(len(found), "personne trouvée", "personnes trouvées") if typed else "",
        "table": Table("Personnes", ["Nom", "Adresse électronique", "Compte"], rows, empty),
    }
    return render(request, "support/people.html", context | frame())


@never_cache
@require_safe
def person(request: Request, person_id: UUID) -> HttpResponse:
    """A person, her roles of today, each with what may be done, and those of before."""
    it = queries.person_card(person_id, request.actor)
    file = File(
        "active" if it.open else "closed",
        "compte ouvert" if it.open else "compte fermé",
        acts=offered(request.actor, (*ON_PERSON, *accounts.EVERY), it),
        facts=[
            Fact("Adresse électronique", it.email),
            Fact("Dernière connexion", french_time(it.last_login) if it.last_login else "jamais venue"),
            *([Fact("Même personne que", it.same_person_as)] if it.same_person_as else []),
        ],
        tables=[today(request, it), before(it)] if it.former else [today(request, it)],
    )
    return render(request, "design/object.html", {"title": it.name, "file": file} | frame(("Personnes", "support:people")))


def today(request: Request, it: PersonCard) -> Table:
    """Each role held today, with the ways to end it, or to write again to who never came."""
    acts = (EndRole,) if it.last_login else (RenewInvitation, EndRole)
    rows = [[*words(role), Cell(act.label, act.url)] for role in it.roles for act in offered(request.actor, acts, role)]
    return Table("Rôles tenus", ["Rôle", "Où", "Depuis le", "Que faire"], rows, "Cette personne ne tient aucun rôle : elle ne voit rien.")


def before(it: PersonCard) -> Table:
    rows = [[*words(role), french.date(role.until) if role.until else ""] for role in it.former]
    return Table("Rôles terminés", ["Rôle", "Où", "Depuis le", "Terminé le"], rows)


def words(role: HeldRole) -> list[str]:
    return [role.label, role.place or "partout", french.date(role.since)]
