"""What may end an agreement: the host asks, both agree, or the Caisse des Dépôts gives notice and hears the host before deciding."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.agreements import letters, policies
from lucette.scheme.agreements.enums import OPEN_NOTICE, RUNNING, Duty, NoticeKind, NoticeStatus
from lucette.scheme.agreements.models import Agreement, Notice

LONGEST = 2000
RELATED = ("agreement__organization__commune", "agreement__award__application")


@transaction.atomic
def ask_end(*, agreement_id: UUID, effective_on: dt.date, text: str, by: Actor) -> Notice:
    """The host asks for the end of its agreement. Raises NotFound, Forbidden, Invalid, RuleBroken (not running, one under way)."""
    agreement = _running(agreement_id, by)
    policies.check_can_ask_amendment(by, agreement, clock.today())
    _check_day(agreement, effective_on)
    return _open(agreement, NoticeKind.HOST, text, by, "notice.end_asked", letters.end_asked, effective_on=effective_on)


@transaction.atomic
def propose_end(*, agreement_id: UUID, effective_on: dt.date, text: str, by: Actor) -> Notice:
    """The Caisse des Dépôts proposes an end that both would agree on. Raises as `ask_end`."""
    policies.check_can_give_notice(by)
    agreement = _running(agreement_id, by)
    _check_day(agreement, effective_on)
    return _open(agreement, NoticeKind.MUTUAL, text, by, "notice.end_proposed", letters.end_proposed, effective_on=effective_on)


@transaction.atomic
def serve(*, agreement_id: UUID, duty: str, text: str, by: Actor) -> Notice:
    """Give the host notice of what it did not do: it answers within the delay of the day. Raises as `ask_end`."""
    policies.check_can_give_notice(by)
    agreement = _running(agreement_id, by)
    if duty not in Duty:
        raise Invalid("notice.duty", "Dites ce que la structure n’a pas fait.", {"duty": "Choisissez le manquement."})
    day = clock.today() + dt.timedelta(days=parameters.value("agreements.notice_days", clock.today()))
    return _open(agreement, NoticeKind.BREACH, text, by, "notice.served", letters.notice_served, duty=duty, answer_by=day)


def _running(agreement_id: UUID, by: Actor) -> Agreement:
    agreement = Agreement.objects.visible_to(by).select_related("organization__commune", "award__application").lock(agreement_id)
    if agreement.status not in RUNNING:
        raise RuleBroken("notice.agreement", "Cette convention n’est pas en vigueur : elle ne peut pas prendre fin ainsi.")
    if Notice.objects.filter(agreement=agreement, status__in=OPEN_NOTICE).exists():
        raise RuleBroken("notice.open", "Une demande est déjà en cours sur cette convention : suivez-la d’abord.")
    return agreement


def _check_day(agreement: Agreement, day: dt.date) -> None:
    if not (agreement.in_force_on or day) <= day <= (agreement.ends_on or day):
        sentence = "Choisissez un jour pendant la convention."
        raise Invalid("notice.day", sentence, {"effective_on": sentence})


def _open(agreement: Agreement, kind: NoticeKind, text: str, by: Actor, said: str, letter: Any, **facts: Any) -> Notice:
    it = Notice.objects.create(agreement=agreement, kind=kind, text=needed(text), made_by=by.pk, **facts)
    journal.record(said, subject=agreement, by=by, kind=str(kind))
    letter(it)
    return it


def needed(text: str, name: str = "text") -> str:
    """What must be written. Raises Invalid beside the field."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        sentence = "Écrivez vos raisons." if not text else f"{french.number(LONGEST)} caractères au plus."
        raise Invalid("notice.text", sentence, {name: sentence})
    return text


@transaction.atomic
def answer(*, notice_id: UUID, text: str, by: Actor, agrees: bool | None = None) -> Notice:
    """The host answers: its observations on a notice, yes or no to a proposal (`agrees`). The last words count.

    Raises NotFound, Forbidden, WrongState, Invalid, RuleBroken (its own request, or the delay is over).
    """
    policies.check_can_answer_notice(by)
    it = held(notice_id, by)
    it.check_act("answer")
    if it.kind == NoticeKind.HOST:
        raise RuleBroken("notice.own", "C’est votre demande : la Caisse des Dépôts y répond.")
    if it.answer_by and clock.today() > it.answer_by:
        raise RuleBroken("notice.too_late", f"Le délai pour répondre est passé depuis le {french.date(it.answer_by)}.")
    if it.kind == NoticeKind.MUTUAL and agrees is None:
        raise Invalid("notice.agrees", "Dites si vous acceptez.", {"agrees": "Choisissez une réponse."})
    now = clock.now()
    said = {"answer": needed(text), "answered_at": now, "agrees": agrees if it.kind == NoticeKind.MUTUAL else None}
    it.move_to(NoticeStatus.ANSWERED, act="answer", on=now, by=by, **said)
    journal.record("notice.answered", subject=it.agreement, by=by)
    letters.notice_answered(it)
    return it


@transaction.atomic
def withdraw(*, notice_id: UUID, decision: str, by: Actor) -> Notice:
    """Close it without more: the duty is done, or both changed their mind. Raises NotFound, Forbidden, WrongState, Invalid."""
    policies.check_can_give_notice(by)
    it = held(notice_id, by)
    it.check_act("withdraw")
    it.move_to(NoticeStatus.WITHDRAWN, act="withdraw", on=clock.now(), by=by, decision=needed(decision, "decision")[:400])
    journal.record("notice.withdrawn", subject=it.agreement, by=by, reason=it.decision[:200])
    letters.notice_withdrawn(it)
    return it


def held(notice_id: UUID, by: Actor) -> Notice:
    """The notice, held after its agreement."""
    seen = Notice.objects.visible_to(by)
    Agreement.objects.lock(seen.known(notice_id).agreement_id)
    return seen.select_related(*RELATED).lock(notice_id)
