"""What happens to posts and agreements before their term: posts given back, added or passed on, another host, an agreement that ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from lucette.foundation.organizations import queries as organizations
from lucette.jobs.demonstration.hosts import Host, specimen
from lucette.jobs.simulation.upsets import end_contract
from lucette.jobs.simulation.world import World, fresh
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreed
from lucette.scheme.agreements.enums import AgreementStatus, AmendmentKind, ReturnReason
from lucette.scheme.agreements.rules.amendments import Wanted
from lucette.stories.amend_agreement import ask_new_entity, ask_transfer, return_posts, sign_amendment
from lucette.stories.end_posts import live_posts
from lucette.stories.reopen_posts import reopen_posts
from lucette.stories.terminate_agreement import terminate_agreement

MOST_ADDED = 2


def drawn(it: World, status: str = AgreementStatus.IN_FORCE) -> tuple[Any, Host | None]:
    """An agreement in this state, and the host that bears it today."""
    with it.seen_by("caisse_delegate") as by:
        agreement = it.one(list(agreed.agreements(by, status)))
    return agreement, it.story.hosts.get(agreement.organization_id) if agreement else None


def posts_of(agreement_id: UUID) -> list[UUID]:
    with acting(SYSTEM):
        return sorted(live_posts(agreement_id))


def agree_on(it: World, amendment_id: UUID, department: str | None = None) -> None:
    """Opinion of the prefecture when posts change, acceptance, signature."""
    if department:
        prefecture, opinion = it.story.cast.prefecture(department), agreements.amendments.give_opinion
        said = {"favourable": True, "comment": "Avis favorable : le besoin est réel."}
        it.play("donner un avis sur un avenant", prefecture, opinion, amendment_id=amendment_id, **said)
    if it.play("accepter un avenant", it.who("requester"), agreements.amendments.accept, amendment_id=amendment_id):
        sign(it, amendment_id)


def sign(it: World, amendment_id: UUID | None = None) -> None:
    """This one, or one that a payment under way or a contract held back."""
    amendment_id = amendment_id or it.one(it.to_sign)
    if amendment_id is None:
        return
    signed = it.play("signer un avenant", it.who("caisse_delegate"), sign_amendment, amendment_id=amendment_id)
    if signed and amendment_id in it.to_sign:
        it.to_sign.remove(amendment_id)
    elif not signed and amendment_id not in it.to_sign:
        it.to_sign.append(amendment_id)


def give_posts_back(it: World) -> None:
    """Some of its posts, one of which may be held by an adviser whose contract has not ended: then the signature is refused."""
    agreement, host = drawn(it)
    if host and (posts := posts_of(agreement.pk)):
        what = {
            "agreement_id": agreement.pk,
            "post_ids": it.rng.sample(posts, it.rng.randint(1, max(1, len(posts) - 1))),
            "effective_on": it.day,
            "reason": it.rng.choice(ReturnReason.values),
            "proof": ("fin-de-contrat.pdf", specimen().content),
        }
        if asked := it.play("rendre des postes", host.representative, return_posts, **what):
            sign(it, asked.pk)


def add_posts(it: World) -> None:
    agreement, host = drawn(it)
    if host:
        wanted = Wanted(AmendmentKind.ADD_POSTS, it.day, "Deux communes voisines demandent à venir.", count=it.rng.randint(1, MOST_ADDED))
        ask = agreements.amendments.ask
        if asked := it.play("demander des postes", host.representative, ask, agreement_id=agreement.pk, wanted=wanted):
            agree_on(it, asked.pk, host.department)


def pass_post_on(it: World) -> None:
    """To another agreement of the département; where there is none, to any, which is refused."""
    source, host = drawn(it)
    if host and (posts := posts_of(source.pk)):
        with it.seen_by("caisse_delegate") as by:
            others = [one for one in agreed.agreements(by, AgreementStatus.IN_FORCE) if one.pk != source.pk]
        near = [one for one in others if one.department_code == source.department_code]
        target = it.one(near or others)
        what = {
            "agreement_id": source.pk,
            "post_id": it.one(posts),
            "to_number": target.number,
            "effective_on": it.day,
            "explanation": "L’autre structure reprend la permanence.",
            "proof": ("accord.pdf", specimen().content),
        }
        if asked := it.play("demander le transfert d’un poste", host.representative, ask_transfer, **what):
            agree_on(it, asked.pk, host.department)


def change_host(it: World) -> None:
    """Another legal person, known of the register, takes the agreement over."""
    agreement, host = drawn(it)
    if host is None:
        return
    with acting(SYSTEM):
        heir = organizations.organization(it.one(sorted(it.story.hosts)), SYSTEM)
    what = {"agreement_id": agreement.pk, "siret": heir.siret, "effective_on": it.day, "explanation": "Fusion au 1er du mois."}
    if asked := it.play("demander le changement de structure", host.representative, ask_new_entity, **what):
        agree_on(it, asked.pk)


def end_agreement(it: World) -> None:
    """The host asks for the end, and its advisers leave; a payment under way makes it wait."""
    agreement, host = drawn(it)
    if host:
        what = {"agreement_id": agreement.pk, "effective_on": it.day, "text": "Nous n’arrivons pas à recruter."}
        if asked := it.play("demander la fin d’une convention", host.representative, agreements.notices.ask_end, **what):
            it.asked_to_end.append(asked.pk)
            for filled in [one for one in it.story.advisers if one.agreement_id == agreement.pk]:
                end_contract(it, filled)


def terminate(it: World) -> None:
    notice = it.one(it.asked_to_end)
    what = {"notice_id": notice, "ended_on": it.day}
    if notice and it.play("résilier une convention", it.who("caisse_delegate"), terminate_agreement, **what):
        it.asked_to_end.remove(notice)


def reopen(it: World) -> None:
    """Posts ended with an agreement are awarded again by decision of the State."""
    agreement, _ = drawn(it, AgreementStatus.TERMINATED)
    if agreement:
        what = {"agreement_id": agreement.pk, "posts_reopened": 1, "key": f"reopen:{fresh()}:1", "reason": "décision du 1er juillet"}
        it.play("rouvrir un poste", it.who("funder"), reopen_posts, endowment_id=it.endowment, **what)


MOVES: dict[str, tuple[Callable[[World], None], int]] = {
    "give_posts_back": (give_posts_back, 4),
    "add_posts": (add_posts, 3),
    "sign": (sign, 4),
    "pass_post_on": (pass_post_on, 5),
    "change_host": (change_host, 2),
    "end_agreement": (end_agreement, 2),
    "terminate": (terminate, 4),
    "reopen": (reopen, 3),
}
