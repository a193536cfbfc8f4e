"""A closed session is never edited: another one corrects its lines, agenda, votes, minutes and signatures as any session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.policies import other_live
from lucette.scheme.committee import policies, queries
from lucette.scheme.committee.actions.preparation import prepare, snapshot
from lucette.scheme.committee.enums import Decision, SessionStatus
from lucette.scheme.committee.models import AgendaLine, Award, Session

NOT_STANDING = "Cette décision n’est plus celle du dossier, ou sa convention est signée : il n’y a plus à la corriger."
CORRECTED = "Une autre séance corrige déjà cette décision."


@transaction.atomic
def rectify(
    *, session_id: UUID, number: str, held_on: dt.date, members: Sequence[UUID], quorum: int, by: Actor, place: str = ""
) -> Session:
    """Prepare a session that corrects a closed one, on the same endowment. Raises Forbidden, NotFound, WrongState, Invalid as `prepare`."""
    wrong = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_prepare(by)
    wrong.check_act("rectify")
    if held_on < wrong.held_on:
        sentence = "Une séance rectificative se tient après celle qu’elle corrige."
        raise Invalid("committee.held_on", sentence, {"held_on": sentence})
    its: dict[str, Any] = {"number": number, "held_on": held_on, "place": place, "members": members, "quorum": quorum}
    session = prepare(**its, endowment_id=wrong.endowment_id, rectifies=wrong, by=by)
    wrong.move_to(wrong.status, act="rectify", on=clock.now(), by=by)
    journal.record("session.rectified", subject=wrong, by=by, session=str(session.pk), number=session.number)
    return session


@transaction.atomic
def add_correction(*, session_id: UUID, application_id: UUID, reason: str, by: Actor) -> AgendaLine:
    """Put a decision of the rectified session on the agenda, and say why it is corrected. What was decided stands until the closing.

    Raises Forbidden, NotFound, WrongState, RuleBroken (not a rectifying session, corrected already, agreement signed), Invalid (reason).
    """
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_correct(by, session)
    session.check_act("add_correction")
    if not reason.strip():
        raise Invalid("committee.correction", "Dites pourquoi cette décision est corrigée.", {"reason": "Écrivez le motif."})
    application = Application.objects.visible_to(by).select_related("organization__commune__department").lock(application_id)
    wrong = _wrong(session, application)
    last = AgendaLine.objects.filter(session=session).aggregate(last=Max("position"))["last"] or 0
    line = AgendaLine.objects.create(
        session=session,
        application=application,
        position=last + 1,
        snapshot=snapshot(application),
        corrects=wrong,
        correction=reason.strip(),
    )
    session.move_to(SessionStatus.PREPARED, act="add_correction", on=clock.now(), by=by)
    journal.record("session.correction_added", subject=session, by=by, reason=reason.strip(), application=str(application_id))
    return line


def _wrong(session: Session, application: Application) -> AgendaLine:
    """The line to correct; its application is held, so that two sessions never correct it at once."""
    of = AgendaLine.objects.filter(session=session.rectifies, application=application)
    found = of.first()
    if found is None:
        raise NotFound
    if AgendaLine.objects.filter(corrects=found).exists():
        raise RuleBroken("committee.corrected", CORRECTED)
    if not of.decided_last().exists():
        raise WrongState("committee.not_standing", NOT_STANDING)
    return found


def take_back(lines: Iterable[AgendaLine], by: Actor) -> list[Award]:
    """The awards that these corrections replace or withdraw: theirs no more, kept as they were decided. The ledger gives back what they
    reserved in the writing of the closing."""
    its = {it.application_id: it for it in lines}
    taken, now = queries.taken_back(its.values()), clock.now()
    for award in taken:
        award.released_at, award.replaced_by = now, its[award.application_id]
    Award.objects.bulk_update(taken, ["released_at", "replaced_by"])
    told = [(it, {"posts": it.posts, "cents": it.amount_cents, "decision": its[it.application_id].decision}) for it in taken]
    journal.record_many("award.replaced", subjects=told, by=by)
    return taken


def check_no_other_file(lines: Iterable[AgendaLine]) -> None:
    """A refusal turned into an award or a place on the waiting list: the host may have filed another application for the call since.

    Raises RuleBroken, naming it.
    """
    for it in lines:
        if it.corrects and it.corrects.decision == Decision.REFUSED and (other := other_live(it.application)):
            host = it.application.organization.name
            sentence = f"{host} a depuis la candidature {other.number} en cours pour cet appel : décidez de celle-là."
            raise RuleBroken("committee.other_file", sentence)
