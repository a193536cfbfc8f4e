"""Before the session: who sits, which files, the convocation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.rules import coordinates
from lucette.scheme.committee import letters, policies, queries, rules
from lucette.scheme.committee.enums import SessionStatus
from lucette.scheme.committee.models import AgendaLine, Session, SessionMember
from lucette.scheme.fund.models import Endowment
from lucette.scheme.reviews import actions as review_actions
from lucette.scheme.reviews import policies as reviews
from lucette.scheme.reviews import queries as review_queries

OPINIONS = {"late": "non rendu dans le délai", "waiting": "attendu", "not_taken_over": "non repris"}


@transaction.atomic
def prepare(
    *,
    number: str,
    held_on: dt.date,
    endowment_id: UUID,
    members: Sequence[UUID],
    quorum: int,
    by: Actor,
    source: str = "",
    place: str = "",
    rectifies: Session | None = None,
) -> Session:
    """Create a session with its members (ids of persons) and its quorum. A session taken over from a `source` may name nobody. `rectifies`:
    the closed session that it corrects (`rectify`).

    Raises Forbidden, NotFound (endowment), Invalid (number used or empty, quorum impossible).
    """
    policies.check_can_prepare(by)
    endowment, people = Endowment.objects.known(endowment_id), list(dict.fromkeys(members))
    if not number.strip() or Session.objects.filter(number=number).exists():
        raise Invalid("committee.number", "Donnez à la séance un numéro qui n’a pas encore servi.", {"number": "Numéro vide ou déjà pris."})
    if not source and not 1 <= quorum <= len(people):
        sentence = "Le quorum va de un au nombre de membres convoqués."
        raise Invalid("committee.quorum", sentence, {"quorum": sentence})
    session = Session(
        number=number.strip(), held_on=held_on, endowment=endowment, quorum=quorum, source=source, place=place, rectifies=rectifies
    )
    policies.check_can_prepare(by, session)
    session.save(force_insert=True)
    SessionMember.objects.bulk_create(SessionMember(session=session, person_id=person) for person in people)
    journal.record("session.prepared", subject=session, by=by, members=len(people), quorum=quorum, held_on=held_on.isoformat())
    return session


@transaction.atomic
def add_to_agenda(*, session_id: UUID, application_id: UUID, by: Actor) -> AgendaLine:
    """Put a reviewed application (or one of the waiting list) at the end of the agenda, with a snapshot of it.

    Raises Forbidden, NotFound, WrongState (session or application), RuleBroken (opinion awaited, another endowment).
    """
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_fill(by, session)
    session.check_act("add_to_agenda")
    application = Application.objects.visible_to(by).select_related("call", "organization__commune__department").lock(application_id)
    if application.call.endowment_id != session.endowment_id:
        raise RuleBroken("committee.endowment", "Cette candidature relève d’une autre dotation que cette séance.")
    reviews.check_ready_for_agenda(application, clock.today())
    applications.put_on_agenda(application_id=application_id, by=by)
    last = AgendaLine.objects.filter(session=session).aggregate(last=Max("position"))["last"] or 0
    line = AgendaLine.objects.create(session=session, application=application, position=last + 1, snapshot=snapshot(application))
    session.move_to(SessionStatus.PREPARED, act="add_to_agenda", on=clock.now(), by=by)
    journal.record("session.file_added", subject=session, by=by, application=str(application_id), position=line.position)
    return line


def snapshot(application: Application) -> dict[str, Any]:
    """What the committee reads, frozen. No name of a person."""
    organization, proposal = application.organization, review_queries.proposal(application.pk)
    return {
        "number": application.number,
        "host": organization.name,
        "kind": organization.get_kind_display(),
        "employer": organization.employer,
        "commune": organization.commune.name,
        "department": organization.commune.department.name,
        "asked": application.posts_asked,
        "post": application.get_post_kind_display() if coordinates(application.post_kind) else "",
        "additional": application.additional,
        "renews": application.renews_number,
        "candidate_identified": application.candidate_identified,
        "motivation": application.motivation,
        "opinion": _opinion(application),
        "proposal": proposal.sentence if proposal else "",
    }


def _opinion(application: Application) -> str:
    given = review_queries.opinion(application.pk)
    if given:
        return rules.FAVOURABLE if given.favourable else "défavorable"
    return OPINIONS.get(review_queries.opinion_state(application.pk, clock.today()), "non rendu")


@transaction.atomic
def take_off(*, session_id: UUID, application_id: UUID, by: Actor) -> None:
    """Take a file off the agenda before the convocation; from the waiting list, it finds its rank again; the files after it move up. A
    decision to correct is left as it was.

    Raises Forbidden, NotFound, WrongState.
    """
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_prepare(by, session)
    session.check_act("take_off")
    line = AgendaLine.objects.filter(session=session, application_id=application_id).first()
    if line is None:
        raise NotFound
    if line.application.status != ApplicationStatus.WITHDRAWN and not line.corrects_id:
        applications.take_off_agenda(application_id=application_id, rank=queries.rank_before(application_id, session.pk), by=by)
    line.delete()
    AgendaLine.objects.filter(session=session, position__gt=line.position).update(position=F("position") - 1)
    session.move_to(SessionStatus.PREPARED, act="take_off", on=clock.now(), by=by)
    journal.record("session.file_taken_off", subject=session, by=by, application=str(application_id))


@transaction.atomic
def add_from_waiting(*, session_id: UUID, by: Actor) -> list[AgendaLine]:
    """Put the first files of the waiting list on the agenda, by rank, until they ask for all the posts that are left.

    Raises as `add_to_agenda`, and RuleBroken (nobody waits, or no post is left).
    """
    session = Session.objects.visible_to(by).known(session_id)
    policies.check_can_fill(by, session)
    session.check_act("add_to_agenda")
    first = queries.first_in_line(session.endowment_id, by)
    if not first:
        raise RuleBroken("committee.nobody_waits", "Aucun dossier n’attend, ou aucun poste n’est disponible sur cette dotation.")
    return [add_to_agenda(session_id=session_id, application_id=it.pk, by=by) for it in first]


@transaction.atomic
def convene(*, session_id: UUID, by: Actor, territories: Mapping[UUID, dict[str, Any]] | None = None) -> Session:
    """Freeze the agenda, find what ties the members to its files, and write to them. `territories`: by application, in the order in which
    the files are studied, what the committee reads of its territory (stories.convene_session).

    Raises Forbidden, NotFound, WrongState, RuleBroken (empty agenda).
    """
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_prepare(by, session)
    session.check_act("convene")
    if not AgendaLine.objects.filter(session=session).exists():
        raise RuleBroken("committee.empty", "L’ordre du jour est vide : inscrivez au moins une candidature avant de convoquer.")
    _freeze(session, territories or {})
    members = list(SessionMember.objects.filter(session=session).values_list("person_id", flat=True))
    files = [line.application for line in queries.agenda(session)]
    review_actions.find_interests(applications=files, people=members, by=by)
    session.move_to(SessionStatus.CONVENED, act="convene", on=clock.now(), by=by, convened_at=clock.now())
    journal.record("session.convened", subject=session, by=by)
    letters.convened(session)
    letters.announced(session)
    return session


def _freeze(session: Session, territories: Mapping[UUID, dict[str, Any]]) -> None:
    """The order, and the file of each territory. What no territory is given for comes last, as it was."""
    rank = {application_id: n for n, application_id in enumerate(territories)}
    lines = sorted(AgendaLine.objects.filter(session=session), key=lambda it: (rank.get(it.application_id, len(rank)), it.position))
    for position, line in enumerate(lines, start=1):
        line.position = position
        if line.application_id in territories:
            line.snapshot["territory"] = territories[line.application_id]
    AgendaLine.objects.bulk_update(lines, ["position", "snapshot"])
