"""What an amendment changes: told in figures first, then done with its signature, to money and posts at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.organizations import queries as organizations
from lucette.kernel import french
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreement_queries
from lucette.scheme.agreements.enums import AgreementStatus, AmendmentKind
from lucette.scheme.agreements.models import Agreement, Amendment
from lucette.scheme.agreements.queries import amendments as changes
from lucette.scheme.agreements.rules.amendments import Wanted
from lucette.scheme.applications import actions as applications
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import actions as payment_actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import OPEN, RecoveryGround
from lucette.scheme.posts import actions as posts
from lucette.scheme.posts import queries as post_queries
from lucette.scheme.recruitment import actions as recruitment
from lucette.stories.end_posts import Ending, effects_of, live_posts, take_out

K = AmendmentKind


@transaction.atomic
def return_posts(
    *, agreement_id: UUID, post_ids: Collection[UUID], effective_on: dt.date, reason: str, by: Actor, proof: tuple[str, bytes] | None = None
) -> Amendment:
    """The host gives posts back, in one act: its receipt is sealed at once. `proof` (name, content): the end of the contract of a post
    that somebody still holds.

    Raises NotFound, Forbidden, Invalid (posts, date, reason, proof), RuleBroken.
    """
    agreement_queries.agreement(agreement_id, by)
    live = live_posts(agreement_id)
    if not set(post_ids) <= set(live):
        raise NotFound
    if len(live) == len(set(post_ids)):
        every = "Vous rendez tous vos postes : demandez plutôt la fin de la convention."
        raise Invalid("amendment.every_post", every, {"posts": every})
    if post_queries.held(post_ids) and not proof:
        sentence = "Un de ces postes est encore pourvu : joignez la preuve de la fin du contrat."
        raise Invalid("amendment.proof", sentence, {"proof": sentence})
    wanted = Wanted(K.RETURN_POSTS, effective_on, reason=reason, posts={pk: live[pk] for pk in post_ids})
    it = agreements.amendments.ask(agreement_id=agreement_id, wanted=wanted, by=by)
    if proof:
        agreements.amendments.prove(amendment_id=it.pk, filename=proof[0], content=proof[1], by=by)
    return it


def effects(it: Amendment, by: Actor) -> dict[str, Any]:
    """What its signature would do, on what is stored today. Writes nothing. Raises RuleBroken (a payment is under way, no month left)."""
    match it.kind:
        case K.RETURN_POSTS:
            about = [post.post_id for post in it.about_posts.all()]
            return effects_of(payments.cuts(it.agreement_id, about, it.effective_on, by))
        case K.ADD_POSTS:
            shares = payments.shares_of_an_added_post(it.agreement, it.effective_on)
            said = [["Par poste", str(Money(sum(shares.values())))]]
            said += [[f"Versement {number}, par poste", str(Money(cents))] for number, cents in shares.items()]
            return {"added": sum(shares.values()) * it.posts, "shares": {str(n): cents for n, cents in shares.items()}, "said": said}
        case K.EXTEND:
            return {"said": [["Nouvelle fin de la convention", french.date(it.ends_on or it.effective_on)]]}
        case K.TRANSFER_POST:
            (post,) = it.about_posts.all()
            moved = sum(line.cents for line in payments.movable(it.agreement_id, post.post_id))
            other = it.to_agreement
            return {"moved": moved, "said": [["Rejoint la convention", f"{other.number}, {other.organization.name}" if other else ""]]}
    found = payments.recoveries_of(by, agreement_id=it.agreement_id)
    name = it.to_organization.name if it.to_organization else ""
    return {"debt": sum(one.left for one in found if one.status in OPEN), "said": [["Nouvelle structure", name]]}


def sign_amendment(*, amendment_id: UUID, by: Actor) -> Amendment:
    """Sign, then apply to money and posts: all or nothing. The paper is signed and sealed before the transaction.

    Raises NotFound, Forbidden, WrongState, RuleBroken (also when the figures changed while it was being signed).
    """
    told = effects(changes.amendment(amendment_id, by), by)
    content = agreements.amendments.signed_paper(amendment_id=amendment_id, effects=told, by=by)
    with transaction.atomic():
        it = agreements.amendments.sign(amendment_id=amendment_id, content=content, by=by)
        if effects(it, by) != told:
            raise RuleBroken("amendment.changed", CHANGED)
        _carry_out(it, told, by)
        return agreements.amendments.apply(amendment_id=amendment_id, effects=told, by=by)


def _carry_out(it: Amendment, told: dict[str, Any], by: Actor) -> None:
    if it.kind == K.RETURN_POSTS:
        about = [post.post_id for post in it.about_posts.all()]
        why = Ending(f"amendment:{it.pk}:1", RecoveryGround.POST_RETURNED, f"Avenant {it.number} : postes rendus.", it.effective_on)
        take_out(it.agreement, about, why, told, by)
    if it.kind == K.ADD_POSTS:
        _add(it, {int(number): cents for number, cents in told["shares"].items()}, by)
    if it.kind == K.TRANSFER_POST and it.to_agreement:
        _transfer(it, it.to_agreement, by)
    if it.kind == K.CHANGE_ENTITY and it.to_organization_id:
        _rehost(it, it.to_organization_id, by)


def _add(it: Amendment, shares: dict[int, int], by: Actor) -> None:
    """Reserved then committed at once (17): refused when either quota has not enough left."""
    lines = {number: cents * it.posts for number, cents in shares.items()}
    at: dict[str, Any] = {"endowment_id": it.agreement.endowment_id, "agreement_id": it.agreement_id, "by": by}
    fund.add_posts(amendment_id=it.pk, lines=lines, posts=it.posts, **at)
    unit = sum(shares.values())
    made = posts.add(agreement_id=it.agreement_id, posts=it.posts, unit_cents=unit, agreed_on=it.effective_on, by=by)
    payment_actions.extend_schedule(agreement_id=it.agreement_id, post_ids=[post.pk for post in made], shares=shares, by=by)


def _transfer(it: Amendment, target: Agreement, by: Actor) -> None:
    """One post with its uncertified lines goes to the other agreement (18), which must still be in force."""
    if target.status != AgreementStatus.IN_FORCE:
        raise RuleBroken("amendment.target", "La convention qui accueille le poste n’est plus en vigueur.")
    (about,) = it.about_posts.all()
    way: dict[str, Any] = {"source_id": it.agreement_id, "target_id": target.pk, "by": by}
    lines = payment_actions.transfer(post_id=about.post_id, **way)
    vacant = posts.transfer(post_id=about.post_id, on=it.effective_on, **way)
    fund.transfer_post(endowment_id=target.endowment_id, lines=lines, vacant=vacant, key=f"amendment:{it.pk}:1", **way)


def _rehost(it: Amendment, organization_id: UUID, by: Actor) -> None:
    """What is owed either way, the posts and their contracts pass to the new host (30)."""
    payment_actions.change_entity(agreement_id=it.agreement_id, new_id=organization_id, amendment_id=it.pk, by=by)
    posts.rehost(agreement_id=it.agreement_id, organization_id=organization_id, on=it.effective_on, by=by)
    recruitment.follow_posts(post_ids=live_posts(it.agreement_id), organization_id=organization_id, by=by)
    application_id = it.agreement.award.application_id
    applications.pass_on(application_id=application_id, organization_id=organization_id, by=by)
    amendments = it.agreement.amendments.values_list("pk", flat=True)
    subjects = [("agreements.agreement", it.agreement_id), ("applications.application", application_id)]
    subjects += [("agreements.amendment", pk) for pk in amendments]
    documents.pass_on(subjects=subjects, organization_id=organization_id, by=by)


def ask_new_entity(*, agreement_id: UUID, siret: str, effective_on: dt.date, explanation: str, by: Actor) -> Amendment:
    """The host asks that another legal person, known of the register, takes its agreement over.

    Raises as agreements.amendments.ask, and Invalid (a number that nobody has here).
    """
    found = organizations.by_siret([siret], SYSTEM).get(siret)
    if found is None:
        sentence = "Cette structure n’est pas encore connue : elle crée d’abord son espace, avec ce numéro."
        raise Invalid("amendment.siret", sentence, {"siret": sentence})
    wanted = Wanted(K.CHANGE_ENTITY, effective_on, explanation, to_organization=found.pk)
    return agreements.amendments.ask(agreement_id=agreement_id, wanted=wanted, by=by)


def ask_transfer(
    *, agreement_id: UUID, post_id: UUID, to_number: str, effective_on: dt.date, explanation: str, proof: tuple[str, bytes], by: Actor
) -> Amendment:
    """The host asks that one of its posts joins the agreement of another host of its département; `proof`: that host’s written consent.

    Raises as agreements.amendments.ask, and Invalid (post, other agreement, proof).
    """
    source, live = agreement_queries.agreement(agreement_id, by), live_posts(agreement_id)
    if post_id not in live:
        raise NotFound
    number = to_number.strip().upper()
    with acting(SYSTEM):  # a host does not see the agreement of another
        target = changes.may_welcome(number, source)
    if target is None:
        sentence = "Aucune convention en vigueur de ce numéro dans votre département, sur la même dotation."
        raise Invalid("amendment.to_number", sentence, {"to_number": sentence})
    wanted = Wanted(K.TRANSFER_POST, effective_on, explanation, posts={post_id: live[post_id]}, to_agreement=target, to_number=number)
    it = agreements.amendments.ask(agreement_id=agreement_id, wanted=wanted, by=by)
    agreements.amendments.prove(amendment_id=it.pk, filename=proof[0], content=proof[1], by=by)
    return it


CHANGED = "Le dossier a changé pendant la signature : relisez les effets, puis signez de nouveau."
