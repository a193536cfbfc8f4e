"""From the pool to the choice: invite, accept, decline, select, cancel."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.posts.models import Post
from lucette.scheme.recruitment import letters, policies, queries, rules
from lucette.scheme.recruitment.enums import ENGAGED, OPEN, HireStatus
from lucette.scheme.recruitment.models import Candidate, Hire


def held(hire_id: UUID, by: Actor) -> Hire:
    """The hire in the actor's scope, with its post and its candidate held before it: always in this order, so that two hosts who want
    the same person, or two people of one host, wait for each other instead of blocking. Raises NotFound."""
    seen = Hire.objects.visible_to(by).known(hire_id)
    Post.objects.lock(seen.post_id)
    Candidate.objects.lock(seen.candidate_id)
    return Hire.objects.select_related("candidate__person", "organization__commune", "post").lock(hire_id)


@transaction.atomic
def invite(*, post_id: UUID, candidate_id: UUID, by: Actor) -> Hire:
    """The host of the post invites a candidate of its pool. Several may be invited for one post; one of them is chosen.

    Raises NotFound (post, candidate), Forbidden, RuleBroken (does not fit the post, already invited, post taken).
    """
    wanted = queries.offer(post_id, by)
    policies.check_is_host(by)
    Post.objects.lock(post_id)
    candidate = Candidate.objects.lock(candidate_id)
    if obstacle := queries.why_not(post_id, candidate_id, by):
        raise RuleBroken("hire.not_in_pool", obstacle)
    hires = Hire.objects.filter(post_id=post_id)
    if hires.filter(status__in=ENGAGED).exists():
        raise RuleBroken("hire.post_taken", "Un candidat est déjà choisi pour ce poste : annulez d’abord ce recrutement.")
    if hires.filter(candidate=candidate, status__in=OPEN).exists():
        raise RuleBroken("hire.already_invited", "Vous avez déjà invité ce candidat pour ce poste.")
    hire = Hire.objects.create(
        post_id=post_id,
        candidate=candidate,
        organization=wanted.organization,
        distance_km=rules.distance(candidate.wish.place, wanted.place),
        status_since=clock.now(),
        status_by=by.pk,
    )
    journal.record("hire.invited", subject=hire, by=by, post=str(post_id))
    letters.invited(hire)
    return hire


@transaction.atomic
def accept(*, hire_id: UUID, by: Actor) -> Hire:
    """The candidate accepts: host and candidate know how to reach each other. Raises NotFound, Forbidden, WrongState."""
    hire = held(hire_id, by)
    policies.check_is_candidate(by, hire)
    hire.move_to(HireStatus.ACCEPTED, act="accept", on=clock.now(), by=by)
    journal.record("hire.accepted", subject=hire, by=by)
    letters.accepted(hire)
    return hire


@transaction.atomic
def decline(*, hire_id: UUID, by: Actor) -> Hire:
    """The candidate declines. Raises NotFound, Forbidden, WrongState."""
    hire = held(hire_id, by)
    policies.check_is_candidate(by, hire)
    hire.move_to(HireStatus.DECLINED, act="decline", on=clock.now(), by=by)
    journal.record("hire.declined", subject=hire, by=by)
    letters.declined(hire)
    return hire


@transaction.atomic
def select(*, hire_id: UUID, by: Actor) -> Hire:
    """The host chooses one of those who accepted: one a post, one post a candidate.

    Raises NotFound, Forbidden, WrongState, RuleBroken (another is chosen for the post; the candidate is chosen elsewhere).
    """
    hire = held(hire_id, by)
    policies.check_is_host(by)
    hire.check_act("select")
    engaged = Hire.objects.filter(status__in=ENGAGED).exclude(pk=hire.pk)
    if engaged.filter(post_id=hire.post_id).exists():
        raise RuleBroken("hire.post_taken", "Un autre candidat est déjà choisi pour ce poste : annulez d’abord ce recrutement.")
    if engaged.filter(candidate_id=hire.candidate_id).exists():
        raise RuleBroken("hire.candidate_taken", "Ce candidat vient d’être choisi par une autre structure.")
    hire.move_to(HireStatus.SELECTED, act="select", on=clock.now(), by=by)
    journal.record("hire.selected", subject=hire, by=by)
    letters.selected(hire)
    return hire


@transaction.atomic
def cancel(*, hire_id: UUID, by: Actor) -> Hire:
    """Give up an invitation or a hire that is not validated (host, Banque des Territoires). Raises NotFound, Forbidden, WrongState."""
    hire = held(hire_id, by)
    policies.check_can_cancel(by)
    hire.move_to(HireStatus.CANCELLED, act="cancel", on=clock.now(), by=by)
    journal.record("hire.cancelled", subject=hire, by=by)
    letters.cancelled(hire)
    return hire


def cancel_others(hire: Hire, by: Actor) -> None:
    """The other open hires of this post, and of this candidate, lapse; their people are told. The post and the candidate are held."""
    now = clock.now()
    same = Q(post_id=hire.post_id) | Q(candidate_id=hire.candidate_id)
    open_ones = Hire.objects.filter(same, status__in=OPEN).exclude(pk=hire.pk)
    for other in open_ones.select_related("candidate__person", "organization").select_for_update(of=("self",)).in_order():
        other.move_to(HireStatus.CANCELLED, act="cancel", on=now, by=by)
        journal.record("hire.cancelled", subject=other, by=by, because=str(hire.pk))
        if other.candidate_id == hire.candidate_id:
            letters.no_longer_available(other)
        else:
            letters.cancelled(other)
