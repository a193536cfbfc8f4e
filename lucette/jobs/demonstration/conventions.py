"""Third chapter: the host asks for its agreement, both parties sign, candidates are chosen and hired."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from lucette.jobs.cast import do
from lucette.jobs.demonstration import field
from lucette.jobs.demonstration.hosts import give_documents, planned
from lucette.jobs.demonstration.story import Filled, Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements import queries as agreed
from lucette.scheme.calls.enums import Needed
from lucette.scheme.committee import queries as committee
from lucette.scheme.posts import queries as posts
from lucette.scheme.recruitment import actions as recruitment
from lucette.scheme.recruitment import queries as pool
from lucette.stories.decline_award import decline_award
from lucette.stories.sign_agreement import sign_agreement
from lucette.stories.validate_hire import validate_hire

SALARIES = (Money.euros(1_620), Money.euros(1_700), Money.euros(1_780), Money.euros(1_850), Money.euros(2_000))
MONTHS = {"public": 24, "private": 18}


def ask(story: Story, award_id: UUID, organization_id: UUID) -> None:
    """Most hosts ask; a few decline; a few wait."""
    host, chance = story.hosts[organization_id], story.random.random()
    if chance < 0.02:
        do(host.representative, decline_award, application_id=application_of(award_id))
        return
    if chance < 0.05:
        return
    agreement = do(host.representative, agreements.ask, award_id=award_id)
    story.after(4 + story.random.randrange(6), generate, agreement_id=agreement.pk, organization_id=organization_id)


def application_of(award_id: UUID) -> UUID:
    with acting(SYSTEM):
        return committee.award(award_id, by=SYSTEM).application_id


def generate(story: Story, agreement_id: UUID, organization_id: UUID) -> None:
    with acting(SYSTEM):
        application_id = agreed.agreement(agreement_id, SYSTEM).award.application_id
    give_documents(story.hosts[organization_id], application_id, Needed.AGREEMENT)
    do(story.cast["requester"], agreements.generate, agreement_id=agreement_id)
    story.after(2 + story.random.randrange(10), sign_for_host, agreement_id=agreement_id, organization_id=organization_id)


def sign_for_host(story: Story, agreement_id: UUID, organization_id: UUID) -> None:
    do(story.hosts[organization_id].representative, agreements.sign_as_host, agreement_id=agreement_id)
    story.after(2 + story.random.randrange(5), sign_for_caisse, agreement_id=agreement_id, organization_id=organization_id)


def sign_for_caisse(story: Story, agreement_id: UUID, organization_id: UUID) -> None:
    """The agreement is in force: money committed, schedule opened, posts to fill."""
    do(story.cast["caisse_delegate"], sign_agreement, agreement_id=agreement_id)
    with acting(SYSTEM):
        to_fill = posts.posts_of_agreement(agreement_id)
    for post in to_fill:
        if story.random.random() < 0.92:
            days = 10 + story.random.randrange(45)
            story.after(days, invite, post_id=post.pk, agreement_id=agreement_id, organization_id=organization_id)


def fill_the_pool(story: Story, count: int) -> None:
    """Candidates near the hosts that apply, and some anywhere in France."""
    codes = [code for code, _ in planned()]
    for number in range(count):
        code = codes[number % len(codes)]
        person = story.cast.candidate()
        available = story.day + dt.timedelta(story.random.randrange(60))
        situation = story.random.choice(("job_seeker", "job_seeker", "employed", "in_training", "experienced"))
        candidate = do(
            person,
            recruitment.apply,
            person_id=person.pk,
            commune_code=code,
            radius_km=story.random.choice((20, 40, 40, 100, 2000)),
            available_on=available,
            situations=[situation],
            motivation="J’aime transmettre et rassurer : je veux aider chacun à se débrouiller seul avec son téléphone ou son ordinateur.",
            pix_shared=story.random.random() < 0.6,
        )
        story.candidates[candidate.pk] = person


def invite(story: Story, post_id: UUID, agreement_id: UUID, organization_id: UUID) -> None:
    """The host looks at the pool, nearest first, and invites; when nobody is near it looks again a month later."""
    host = story.hosts[organization_id]
    with acting(host.representative):
        near = pool.pool(post_id, by=host.representative)[:6]
    if not near:
        story.after(30, invite, post_id=post_id, agreement_id=agreement_id, organization_id=organization_id)
        return
    chosen = near[0]
    hire = do(host.secretary, recruitment.invite, post_id=post_id, candidate_id=chosen.candidate_id)
    story.after(
        3,
        answer,
        hire_id=hire.pk,
        candidate_id=chosen.candidate_id,
        post_id=post_id,
        agreement_id=agreement_id,
        organization_id=organization_id,
    )


def answer(story: Story, hire_id: UUID, candidate_id: UUID, post_id: UUID, agreement_id: UUID, organization_id: UUID) -> None:
    """Nine in ten accept; then the host chooses and files the contract."""
    host, person = story.hosts[organization_id], story.candidates[candidate_id]
    try:
        if story.random.random() < 0.1:
            do(person, recruitment.decline, hire_id=hire_id)
        else:
            do(person, recruitment.accept, hire_id=hire_id)
            do(host.representative, recruitment.select, hire_id=hire_id)
            what = {"hire_id": hire_id, "candidate_id": candidate_id, "agreement_id": agreement_id, "organization_id": organization_id}
            story.after(6, declare, **what)
            return
    except RuleBroken:  # she was chosen elsewhere meanwhile
        pass
    story.after(5, invite, post_id=post_id, agreement_id=agreement_id, organization_id=organization_id)


def declare(story: Story, hire_id: UUID, candidate_id: UUID, agreement_id: UUID, organization_id: UUID) -> None:
    host = story.hosts[organization_id]
    starts_on = story.day + dt.timedelta(10 + story.random.randrange(15))
    permanent = story.random.random() < 0.15
    months = MONTHS[host.employer]
    ends_on = None if permanent else starts_on + dt.timedelta(months * 30)
    do(
        host.representative,
        recruitment.declare_contract,
        hire_id=hire_id,
        kind="cdi" if permanent else ("cdd" if host.private else "projet"),
        starts_on=starts_on,
        ends_on=ends_on,
        monthly_gross_cents=story.random.choice(SALARIES).cents,
    )
    hired = {"candidate_id": candidate_id, "agreement_id": agreement_id, "organization_id": organization_id, "starts_on": starts_on}
    story.plan(starts_on, validate, hire_id=hire_id, **hired)


def validate(story: Story, hire_id: UUID, candidate_id: UUID, agreement_id: UUID, organization_id: UUID, starts_on: dt.date) -> None:
    """The Banque des Territoires validates: the post is filled, the person becomes an adviser."""
    host = story.hosts[organization_id]
    do(story.cast["certifier"], validate_hire, hire_id=hire_id)
    filled = Filled(hire_id, host, agreement_id, story.cast.as_adviser(story.candidates[candidate_id].pk), starts_on)
    story.advisers.append(filled)
    field.begin(story, filled)
