"""Prepare a call from the file shipped for it, publish it, open, pause, close it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import typeset
from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.enums import Employer
from lucette.foundation.organizations.rules import clean_siret
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.french import date
from lucette.scheme.calls import policies, queries
from lucette.scheme.calls.adapters import shipped
from lucette.scheme.calls.enums import CallStatus as S
from lucette.scheme.calls.models import (
    Call,
    EligibleCategory,
    GrantScale,
    IdentifiedBody,
    InstalmentRule,
    Parameter,
    RequiredPiece,
)
from lucette.scheme.calls.rules import check_file, joined, parted, pdf_facts
from lucette.scheme.fund.models import Endowment

UNFINISHED = (S.PUBLISHED, S.OPEN, S.PAUSED)
EMPLOYERS = {Employer.PUBLIC: "structures publiques", Employer.PRIVATE: "associations et structures privées"}


@transaction.atomic
def prepare_call(*, code: str, endowment_id: UUID, by: Actor, edition: str = "", opens_on: dt.date | None = None) -> Call:
    """A draft call from the file `calls/reference/<code>.toml`: text, window, eligible categories, scale, instalments, parameters.

    Rules hold from the day the call opens (or the `valid_from` of its file), without end. An `edition` launches the same call again, under
    a code and a title of its own; `opens_on` replaces the opening of the file, and leaves it without closing date.
    Raises Forbidden, NotFound (code, endowment), RuleBroken (already prepared).
    """
    policies.check_can_prepare(by)
    file = shipped(code)
    check_file(file)
    if opens_on:
        file |= {"opens_on": opens_on, "closes_on": None}
    if edition:
        code, file["title"] = f"{code}_{edition}", f"{file['title']} (édition {edition})"
    endowment = Endowment.objects.lock(endowment_id)
    if Call.objects.filter(code=code).exists():
        raise RuleBroken("call.prepared", "Cet appel est déjà préparé : ouvrez-le dans la liste des appels.")
    call = Call.objects.create(
        code=code,
        title=file["title"],
        text=joined(file["summary"], file["sections"]),
        employer=file["employer"],
        endowment=endowment,
        opens_on=file["opens_on"],
        closes_on=file.get("closes_on"),
        status_since=clock.now(),
        status_by=by.pk,
    )
    write_rules(call, file)
    journal.record("call.prepared", subject=call, by=by, code=code, endowment=str(endowment_id))
    return call


def write_rules(call: Call, file: dict[str, Any]) -> None:
    """Store the dated rules of the file as those of `call`."""
    validity = DateRange(file.get("valid_from", file["opens_on"]), None)
    EligibleCategory.objects.bulk_create(
        EligibleCategory(
            call=call,
            category=category,
            kind=it["kind"],
            label=label,
            source=it["source"],
            to_check=it.get("to_check", ""),
            identified_only=it.get("identified_only", False),
        )
        for it in file["families"]
        for category, label in it["categories"].items()
    )
    RequiredPiece.objects.bulk_create(RequiredPiece(call=call, position=n, **it) for n, it in enumerate(file["pieces"]))
    GrantScale.objects.bulk_create(GrantScale(call=call, employer=file["employer"], validity=validity, **it) for it in file["scales"])
    InstalmentRule.objects.bulk_create(InstalmentRule(call=call, validity=validity, **it) for it in file["instalments"])
    Parameter.objects.bulk_create(Parameter(call=call, validity=validity, **it) for it in file["parameters"])


def publish(*, call_id: UUID, by: Actor) -> Call:
    """Publish the text and the rules: a public PDF is made before the row is held, then kept with the act.

    Raises Forbidden, NotFound, WrongState.
    """
    policies.check_can_decide(by)
    call = Call.objects.visible_to(by).known(call_id)
    call.check_act("publish")
    content = _pdf(call)
    with transaction.atomic():
        call = Call.objects.visible_to(by).lock(call_id)
        call.move_to(S.PUBLISHED, act="publish", on=clock.now(), by=by, published_at=clock.now())
        documents.store(
            kind="call",
            title=call.title,
            filename=f"{call.code}.pdf",
            content=content,
            content_type="application/pdf",
            subject=call,
            by=by,
            public=True,
        )
        journal.record("call.published", subject=call, by=by, code=call.code)
    return call


def _pdf(call: Call) -> bytes:
    on = max(clock.today(), call.opens_on)
    rules = queries.instalment_rules(call.pk, on)
    return typeset(
        "call",
        pdf_facts(
            code=call.code,
            title=call.title,
            text=parted(call.text),
            opens_on=call.opens_on,
            closes_on=call.closes_on,
            published_on=clock.today(),
            employers=EMPLOYERS[Employer(call.employer)],
            scale=queries.scale_lines(call.pk, on),
            instalments=[(it.share, it.months_after) for it in rules],
            email=settings.CONTACT_EMAIL,
            phone=settings.CONTACT_PHONE,
        ),
    )


@transaction.atomic
def identify(*, call_id: UUID, siret: str, decision: str, decided_on: dt.date, by: Actor) -> IdentifiedBody:
    """The State identified this establishment: its legal category may then answer the call.

    Raises Forbidden, NotFound, Invalid (siret, decision, decided_on), RuleBroken (identified already).
    """
    policies.check_can_prepare(by)
    call = Call.objects.visible_to(by).lock(call_id)
    siret = clean_siret(siret)
    problems = {} if decision.strip() else {"decision": "Dites par quelle décision."}
    if decided_on > clock.today():
        problems["decided_on"] = "Cette date est à venir : donnez celle de la décision."
    if problems:
        raise Invalid("call.identified", "L’établissement identifié est à corriger.", problems)
    if IdentifiedBody.objects.filter(call=call, siret=siret).exists():
        raise RuleBroken("call.identified_already", "Cet établissement est déjà identifié pour cet appel.")
    it = IdentifiedBody.objects.create(call=call, siret=siret, decision=decision.strip(), decided_on=decided_on, named_by=by.pk)
    journal.record("call.identified", subject=call, by=by, siret=siret, decided_on=decided_on.isoformat())
    return it


@transaction.atomic
def take_off_identified(*, body_id: UUID, by: Actor) -> Call:
    """An establishment was identified by mistake: files already taken in instruction keep what was checked. Raises Forbidden, NotFound."""
    policies.check_can_prepare(by)
    it = IdentifiedBody.objects.filter(call__in=Call.objects.visible_to(by)).select_related("call").lock(body_id)
    journal.record("call.identified_taken_off", subject=it.call, by=by, siret=it.siret)
    it.delete()
    return it.call


@transaction.atomic
def open(*, call_id: UUID, by: Actor) -> Call:  # noqa: A001
    """Open the call to applications, from its opening date on; the clock may do it. Raises Forbidden, NotFound, WrongState, RuleBroken."""
    call = Call.objects.visible_to(by).lock(call_id)
    policies.check_can_decide(by, system=True)
    call.check_act("open")
    if clock.today() < call.opens_on:
        raise RuleBroken("call.too_early", f"Cet appel ouvre le {date(call.opens_on)} : il ne peut pas ouvrir plus tôt.")
    return _moved(call, S.OPEN, "open", "call.opened", by)


@transaction.atomic
def pause(*, call_id: UUID, reason: str, by: Actor) -> Call:
    """Suspend an open call for a while: nothing is opened nor filed meanwhile. Raises Forbidden, NotFound, WrongState, Invalid (reason)."""
    call = Call.objects.visible_to(by).lock(call_id)
    policies.check_can_decide(by)
    call.check_act("pause")
    return _moved(call, S.PAUSED, "pause", "call.paused", by, reason=_reason(reason))


@transaction.atomic
def resume(*, call_id: UUID, by: Actor) -> Call:
    """Take applications again after a pause; a closed call never opens again. Raises Forbidden, NotFound, WrongState."""
    call = Call.objects.visible_to(by).lock(call_id)
    policies.check_can_decide(by)
    return _moved(call, S.OPEN, "resume", "call.resumed", by)


def _moved(call: Call, target: S, act: str, remembered: str, by: Actor, reason: str = "") -> Call:
    call.move_to(target, act=act, on=clock.now(), by=by)
    journal.record(remembered, subject=call, by=by, reason=reason, code=call.code)
    return call


@transaction.atomic
def close(*, call_id: UUID, reason: str, by: Actor) -> Call:
    """Close the call for good: nothing reopens it. The clock may do it at its closing date.

    Letters to open drafts: stories.close_intake.close_call. Raises Forbidden, NotFound, WrongState, Invalid (reason).
    """
    call = Call.objects.visible_to(by).lock(call_id)
    policies.check_can_decide(by, system=True)
    call.check_act("close")
    return _closed(call, _reason(reason), by, clock.now())


@transaction.atomic
def close_intake(*, endowment_id: UUID, reason: str, by: Actor) -> list[Call]:
    """Close every call of the endowment that is published, open or paused; none is left to do it twice. Returns those it closed.

    When the quota of advisers is reached it closes by itself: `by=SYSTEM`. Raises Forbidden, Invalid (reason).
    """
    policies.check_can_decide(by, system=True)
    reason = _reason(reason)
    held = Call.objects.filter(endowment_id=endowment_id, status__in=UNFINISHED).select_for_update(of=("self",)).order_by("pk")
    return [_closed(call, reason, by, clock.now()) for call in held]


def _closed(call: Call, reason: str, by: Actor, on: dt.datetime) -> Call:
    call.move_to(S.CLOSED, act="close", on=on, by=by, closed_at=on, closing_reason=reason)
    journal.record("call.closed", subject=call, by=by, reason=reason, code=call.code)
    return call


def _reason(typed: str) -> str:
    """Trimmed. Raises Invalid when empty or longer than 200 characters."""
    reason = typed.strip()
    if not 0 < len(reason) <= 200:
        sentence = "Donnez le motif, en 200 caractères au plus : il est affiché aux structures."
        raise Invalid("call.reason", sentence, {"reason": sentence})
    return reason
