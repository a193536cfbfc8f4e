"""Ask for an agreement, edit it, cancel it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import code_of, typeset
from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.agreements import letters, policies, queries
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement, AgreementLine
from lucette.scheme.agreements.rules import AgreementFacts, PlannedLine
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee.models import Award

RECTIFIED = "Une séance rectificative du comité de sélection a remplacé l’attribution."


@transaction.atomic
def ask(*, award_id: UUID, by: Actor) -> Agreement:
    """The host asks for the agreement of its award: amounts, posts and months are the award's.

    Raises NotFound, Forbidden, RuleBroken (award given back, not reserved, agreement already asked for).
    """
    policies.check_can_ask(by)
    seen = Award.objects.visible_to(by)
    application = Application.objects.lock(seen.known(award_id).application_id)  # the application before the award, as in every other act
    award = seen.lock(award_id)
    policies.check_askable(award, application)
    former = Agreement.objects.visible_to(by).lock(application.renews) if application.renews else None
    policies.check_runs(former)
    agreement = Agreement.objects.create(
        number=next_number("agreements_number", "V", clock.today()),
        award=award,
        organization_id=award.organization_id,
        department_code=application.department_code,
        region_code=application.region_code,
        endowment_id=award.endowment_id,
        posts=award.posts,
        unit_cents=award.unit_cents,
        amount_cents=award.amount_cents,
        months=award.months,
        renews=former,
        asked_by=by.pk,
    )
    journal.record("agreement.asked", subject=agreement, by=by, award=str(award.pk), posts=award.posts, cents=award.amount_cents)
    return agreement


def generate(*, agreement_id: UUID, by: Actor) -> Agreement:
    """Edit the agreement: instalments frozen from the call's rules of the day, account verified, documents given accepted; the PDF is made
    before the rows are held.

    Raises NotFound, Forbidden, WrongState, RuleBroken (no verified account; facts changed while the document was being made).
    """
    policies.check_can_generate(by)
    today = clock.today()
    edition = _edition(queries.agreement(agreement_id, by), today)
    content = typeset("agreement", asdict(edition.facts), code_of("agreement", agreement_id))
    with transaction.atomic():
        held(agreement_id, by)
        agreement = queries.agreement(agreement_id, by)
        if _edition(agreement, today) != edition:
            raise RuleBroken(
                "agreement.changed", "Le dossier a changé pendant l’édition : relisez-le puis éditez de nouveau la convention."
            )
        _freeze(agreement, edition, content, by)
        applications.accept_given(application_id=agreement.award.application_id, by=by)
    return agreement


@dataclass(frozen=True, slots=True)
class Edition:
    """What the document says, and where it sends the money."""

    account: BankDetails
    lines: list[PlannedLine]
    facts: AgreementFacts


def _edition(agreement: Agreement, on: dt.date) -> Edition:
    """What an edition of that day would say. Raises WrongState, RuleBroken (something is lacking: account, power to sign, document)."""
    agreement.check_act("generate")
    if lacks := queries.lacking(agreement):
        raise RuleBroken(f"agreement.no_{lacks[0].sort}", " ".join(it.sentence for it in lacks))
    account = _account(agreement)
    lines = queries.planned(agreement, on)
    return Edition(account, lines, queries.facts(agreement, lines, on))


def _freeze(agreement: Agreement, edition: Edition, content: bytes, by: Actor) -> None:
    """Keep the instalments and the document; the agreement is ready to sign."""
    AgreementLine.objects.bulk_create(_line(agreement, line) for line in edition.lines)
    document = documents.deliver(
        kind="agreement",
        title=f"Convention {agreement.number}",
        filename=f"convention-{agreement.number}.pdf",
        content=content,
        subject=agreement,
        by=by,
        organization_id=agreement.organization_id,
        department_code=agreement.department_code,
    )
    agreement.move_to(
        AgreementStatus.READY,
        act="generate",
        on=clock.now(),
        by=by,
        document=document,
        bank_details=edition.account,
        facts=asdict(edition.facts),
        generated_by=by.pk,
        generated_at=clock.now(),
    )
    journal.record("agreement.generated", subject=agreement, by=by, document=str(document.pk), sha256=document.sha256)
    letters.ready(agreement)


def _line(agreement: Agreement, line: PlannedLine) -> AgreementLine:
    return AgreementLine(
        agreement=agreement,
        number=line.number,
        cents=line.amount.cents,
        post_cents=line.post.cents,
        months_after=line.months_after,
        condition=line.condition,
    )


def _account(agreement: Agreement) -> BankDetails:
    account = queries.usable_bank_details(agreement.organization_id)
    if account is None:
        raise RuleBroken("agreement.no_account", "Les coordonnées bancaires de la structure ne sont pas vérifiées : vérifiez-les d’abord.")
    return account


@transaction.atomic
def cancel(*, agreement_id: UUID, reason: str, by: Actor) -> Agreement:
    """Give up before both parties have signed: the award's money and posts return to the endowment (5).

    Raises NotFound, Forbidden, WrongState, Invalid (no reason).
    """
    agreement = held(agreement_id, by)
    policies.check_can_cancel(by)
    agreement.check_act("cancel")
    if not reason.strip():
        raise Invalid("agreement.reason", "Dites pourquoi la convention est annulée.", {"reason": "Écrivez le motif."})
    committee.release_award(award_id=agreement.award_id, reason=reason.strip(), by=by)
    agreement.move_to(AgreementStatus.CANCELLED, act="cancel", on=clock.now(), by=by, cancellation_reason=reason.strip()[:200])
    journal.record("agreement.cancelled", subject=agreement, by=by, reason=reason.strip())
    letters.cancelled(agreement)
    return agreement


@transaction.atomic
def cancel_replaced(*, award_ids: Collection[UUID], by: Actor) -> list[Agreement]:
    """A rectifying session replaced these awards: what was not yet signed by both is cancelled, and may be asked for again.

    The applications are held by the story. Raises Forbidden."""
    policies.check_can_replace(by)
    making = Agreement.objects.select_for_update(of=("self",)).select_related("award__application")
    found = list(making.live().filter(award__in=award_ids).order_by("pk"))
    for agreement in found:
        agreement.move_to(AgreementStatus.CANCELLED, act="cancel", on=clock.now(), by=by, cancellation_reason=RECTIFIED)
        journal.record("agreement.cancelled", subject=agreement, by=by, reason=RECTIFIED)
        letters.cancelled(agreement)
    return found


@transaction.atomic
def tell_renewal(*, agreement_id: UUID, asked_from: dt.date, on: dt.date) -> bool:
    """Write once to the host of an agreement near its end that its renewal may be asked. Returns whether it was not told before. By the
    clock: no actor."""
    agreement = Agreement.objects.filter(pk=agreement_id, renewal_told_on=None).select_for_update(of=("self",)).first()
    if agreement is None:
        return False
    Agreement.objects.filter(pk=agreement_id).update(renewal_told_on=on)
    letters.renewal_opens(agreement, asked_from)
    journal.record("agreement.renewal_told", subject=agreement, by=SYSTEM)
    return True


def held(agreement_id: UUID, by: Actor) -> Agreement:
    """The agreement, held after its application: the same order everywhere, so that two acts never wait for each other."""
    seen = Agreement.objects.visible_to(by)
    Application.objects.lock(seen.select_related("award").known(agreement_id).award.application_id)
    return seen.select_related("award__application", "document", "renews").lock(agreement_id)
