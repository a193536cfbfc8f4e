"""The posts of the host, and the advisers who hold them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import PostStatus as P
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import ContractKind
from lucette.scheme.recruitment.enums import HireStatus as H
from lucette.web.design.elements import Act, Cell, Fact, File, Step, Table
from lucette.web.design.states import tone
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import known_id, said
from lucette.web.gate.request import Request
from lucette.web.host.acts import ON_HIRE
from lucette.web.host.acts.amendments import ReturnPosts
from lucette.web.host.crumbs import CRUMB

NEXT = {
    P.RESERVED: "la convention doit être signée avant de recruter.",
    P.AGREED: "choisissez un candidat dans le vivier et invitez-le.",
    P.FILLED: "votre conseiller est en poste ; à la fin de son contrat, déclarez-la.",
    P.VACANT: "le poste est vacant : invitez un nouveau candidat.",
    P.RETURNED: "vous avez rendu ce poste.",
    P.ENDED: "ce poste a pris fin avec sa convention.",
    P.RELEASED: "ce poste est revenu à la dotation.",
}
ORDERS: Orders = {
    "Poste": ("poste", lambda it: it.number),
    "Conseiller": ("conseiller", lambda it: it.holder),
    "Contrat": ("contrat", lambda it: it.starts_on),
}
TO_FILL = (P.AGREED, P.VACANT)
HOST_TURN = (H.ACCEPTED, H.SELECTED)
ROAD = ((H.INVITED, "Invitation envoyée"), (H.ACCEPTED, "Invitation acceptée"), (H.SELECTED, "Candidat choisi"))
ROAD_END = ((H.DECLARED, "Contrat déposé"), (H.VALIDATED, "Recrutement validé"), (H.ENDED, "Fin de contrat"))
BALL = {H.INVITED: "Le candidat", H.ACCEPTED: "Votre structure", H.SELECTED: "Votre structure", H.DECLARED: "Banque des Territoires"}


def table(rows: Sequence[posts.PostShown], caption: str = "Mes postes et mes conseillers") -> Table:
    return Table(
        caption,
        ["Poste", "Conseiller", "Contrat", "Convention", "État"],
        [
            [
                Cell(named(it), reverse("host:post", args=[it.id])),
                it.holder or "à recruter",
                period(it.starts_on, it.ends_on),
                it.agreement_number,
                Cell(it.label, tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Vos postes apparaîtront ici après la décision du comité de sélection.",
    )


def named(it: posts.PostShown) -> str:
    """`P-2021-00012`, with its nature when it is not an adviser's."""
    return f"{it.number}, {it.kind_label}" if it.coordinates else it.number


def period(starts_on: object, ends_on: object) -> str:
    first, last = said(starts_on), said(ends_on)  # type: ignore[arg-type]
    return f"du {first} au {last}" if last else f"depuis le {first}" if first else ""


def hires_table(rows: list[recruitment.HireLine], caption: str = "Recrutements") -> Table:
    return Table(
        caption,
        ["Candidat", "Poste", "Ce qui vient", "État"],
        [
            [
                Cell(it.candidate_name, reverse("host:hire", args=[it.id])),
                it.post_number,
                it.next_step,
                Cell(it.status_label, tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Les candidats que vous inviterez apparaîtront ici.",
    )


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every post of the host, narrowed by its state."""
    every = posts.posts_of(known_id(request.actor.scope.code), request.actor)
    mine = Listed("Postes et conseillers", table, ("poste",), "postes")
    hires = hires_table(recruitment.hires_of(known_id(request.actor.scope.code), request.actor))
    return short_list(request, mine, every, ORDERS, states=P.choices, template="host/posts.html", hires=hires, breadcrumb=[CRUMB])


@require_safe
def page(request: Request, post_id: UUID) -> HttpResponse:
    """One post: who holds it, who was invited. Raises NotFound."""
    it = posts.post(post_id, request.actor)
    hires = [line for line in recruitment.hires_of(known_id(request.actor.scope.code), request.actor) if line.post_id == it.id]
    facts = [
        Fact("Structure", it.host),
        Fact("Conseiller", it.holder or "à recruter"),
        Fact("Nature du poste", it.kind_label.capitalize() if it.coordinates else ""),
        Fact("Contrat", period(it.starts_on, it.ends_on)),
        Fact("Vacant depuis le", said(it.vacant_since)),
        Fact("À pourvoir avant le", said(it.vacant_until), note="Ensuite, le poste est à rendre."),
        Fact("Convention", it.agreement_number),
        Fact("Subvention maximale", str(it.unit)),
    ]
    file = File(
        status=it.status,
        status_label=it.label,
        number=it.number,
        next_step=NEXT[it.status],
        mine=it.status in TO_FILL,
        action="Chercher dans le vivier" if it.status in TO_FILL else "",
        action_url=reverse("host:pool", args=[it.id]) if it.status in TO_FILL else "",
        acts=give_back(request.actor, it),
        facts=[fact for fact in facts if fact.value],
        tables=[hires_table(hires)],
    )
    crumbs = [CRUMB, ("Postes et conseillers", reverse("host:posts"))]
    return render(request, "design/object.html", {"title": f"Poste {it.number}", "file": file, "breadcrumb": crumbs})


def give_back(by: Actor, it: posts.PostShown) -> list[Act]:
    """For a vacant post, the way to give it back: the page of the act says who may."""
    if it.status != P.VACANT or it.agreement_id is None or not DOORS[ReturnPosts.route].opens_to(by):
        return []
    return [Act("Rendre ce poste", reverse(ReturnPosts.route, args=[it.agreement_id]))]


@require_safe
def hire(request: Request, hire_id: UUID) -> HttpResponse:
    """One recruitment, from the invitation to the end of the contract. Raises NotFound."""
    it = recruitment.hire(hire_id, request.actor)
    status = H(it.status)
    gross = Money(it.monthly_gross_cents) if it.monthly_gross_cents is not None else None
    facts = [
        Fact("Candidat", str(it.candidate.person)),
        Fact("Commune", it.candidate.commune.name),
        Fact("Poste", it.post.number, reverse("host:post", args=[it.post_id])),
        Fact("Contrat", ContractKind(it.contract_kind).label if it.contract_kind else ""),
        Fact("Période", period(it.starts_on, it.ends_on)),
        Fact("Salaire brut mensuel", str(gross) if gross else ""),
        Fact("Dernier jour travaillé", said(it.ended_on)),
    ]
    file = File(
        status=status,
        status_label=status.label,
        next_step=recruitment.NEXT_STEPS[status],
        mine=status in HOST_TURN,
        acts=offered(request.actor, ON_HIRE, it),
        facts=[fact for fact in facts if fact.value],
        steps=steps(status),
        history=events(it),
    )
    crumbs = [CRUMB, ("Postes et conseillers", reverse("host:posts"))]
    return render(request, "design/object.html", {"title": f"Recrutement de {it.candidate.person}", "file": file, "breadcrumb": crumbs})


def steps(status: H) -> list[Step]:
    """The road of a recruitment; nothing once it came to nothing."""
    road = [*ROAD, *ROAD_END]
    if status not in dict(road):
        return []
    here = next(n for n, (code, _) in enumerate(road) if code == status)
    return [
        Step(label, "done" if n <= here else "now" if n == here + 1 else "next", BALL.get(road[n - 1][0], "") if n == here + 1 else "")
        for n, (_, label) in enumerate(road)
    ]
