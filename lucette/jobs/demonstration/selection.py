"""Second chapter: hosts apply, prefectures give their opinion, the committee sits, the ANCT informs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from lucette.jobs.awards.takeover import take_over
from lucette.jobs.cast import do
from lucette.jobs.demonstration import conventions
from lucette.jobs.demonstration.hosts import Host, give_bank_details, give_documents, people_of, planned, register_host
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.enums import Public
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries as sessions
from lucette.scheme.reviews import actions as reviews
from lucette.scheme.reviews import queries as instruction
from lucette.stories.close_session import close_session
from lucette.stories.convene_session import convene_session

SESSIONS = (
    dt.date(2021, 3, 24),
    dt.date(2021, 4, 28),
    dt.date(2021, 5, 19),
    dt.date(2021, 6, 30),
    dt.date(2021, 9, 22),
    dt.date(2021, 11, 17),
    dt.date(2022, 1, 12),
    dt.date(2022, 2, 16),  # after the end of the story: convened, not held
)
ASKED = (1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3)  # four hosts in five were given one post (domain.md §4)
SHARES = (26, 21, 19, 13, 10, 8, 6, 9)  # how many hosts aim at each session
FAVOURABLE = (
    "Le projet répond à un besoin réel : beaucoup d’habitants sont éloignés du numérique et aucun conseiller n’exerce à moins de 15 km.",
    "Avis favorable : la structure dispose de locaux accessibles, d’un encadrement et de partenaires déjà engagés.",
)
VERIFIED = "Les statuts joints au dossier le montrent."
UNFAVOURABLE = "Un conseiller exerce déjà dans la même commune : la demande gagnerait à être portée à l’échelle de l’intercommunalité."
MOTIVATION = (
    "Nous voulons accompagner les habitants qui n’osent pas faire leurs démarches en ligne : permanences à la mairie et à la bibliothèque, "
    "ateliers dans les villages, visites à la maison de retraite."
)
PUBLICS = [it for it in Public.values if it != Public.EVERYBODY]
NEED = {
    "places_planned": "La mairie, la bibliothèque, et une permanence par semaine dans une commune voisine.",
    "existing_offer": "La bibliothèque prête des ordinateurs, sans personne pour accompagner.",
    "motivation": MOTIVATION,
}
REFUSED = "L’offre existante sur le territoire couvre le besoin exprimé."
DEFERRED = "Le comité demande des précisions sur l’encadrement du conseiller."


def plan(story: Story, shares: Sequence[int] | None = None) -> None:
    """Spread the hosts over the first sessions, so many for each (SHARES, by default); private hosts wait for their call."""
    shares = shares or SHARES
    public = [p for p in planned() if p[1] != "association"]
    private = [p for p in planned() if p[1] == "association"]
    queue = iter(enumerate(public[: shares[0]] + mixed(public[shares[0] :], private)))
    for held_on, share in zip(SESSIONS, shares, strict=False):
        story.plan(held_on - dt.timedelta(28), prepare_session, held_on=held_on)
        for _, (index, (code, kind)) in zip(range(share), queue, strict=False):
            day = held_on - dt.timedelta(29 + story.random.randrange(20))
            story.plan(day, apply, index=index, code=code, kind=kind, held_on=held_on)


def plan_published(story: Story, published: bytes, played_on: int) -> None:
    """The sessions that the committee really held, taken over from the published results; the rest of the story plays on their hosts."""
    story.plan(dt.date(2021, 5, 25), take_published_over, published=published, played_on=played_on)


def take_published_over(story: Story, published: bytes, played_on: int) -> None:
    """Every published award is taken over; `played_on` hosts, drawn among all, go on to their agreement, payments and advisers."""
    story.outcome = take_over(published, story.endowment_id, story.calls, lambda *_: None)
    with acting(SYSTEM):
        awards = [award for held in sessions.sessions(SYSTEM, story.endowment_id) for award in sessions.awards_of_session(held.pk, SYSTEM)]
    organizations = {award.organization_id: award.organization for award in awards}
    chosen = story.random.sample(sorted(organizations), min(played_on, len(organizations)))
    for seed, organization_id in enumerate(chosen):
        it = organizations[organization_id]
        host = people_of(story.cast, organization_id, it.name, it.employer, it.commune_id)
        give_bank_details(story.cast, host, seed)
        story.hosts[organization_id] = host
    for award in awards:
        if award.organization_id in story.hosts:
            story.after(6 + story.random.randrange(40), conventions.ask, award_id=award.pk, organization_id=award.organization_id)


def mixed(public: list[tuple[str, str]], private: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Private hosts regularly among the public ones, after the first quarter."""
    step = max(1, len(public) // max(1, len(private)))
    found: list[tuple[str, str]] = []
    waiting = list(private)
    for position, host in enumerate(public):
        found.append(host)
        if waiting and position % step == step - 1 and position > SHARES[1]:
            found.append(waiting.pop())
    return found + waiting


def apply(story: Story, index: int, code: str, kind: str, held_on: dt.date) -> None:
    """The secretary prepares, the legal representative files; a few stay drafts."""
    opens_on = story.opening["private" if kind == "association" else "public"]
    if story.day < opens_on:  # it waits for its call
        story.plan(opens_on, apply, index=index, code=code, kind=kind, held_on=held_on)
        return
    host = register_host(story.cast, index, code, kind)
    give_bank_details(story.cast, host, index)
    story.hosts[host.organization_id] = host
    # some intercommunalities of the mainland, where the call prices the post, ask for a coordinator
    asked, coordinator = story.random.choice(ASKED), kind == "epci" and index % 5 == 2 and not code.startswith("97")
    application = do(host.secretary, applications.open, call_id=story.calls[host.employer], organization_id=host.organization_id)
    do(
        host.secretary,
        applications.save,
        application_id=application.pk,
        posts_asked=1 if coordinator else asked,
        post_kind=PostKind.COORDINATOR_PART if coordinator else PostKind.ADVISER,
        contact_name=host.secretary.name,
        contact_function="Secrétaire",
        contact_email="contact@example.fr",
        contact_phone="0199000000",
        publics=[PUBLICS[index % len(PUBLICS)], PUBLICS[(index + 2) % len(PUBLICS)]],
        **NEED,
        start_on=held_on + dt.timedelta(60),
        candidate_identified=index % 9 == 0,
        commitments_accepted=True,
    )
    give_documents(host, application.pk)
    coming = held_on > story.ends  # the next session: one draft, one file to take and one in instruction out of three
    if coming and index % 3 == 0:
        return
    do(host.representative, applications.file, application_id=application.pk)
    if not coming or index % 3 == 1:
        story.after(3, review, application_id=application.pk, host=host, held_on=held_on)


def review(story: Story, application_id: UUID, host: Host, held_on: dt.date) -> None:
    do(story.cast["instructor"], reviews.take, application_id=application_id)
    story.after(2 + story.random.randrange(15), opine, application_id=application_id, host=host, held_on=held_on)


def opine(story: Story, application_id: UUID, host: Host, held_on: dt.date) -> None:
    """The prefecture says what it thinks; then the file goes to its session."""
    favourable = story.random.random() < 0.9
    comment = story.random.choice(FAVOURABLE) if favourable else UNFAVOURABLE
    who = story.cast.prefecture(host.department)
    if held_on > story.ends and story.random.random() < 0.5:
        return  # still to be given
    do(who, reviews.give_opinion, application_id=application_id, favourable=favourable, comment=comment)
    story.plan(held_on - dt.timedelta(8), put_on_agenda, application_id=application_id, held_on=held_on)


def prepare_session(story: Story, held_on: dt.date) -> None:
    members = [story.cast[key] for key in ("chair", "member", "second_member")]
    session = do(
        story.cast["instructor"],
        committee.prepare,
        number=f"Comité du {held_on:%d/%m/%Y}",
        held_on=held_on,
        endowment_id=story.endowment_id,
        members=[member.pk for member in members],
        quorum=2,
    )
    story.sessions[held_on] = session.pk
    story.plan(held_on - dt.timedelta(7), convene, session_id=session.pk, held_on=held_on)


def put_on_agenda(story: Story, application_id: UUID, held_on: dt.date) -> None:
    """What the rules left to a person is read on the pieces of the file first."""
    instructor = story.cast["instructor"]
    for it in instruction.to_verify(application_id):
        if it.answer is None:
            verified = {"application_id": application_id, "rule": it.check.rule, "verdict": "pass", "reason": VERIFIED}
            do(instructor, reviews.answer_check, **verified)
    do(instructor, committee.add_to_agenda, session_id=story.sessions[held_on], application_id=application_id)


def convene(story: Story, session_id: UUID, held_on: dt.date) -> None:
    """Convene the session and hold it on its day; one with an empty agenda is not held."""
    instructor = story.cast["instructor"]
    with acting(instructor):
        filled = bool(sessions.session_page(session_id, instructor).lines)
    if filled:
        do(instructor, convene_session, session_id=session_id)
        story.plan(held_on, hold, session_id=session_id)


def hold(story: Story, session_id: UUID) -> None:
    """The committee decides each file; the chair signs the minutes, the director the decisions: money and posts are reserved."""
    chair = story.cast["chair"]
    do(chair, committee.open, session_id=session_id, present=[story.cast[key].pk for key in ("chair", "member", "second_member")])
    with acting(chair):
        lines = sessions.session_page(session_id, chair).lines
    deferred = []
    for line in lines:
        decision, posts, reason = decided(story, line.asked)
        if decision == "deferred":
            deferred.append(line.application_id)
        do(
            chair,
            committee.decide,
            session_id=session_id,
            application_id=line.application_id,
            decision=decision,
            posts=posts,
            reason=reason,
        )
    do(chair, committee.sign_minutes, session_id=session_id)
    do(story.cast["agency_director"], close_session, session_id=session_id, capacity="Directrice générale de l’ANCT")
    do(story.cast["agency_director"], committee.publish, session_id=session_id)
    following = next(day for day in SESSIONS if day > story.day)
    for application_id in deferred:  # the instruction goes on; the next session decides
        story.plan(following - dt.timedelta(8), put_on_agenda, application_id=application_id, held_on=following)
    with acting(chair):
        awards = sessions.awards_of_session(session_id, chair)
    for award in awards:
        story.after(6 + story.random.randrange(10), conventions.ask, award_id=award.pk, organization_id=award.organization_id)


def decided(story: Story, asked: int) -> tuple[str, int, str]:
    """(decision, posts, reason): mostly granted, now and then in part, refused, deferred or waiting."""
    chance = story.random.random()
    if chance < 0.05:
        return "refused", 0, REFUSED
    if chance < 0.08:
        return "deferred", 0, DEFERRED
    if chance < 0.10:
        return "waiting", 0, ""
    if chance < 0.18 and asked > 1:
        return "granted", asked - 1, "Attribution partielle : équilibre entre les départements."
    return "granted", asked, ""
