"""The waiting list moves up when posts return: a host gives two back, the first in line is studied again and awarded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import connection

from lucette.foundation.accounts.enums import RoleName
from lucette.jobs.cast import do
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee.models import Award, Session
from lucette.scheme.posts.actions import create_for_award
from lucette.scheme.posts.queries import posts_of_agreement
from lucette.stories.sign_agreement import sign_agreement
from tests.journeys.play import Play
from tests.scheme.agreements import factories as agreements
from tests.scheme.committee import factories as make

GIVES_BACK, WAITS, NEXT = "Commune de Tulle", "Commune d’Ussel", "Commune de Brive"


def a_session_that_left_two_waiting(play: Play) -> dict[str, Actor]:
    """Its three posts went to the first host; the others wait in order. Who represents each."""
    cast = play.cast
    with acting(SYSTEM):
        call = make.CallFactory(endowment=make.endowment(posts=3))
        files = [make.reviewed(call) for _ in (GIVES_BACK, WAITS, NEXT)]
        for it, name in zip(files, (GIVES_BACK, WAITS, NEXT), strict=True):
            type(it.organization).objects.filter(pk=it.organization_id).update(name=name)
        session: Session = make.SessionFactory(endowment=call.endowment, number="S-2021-03")
        session.members.all().delete()
        for key in ("chair", "member"):
            session.members.create(person_id=cast[key].pk)
    instructor, chair, director = (cast[key] for key in ("instructor", "chair", "agency_director"))
    for it in files:
        do(instructor, committee.add_to_agenda, session_id=session.pk, application_id=it.pk)
    do(instructor, committee.convene, session_id=session.pk)
    do(chair, committee.open, session_id=session.pk, present=[chair.pk])
    for it, posts in zip(files, (3, 0, 0), strict=True):
        decision = "granted" if posts else "waiting"
        do(chair, committee.decide, session_id=session.pk, application_id=it.pk, decision=decision, posts=posts, reason="")
    do(chair, committee.sign_minutes, session_id=session.pk)
    do(director, committee.close, session_id=session.pk, capacity="Directrice générale")  # no file: a browser's loop runs in this thread
    with acting(SYSTEM):
        award_id = session.awards.get().pk
    do(director, create_for_award, award_id=award_id)
    do(instructor, committee.publish, session_id=session.pk)
    hosts = {name: it.organization_id for name, it in zip((GIVES_BACK, WAITS), files, strict=False)}
    return {name: cast.person(RoleName.HOST_REPRESENTATIVE, Scope("organization", str(pk))) for name, pk in hosts.items()}


def an_agreement_in_force(play: Play) -> UUID:
    """That of the first host, signed by both; its id."""
    play.at(2021, 3, 12)
    with ThreadPoolExecutor(1) as aside:  # the browser holds the loop of this thread, and a document is signed in one
        return aside.submit(signed).result()


def signed() -> UUID:
    try:
        with acting(SYSTEM):
            it = agreements.signed_by_host(Award.objects.get())
        do(agreements.DELEGATE, sign_agreement, agreement_id=it.pk)
        return it.pk
    finally:
        connection.close()


def posts_return(play: Play, host: Actor, agreement_id: UUID) -> None:
    """The host gives two of its posts back, the delegate signs: the dashboard of the ANCT says who waits."""
    play.at(2021, 3, 15)
    with acting(SYSTEM):
        posts = posts_of_agreement(agreement_id)[:2]
    mayor = play.person("gives_back", host).goes("/structure/conventions/").follows("V-2021").follows("Rendre des postes")
    mayor.answers(
        {f"Poste {post.number}": True for post in posts} | {"Jusqu’à quel jour": "2021-03-15", "aucun recrutement possible": True}
    )
    mayor.answers({"Je rends ces postes": True}).presses("Rendre ces postes").reads("Votre récépissé")
    delegate = play.person("caisse_delegate").goes("/caisse/avenants/").follows("AV-2021").follows("Signer l’avenant")
    delegate.presses("Signer l’avenant").reads("est signé")
    play.person("instructor").goes("/anct/").reads("2 postes sont disponibles et 2 dossiers attendent leur tour")


def the_first_in_line_is_studied(play: Play) -> None:
    """A session proposed a month later; its agenda filled by rank; the room decides with one vote."""
    instructor = play.visitors["instructor"].follows("Préparer une séance").presses("Préparer une séance").reads("est préparée")
    instructor.goes("/anct/").follows("Inscrire les premiers").reads(WAITS)
    assert NEXT not in instructor.text()
    instructor.presses("Inscrire ces dossiers").reads("1 dossier est inscrit")
    instructor.does("Convoquer la séance").reads("est convoquée")
    play.at(2021, 4, 1)
    chair = play.person("chair").goes("/anct/comite/").follows("S-2021-04").does("Ouvrir la séance", answers={"Solange Marchand": True})
    chair.answers({"Cocher": True}).presses("Accorder ce qui est demandé").reads("2 postes accordés")
    chair.presses("Accorder ce qui est demandé").reads("la présidente peut signer")
    chair.follows("Signer le procès-verbal").presses("Signer le procès-verbal").reads("Vous avez signé")
    director = play.person("agency_director").goes("/anct/comite/").follows("S-2021-04")
    director.follows("Clore la séance").presses("Signer les décisions et clore").reads("est close")


def it_has_its_posts(play: Play, host: Actor) -> None:
    """The host that waited reads its award; the next one is now the first in line."""
    play.person("waits", host).goes("/structure/candidatures/").follows("C-2021").reads("2 postes attribués")
    with acting(SYSTEM):
        left = Application.objects.get(status="waiting_list")
        assert (left.organization.name, left.waiting_rank) == (NEXT, 2)
