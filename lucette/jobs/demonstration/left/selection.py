"""Sessions of the committee at every step, each with the file of an association; opinions given, a file on the agenda to convene."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from lucette.jobs.cast import do
from lucette.jobs.demonstration.hosts import Host, give_documents, planned, register_host
from lucette.jobs.demonstration.selection import FAVOURABLE, NEED, PUBLICS, SESSIONS, put_on_agenda
from lucette.jobs.demonstration.story import Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications import queries as asked_of
from lucette.scheme.applications.enums import InadmissibleCode
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries as sessions
from lucette.scheme.reviews import actions as reviews
from lucette.scheme.reviews import queries as instruction
from lucette.stories.close_session import close_session
from lucette.stories.convene_session import convene_session

FIRST = 500  # rank of the first association: its name and its SIREN follow
# day of the session, its files, and the last thing done with it
SITTINGS = (
    (dt.date(2022, 1, 19), 1, "closed"),
    (dt.date(2022, 1, 20), 1, "signed"),
    (dt.date(2022, 1, 21), 1, "decided"),
    (dt.date(2022, 1, 24), 3, "opened"),
    (dt.date(2022, 1, 28), 1, "convened"),
)
HOSTS = sum(files for _, files, _ in SITTINGS) + 2  # one contests a decision, one has a document to give again
ALREADY_ASKED = "L’intercommunalité a déposé la même demande pour ce territoire."
GROUNDS = "Notre demande vise les quartiers que l’intercommunalité ne dessert pas : les deux se complètent."
UNREADABLE = "La deuxième page est illisible : numérisez-la de nouveau."
MEMBERS = ("chair", "member", "second_member")
ONE_MORE = "Le comité avait retenu deux postes ; un seul a été saisi."
KNOWN = "Une ancienne collègue travaille dans cette association, sans lien avec cette demande."
INSTEAD = "La communauté de communes voisine porte déjà un projet plus large, avec trois lieux d’accueil."


def plan(story: Story) -> None:
    rank = FIRST
    for held_on, files, step in SITTINGS:
        story.plan(dt.date(2022, 1, 4), apply, held_on=held_on, ranks=range(rank, rank + files), step=step)
        rank += files
    story.plan(dt.date(2022, 1, 5), contest, rank=rank)
    story.plan(dt.date(2022, 1, 6), send_back, rank=rank + 1)


def contest(story: Story, rank: int) -> None:
    """An association is told that its file is not admissible, and contests: the director, who took no part, has to answer."""
    application_id, host = one_more(story, rank)
    ground = {"application_id": application_id, "code": InadmissibleCode.DUPLICATE, "reason": ALREADY_ASKED}
    do(story.cast["instructor"], reviews.declare_inadmissible, **ground)
    do(host.representative, reviews.appeal, application_id=application_id, grounds=GROUNDS)


def send_back(story: Story, rank: int) -> None:
    """A document is to be given again: the host answers what is asked."""
    application_id, _ = one_more(story, rank)
    instructor = story.cast["instructor"]
    with acting(instructor):
        asked = asked_of.pieces(asked_of.bare(application_id, instructor))
    given = next(it.code for it in asked if it.document_id)
    do(instructor, applications.refuse_piece, application_id=application_id, code=given, said=UNREADABLE)
    request = {"application_id": application_id, "items": [], "pieces": [given], "comment": UNREADABLE}
    do(instructor, reviews.ask_completion, **request)


def one_more(story: Story, rank: int) -> tuple[UUID, Host]:
    codes = [code for code, _ in planned()]
    application_id = file_one(story, rank, codes[rank % len(codes)], SESSIONS[-1])
    with acting(SYSTEM):
        return application_id, story.hosts[asked_of.bare(application_id, SYSTEM).organization_id]


def apply(story: Story, held_on: dt.date, ranks: range, step: str) -> None:
    """Associations apply, are reviewed and go on the agenda of a session that stops at this step."""
    codes = [code for code, _ in planned()]
    secretary = story.cast["instructor"]
    session = do(
        secretary,
        committee.prepare,
        number=f"Comité du {held_on:%d/%m/%Y}",
        held_on=held_on,
        endowment_id=story.endowment_id,
        members=[story.cast[key].pk for key in MEMBERS],
        quorum=2,
    )
    for rank in ranks:
        application_id = file_one(story, rank, codes[rank % len(codes)], held_on)
        do(secretary, committee.add_to_agenda, session_id=session.pk, application_id=application_id)
    do(secretary, convene_session, session_id=session.pk)
    if step != "convened":
        story.plan(held_on, sit, session_id=session.pk, step=step)


def file_one(story: Story, rank: int, code: str, held_on: dt.date) -> UUID:
    """A whole application, filed, taken, with its opinion."""
    host = register_host(story.cast, rank, code, "association")
    story.hosts[host.organization_id] = host
    it = do(host.secretary, applications.open, call_id=story.calls["private"], organization_id=host.organization_id)
    do(
        host.secretary,
        applications.save,
        application_id=it.pk,
        posts_asked=1,
        contact_name=host.secretary.name,
        contact_function="Secrétaire",
        contact_email="contact@example.fr",
        contact_phone="0199000000",
        publics=[PUBLICS[rank % len(PUBLICS)]],
        **NEED,
        start_on=held_on + dt.timedelta(60),
        candidate_identified=False,
        commitments_accepted=True,
    )
    give_documents(host, it.pk)
    do(host.representative, applications.file, application_id=it.pk)
    do(story.cast["instructor"], reviews.take, application_id=it.pk)
    opinion = {"application_id": it.pk, "favourable": True, "comment": FAVOURABLE[1]}
    do(story.cast.prefecture(host.department), reviews.give_opinion, **opinion)
    return UUID(str(it.pk))


def sit(story: Story, session_id: UUID, step: str) -> None:
    """The session opens; then it decides, signs its minutes, is closed: as far as `step`."""
    chair = story.cast["chair"]
    do(chair, committee.open, session_id=session_id, present=[story.cast[key].pk for key in MEMBERS])
    if step == "opened":
        return
    with acting(chair):
        lines = sessions.session_page(session_id, chair).lines
    for line in lines:
        do(chair, committee.decide, session_id=session_id, application_id=line.application_id, decision="granted", posts=1, reason="")
    if step in ("signed", "closed"):
        do(chair, committee.sign_minutes, session_id=session_id)
    if step == "closed":
        do(story.cast["agency_director"], close_session, session_id=session_id, capacity="Directrice générale de l’ANCT")
        rectify(story, session_id)


def rectify(story: Story, session_id: UUID) -> None:
    """The one award of this session is one post short: another session is prepared to correct it. A member has a mandate near by; an
    instructor tells what ties her to the file, which does not keep her from it."""
    secretary = story.cast["instructor"]
    with acting(secretary):
        wrong = sessions.session(session_id, secretary)
        (found,) = sessions.correctable(wrong, secretary)
    its = {"held_on": wrong.held_on + dt.timedelta(28), "members": [story.cast[key].pk for key in MEMBERS], "quorum": 2}
    session = do(secretary, committee.rectify, session_id=session_id, number=f"Rectification du {wrong.held_on:%d/%m/%Y}", **its)
    its = {"application_id": found.application_id, "reason": ONE_MORE}
    do(secretary, committee.add_correction, session_id=session.pk, **its)
    do(secretary, reviews.declare_interest, application_id=found.application_id, reason=KNOWN, hard=False)
    member = story.cast["second_member"]
    do(member, reviews.declare_mandate, person_id=member.pk, office="Adjointe au maire", body="Commune de Meymac", siren="")


def leave_an_agenda(story: Story) -> None:
    """Two of the opinions awaited are given: one file goes on the agenda of the next session, to be convened; the other waits for that,
    another host being proposed."""
    with acting(SYSTEM):
        awaited = instruction.awaited_opinions(SYSTEM)
    for it in awaited[:2]:
        opinion = {"application_id": it.id, "favourable": True, "comment": FAVOURABLE[0]}
        do(story.cast.prefecture(it.department_code), reviews.give_opinion, **opinion)
    for it in awaited[1:2]:
        proposal = {"application_id": it.id, "name": "Communauté de communes voisine", "comment": INSTEAD}
        do(story.cast.prefecture(it.department_code), reviews.propose_host, **proposal)
    if awaited and SESSIONS[-1] in story.sessions:
        put_on_agenda(story, awaited[0].id, SESSIONS[-1])
