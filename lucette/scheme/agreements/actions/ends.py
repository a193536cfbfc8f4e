"""The agreement stops for a while, ends before its term, or is settled: what concerns money and posts is the story's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.agreements import letters, policies
from lucette.scheme.agreements.actions import amendments, notices, papers
from lucette.scheme.agreements.actions.edition import held
from lucette.scheme.agreements.enums import OPEN_AMENDMENT, AgreementStatus, NoticeKind, NoticeStatus
from lucette.scheme.agreements.models import Agreement, Notice
from lucette.scheme.agreements.rules.amendments import told

S = AgreementStatus


@transaction.atomic
def suspend(*, agreement_id: UUID, reason: str, by: Actor) -> Agreement:
    """Hold every payment, once the host was given notice and its time to answer is over. Called by the story.

    Raises NotFound, Forbidden, WrongState, Invalid, RuleBroken (no notice, or the host may still answer).
    """
    agreement = held(agreement_id, by)
    policies.check_can_end(by)
    agreement.check_act("suspend")
    reason = notices.needed(reason, "reason")[:400]
    _check_heard(Notice.objects.filter(agreement=agreement, kind=NoticeKind.BREACH, status__in=("open", "answered")).first())
    agreement.move_to(S.SUSPENDED, act="suspend", on=clock.now(), by=by, suspension_reason=reason)
    journal.record("agreement.suspended", subject=agreement, by=by, reason=reason[:200])
    letters.suspended(agreement)
    return agreement


@transaction.atomic
def resume(*, agreement_id: UUID, by: Actor) -> Agreement:
    """What was expected is done: payments go on. Called by the story. Raises NotFound, Forbidden, WrongState."""
    agreement = held(agreement_id, by)
    policies.check_can_end(by)
    agreement.check_act("resume")
    agreement.move_to(S.IN_FORCE, act="resume", on=clock.now(), by=by, suspension_reason="")
    journal.record("agreement.resumed", subject=agreement, by=by)
    letters.resumed(agreement)
    return agreement


def _check_heard(notice: Notice | None) -> None:
    """A notice of breach was given, and answered, or its delay is over. Raises RuleBroken."""
    if notice is None:
        raise RuleBroken("agreement.no_notice", "Mettez d’abord la structure en demeure : elle doit pouvoir répondre.")
    if notice.status == NoticeStatus.OPEN and notice.answer_by and clock.today() <= notice.answer_by:
        raise RuleBroken(
            "agreement.not_heard", f"La structure peut répondre jusqu’au {french.date(notice.answer_by)} : attendez cette date."
        )


def check_may_end(notice: Notice, on: dt.date) -> None:
    """Whatever its kind: is the termination ripe? Raises RuleBroken."""
    if notice.kind == NoticeKind.BREACH:
        _check_heard(notice)
    if notice.kind == NoticeKind.MUTUAL and not notice.agrees:
        raise RuleBroken("notice.not_agreed", "La structure n’a pas donné son accord : la convention continue.")
    if on > clock.today():
        raise RuleBroken("notice.too_soon", f"La fin est prévue le {french.date(on)} : résiliez ce jour-là, ou après.")


def termination_paper(*, notice_id: UUID, ended_on: dt.date, effects: Mapping[str, Any], by: Actor) -> bytes:
    """The decision, signed by the delegate, sealed and dated, before any row is held.

    Raises NotFound, Forbidden, WrongState, RuleBroken (the host was not heard, did not agree, the day is not reached).
    """
    it = Notice.objects.visible_to(by).select_related(*notices.RELATED).known(notice_id)
    policies.check_can_end(by, it)
    it.check_act("apply")
    check_may_end(it, ended_on)
    said = f"Vos observations ont été lues : {it.answer}" if it.answer else "Vous n’avez pas présenté d’observations."
    heard = f"\n\n{said}" if it.kind == NoticeKind.BREACH else ""
    body = f"La convention {it.agreement.number} est résiliée au {french.date(ended_on)}.\n\n{it.text}{heard}"
    rows = [("Cause", it.get_kind_display()), *told(effects)]
    content = papers.paper(it.agreement, papers.TERMINATION, body, rows, signed=by.name or "Le délégataire")
    return papers.signed_and_sealed(content, by, f"Résiliation de la convention {it.agreement.number}")


@transaction.atomic
def terminate(*, notice_id: UUID, ended_on: dt.date, content: bytes, effects: Mapping[str, Any], by: Actor) -> Agreement:
    """End the agreement on that day, with the decision that `termination_paper` made. Called by the story, which moves money and posts.

    Raises as `termination_paper`.
    """
    it = notices.held(notice_id, by)
    policies.check_can_end(by, it)
    it.check_act("apply")
    check_may_end(it, ended_on)
    agreement, now = it.agreement, clock.now()
    agreement.check_act("terminate")
    document = papers.kept(agreement, papers.TERMINATION, content, by)
    agreement.move_to(S.TERMINATED, act="terminate", on=now, by=by, ended_on=ended_on, suspension_reason="")
    for pk in agreement.amendments.filter(status__in=OPEN_AMENDMENT).order_by("pk").values_list("pk", flat=True):
        amendments.lapse(amendment_id=pk, why="La convention a pris fin : l’avenant n’a plus d’objet.", by=by)
    decided = {"decided_by": by.pk, "decided_on": now.date(), "document": document, "effects": dict(effects)}
    it.move_to(NoticeStatus.APPLIED, act="apply", on=now, by=by, **decided)
    journal.record("agreement.terminated", subject=agreement, by=by, reason=it.get_kind_display(), on=ended_on.isoformat())
    letters.terminated(it)
    return agreement


def statement_paper(*, agreement_id: UUID, rows: Sequence[tuple[str, str]], by: Actor) -> bytes:
    """The closing statement, signed and sealed, before any row is held. Raises NotFound, Forbidden, WrongState."""
    agreement = Agreement.objects.visible_to(by).select_related("organization__commune").known(agreement_id)
    policies.check_can_end(by)
    agreement.check_act("settle")
    body = (
        f"La convention {agreement.number} est soldée.\n\nPlus aucun versement n’est dû, plus aucune somme n’est à rendre. "
        "Les pièces justificatives se gardent dix ans."
    )
    content = papers.paper(agreement, papers.STATEMENT, body, rows, signed=by.name or "Le délégataire")
    return papers.signed_and_sealed(content, by, f"État de solde de la convention {agreement.number}")


@transaction.atomic
def settle(*, agreement_id: UUID, content: bytes, by: Actor) -> Agreement:
    """Nothing is owed any more, either way: the story checked it. Raises NotFound, Forbidden, WrongState."""
    agreement = held(agreement_id, by)
    policies.check_can_end(by)
    agreement.check_act("settle")
    statement = papers.kept(agreement, papers.STATEMENT, content, by)
    agreement.move_to(S.SETTLED, act="settle", on=clock.now(), by=by, settled_on=clock.today(), statement=statement)
    journal.record("agreement.settled", subject=agreement, by=by, sha256=statement.sha256)
    letters.settled(agreement)
    return agreement


@transaction.atomic
def archive(*, agreement_id: UUID, by: Actor) -> Agreement:
    """The file is closed. Raises NotFound, Forbidden, WrongState."""
    agreement = held(agreement_id, by)
    policies.check_can_end(by)
    agreement.check_act("archive")
    agreement.move_to(S.ARCHIVED, act="archive", on=clock.now(), by=by)
    journal.record("agreement.archived", subject=agreement, by=by)
    return agreement
