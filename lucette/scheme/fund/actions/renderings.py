"""The accounts of a year: prepared and frozen, submitted, then approved (26) or sent back. The three are different people."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.models import Document
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.fund import letters, policies, queries
from lucette.scheme.fund.actions.books import opened
from lucette.scheme.fund.actions.periods import approve_accounts
from lucette.scheme.fund.enums import RenderingStatus
from lucette.scheme.fund.models import Endowment, Rendering
from lucette.scheme.fund.queries.renderings import days_of
from lucette.scheme.fund.rules import rendered

LEAST_WORDS = 10


@transaction.atomic
def prepare_rendering(*, endowment_id: UUID, year: int, pieces: Mapping[str, str], by: Actor) -> Rendering:
    """Count the year from its postings and freeze it, with the names of today. `pieces`: as queries.frozen_names.

    Raises NotFound, Forbidden, RuleBroken (not notified; a year not over, already rendered, or that follows one not approved).
    """
    endowment = Endowment.objects.visible_to(by).lock(endowment_id)
    policies.check_can_prepare_accounts(by)
    opened(endowment_id)
    if (endowment, year) not in queries.to_prepare(by):
        raise RuleBroken(
            "fund.year_not_to_render",
            f"Les comptes {year} ne peuvent pas être préparés : une année se rend une fois finie, une seule fois, après la précédente.",
        )
    starts_on, ends_on = days_of(year)
    names = queries.frozen_names(endowment, ends_on, pieces)
    figures = queries.accounts_of(endowment, year, names)
    it = Rendering.objects.create(
        number=next_number("fund_rendering_number", "CA", clock.today()),
        endowment=endowment,
        year=year,
        starts_on=starts_on,
        ends_on=ends_on,
        figures=figures,
        names=names,
        sha256=queries.digest(figures, names),
        prepared_by=by.pk,
        status_since=clock.now(),
        status_by=by.pk,
    )
    journal.record("rendering.prepared", subject=it, by=by, year=year, sha256=it.sha256)
    return it


@transaction.atomic
def withdraw_rendering(*, rendering_id: UUID, reason: str, by: Actor) -> Rendering:
    """Give up accounts that were not submitted: the year can be prepared again. Raises NotFound, Forbidden, Invalid, WrongState."""
    it = _held(rendering_id, by)
    policies.check_can_prepare_accounts(by)
    it.check_act("withdraw")
    it.move_to(RenderingStatus.WITHDRAWN, act="withdraw", on=clock.now(), by=by, reason=_motive(reason))
    journal.record("rendering.withdrawn", subject=it, by=by, reason=it.reason)
    return it


@transaction.atomic
def submit_rendering(*, rendering_id: UUID, pdf: bytes, by: Actor) -> Rendering:
    """Submit the accounts with their signed document, as another person than who prepared them.

    Raises NotFound, Forbidden, WrongState, RuleBroken (something came into the year since they were frozen).
    """
    it = _held(rendering_id, by)
    policies.check_can_submit_accounts(by, it.prepared_by)
    it.check_act("submit")
    _check_still_true(it)
    document = _deliver(it, f"Comptes annuels signés {it.number}", f"comptes-{it.year}-{it.number}.pdf", pdf, by)
    sheet = _keep_sheet(it, by)
    now = clock.now()
    it.move_to(
        RenderingStatus.SUBMITTED, act="submit", on=now, by=by, submitted_by=by.pk, submitted_at=now, document=document, spreadsheet=sheet
    )
    journal.record("rendering.submitted", subject=it, by=by, year=it.year, sha256=it.sha256)
    letters.accounts_submitted(it)
    return it


@transaction.atomic
def approve_rendering(*, rendering_id: UUID, decision: str, pdf: bytes, by: Actor) -> Rendering:
    """Approve the accounts, with their countersigned document: the year is closed in the three books (26), nothing moves.

    The closing holds every writer back; the figures are counted once more behind it. Raises NotFound, Forbidden, Invalid (no decision),
    WrongState, RuleBroken (something came into the year since they were frozen), Unavailable.
    """
    it = _held(rendering_id, by)
    policies.check_can_judge_accounts(by, (it.prepared_by, it.submitted_by))
    it.check_act("approve")
    document = _deliver(it, f"Comptes annuels approuvés {it.number}", f"comptes-{it.year}-{it.number}-approuves.pdf", pdf, by)
    now = clock.now()
    it.move_to(
        RenderingStatus.APPROVED,
        act="approve",
        on=now,
        by=by,
        approved_by=by.pk,
        approved_at=now,
        reason=_motive(decision, "decision"),
        document=document,
    )
    journal.record("rendering.approved", subject=it, by=by, reason=it.reason, year=it.year, sha256=it.sha256)
    letters.accounts_approved(it)
    approve_accounts(endowment_id=it.endowment_id, until=it.ends_on, decision=it.reason, by=by)
    _check_still_true(it)
    return it


@transaction.atomic
def send_back_rendering(*, rendering_id: UUID, reason: str, by: Actor) -> Rendering:
    """Send the accounts back, with the reason: the Caisse prepares the year anew. Raises NotFound, Forbidden, Invalid, WrongState."""
    it = _held(rendering_id, by)
    policies.check_can_judge_accounts(by, (it.prepared_by, it.submitted_by))
    it.check_act("send_back")
    it.move_to(RenderingStatus.SENT_BACK, act="send_back", on=clock.now(), by=by, reason=_motive(reason))
    journal.record("rendering.sent_back", subject=it, by=by, reason=it.reason, year=it.year)
    letters.accounts_sent_back(it)
    return it


def _held(rendering_id: UUID, by: Actor) -> Rendering:
    """The endowment is held first, as by every act on its books."""
    seen = Rendering.objects.visible_to(by)
    Endowment.objects.lock(seen.light().known(rendering_id).endowment_id)
    return seen.select_related("endowment").lock(rendering_id)


def _motive(text: str, field: str = "reason") -> str:
    text = text.strip()
    if len(text) < LEAST_WORDS:
        raise Invalid("fund.rendering_reason", "Dites pourquoi, en dix caractères au moins.", {field: "Dix caractères au moins."})
    return text[:400]


def _check_still_true(it: Rendering) -> None:
    if queries.recomputed(it) != it.sha256:
        raise RuleBroken(
            "fund.rendering_stale",
            f"Une écriture est entrée dans l’année {it.year} depuis l’arrêté : ces comptes sont à préparer de nouveau.",
        )


def _deliver(it: Rendering, title: str, filename: str, content: bytes, by: Actor) -> Document:
    return documents.deliver(kind=rendered.KIND, title=title, filename=filename, content=content, subject=it, by=by)


def _keep_sheet(it: Rendering, by: Actor) -> Document:
    return documents.store(
        kind=rendered.KIND,
        title="Chiffres des comptes annuels",
        filename=f"comptes-{it.year}-{it.number}.csv",
        content=rendered.spreadsheet(it.figures),
        content_type="text/csv; charset=utf-8",
        subject=it,
        by=by,
    )
