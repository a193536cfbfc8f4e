"""Two signatures in the PDF itself: the host's, then the Caisse des Dépôts', which the platform seals and has dated. The document is signed
before the rows are held."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents import queries as document_queries
from lucette.foundation.documents.adapters import added_signature, seal_pdf, sign_pdf, verify_pdf
from lucette.foundation.documents.models import Document
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.french import date
from lucette.scheme.agreements import letters, policies, queries
from lucette.scheme.agreements.actions.edition import held
from lucette.scheme.agreements.enums import AgreementStatus, Party
from lucette.scheme.agreements.models import Agreement, Signature
from lucette.scheme.agreements.rules import renewals
from lucette.scheme.calls.rules import add_months
from lucette.scheme.fund import actions as fund

DAYS_TO_SIGN = 30
DELEGATE = "délégataire de la Caisse des Dépôts"
ALTERED = "Le document de la convention n’est plus celui qui a été édité et signé : prévenez l’équipe d’assistance, ne signez pas."


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """`content`: the PDF with one more signature (the last one under the seal); `source_id`: the document that was read and signed."""

    source_id: UUID
    content: bytes
    capacity: str
    certificate: str = ""


def sign_as_host(*, agreement_id: UUID, by: Actor, outside: bytes = b"") -> Agreement:
    """Sign for the host, as legal representative or by delegation. `outside`: the document as she signed it with a certificate of hers.

    Raises NotFound, Forbidden, WrongState, RuleBroken (document changed; not ours, not signed by an authority that we take).
    """
    agreement = queries.agreement(agreement_id, by)
    capacity = policies.check_can_sign_as_host(by, agreement, clock.today())
    agreement.check_act("sign_as_host")
    signed = _signed(agreement, by, capacity, Party.HOST, outside)
    with transaction.atomic():
        agreement = held(agreement_id, by)
        policies.check_can_sign_as_host(by, agreement, clock.today())
        agreement.check_act("sign_as_host")
        document = _keep(agreement, signed, Party.HOST, by)
        agreement.move_to(AgreementStatus.SIGNED_BY_HOST, act="sign_as_host", on=clock.now(), by=by, document=document)
        journal.record("agreement.signed_by_host", subject=agreement, by=by, sha256=document.sha256)
    return agreement


def signed_for_caisse(*, agreement_id: UUID, by: Actor, outside: bytes = b"") -> SignedPdf:
    """The PDF with the signature of the Caisse des Dépôts, then the seal of the platform dated by the time-stamping authority, to hand to
    `sign_as_caisse`: no row is held while it is made. `outside`: the document as the delegate signed it elsewhere.

    Raises NotFound, Forbidden, WrongState, RuleBroken (document changed since the host signed it), Unavailable (no time-stamp).
    """
    agreement = queries.agreement(agreement_id, by)
    policies.check_can_sign_as_caisse(by, agreement)
    agreement.check_act("sign_as_caisse")
    signed = _signed(agreement, by, DELEGATE, Party.CAISSE, outside)
    reason = f"Entrée en vigueur de la convention {agreement.number}, signée des deux parties"
    return replace(signed, content=seal_pdf(signed.content, reason, clock.now()))


@transaction.atomic
def sign_as_caisse(*, agreement_id: UUID, by: Actor, signed: SignedPdf | None = None, stayed: int = 0) -> Agreement:
    """Sign for the Caisse des Dépôts: the agreement enters into force, money and posts are committed (6). Called by the story.

    Today; or the day after the term of the agreement that it renews, when advisers `stayed`. A renewal is not signed before that day: its
    posts are still those of the other agreement, and it takes none from the quota.

    Raises NotFound, Forbidden (role, preparer, host's signatory), WrongState, RuleBroken (document changed, reservation gone, too soon).
    """
    signed = signed or signed_for_caisse(agreement_id=agreement_id, by=by)
    agreement = held(agreement_id, by)
    policies.check_can_sign_as_caisse(by, agreement)
    agreement.check_act("sign_as_caisse")
    began = _first_day(agreement, stayed)
    document = _keep(agreement, signed, Party.CAISSE, by)
    agreement.move_to(
        AgreementStatus.IN_FORCE,
        act="sign_as_caisse",
        on=clock.now(),
        by=by,
        document=document,
        in_force_on=began,
        ends_on=add_months(began, agreement.months),
    )
    journal.record(
        "agreement.signed", subject=agreement, by=by, sha256=document.sha256, cents=agreement.amount_cents, posts=agreement.posts
    )
    letters.in_force(agreement)
    fund.commit(
        endowment_id=agreement.endowment_id,
        award_id=agreement.award_id,
        agreement_id=agreement.pk,
        lines={line.number: line.cents for line in queries.lines(agreement.pk)},
        posts=agreement.award.new_posts,
        released_cents=0,
        released_posts=0,
        by=by,
    )
    return agreement


def _first_day(agreement: Agreement, stayed: int) -> dt.date:
    """Raises RuleBroken (too soon, or the agreement to renew is over)."""
    former, today = agreement.renews, clock.today()
    if former is None or former.ends_on is None:
        return today
    policies.check_runs(Agreement.objects.lock(former.pk))
    if today < (first := renewals.starts_on(former.ends_on)):
        sentence = f"Cette convention prend effet le {date(first)}, lendemain du terme de la convention {former.number}"
        raise RuleBroken("agreement.too_soon", f"{sentence} : elle se signe ce jour-là, ou après.")
    return renewals.entry(former.ends_on, today, stayed)


def remind(*, on: dt.date) -> int:
    """Write once to each host that has not signed thirty days after the edition. Returns how many letters. By the clock: no actor."""
    edited_before = dt.datetime.combine(on - dt.timedelta(days=DAYS_TO_SIGN - 1), dt.time(), clock.PARIS)
    late = Agreement.objects.filter(status=AgreementStatus.READY, generated_at__lt=edited_before, reminded_on=None)
    count = 0
    for pk in late.values_list("pk", flat=True):
        with transaction.atomic():
            it = late.filter(pk=pk).select_related("award__application").select_for_update(of=("self",)).first()
            if it:
                Agreement.objects.filter(pk=pk).update(reminded_on=on)
                letters.remind(it)
                journal.record("agreement.reminded", subject=it, by=SYSTEM)
                count += 1
    return count


def _signed(agreement: Agreement, by: Actor, capacity: str, party: Party, outside: bytes) -> SignedPdf:
    """The agreement's document, proved to be the one edited (and signed by the host), with one more signature."""
    source = _document(agreement)
    content = document_queries.content(source.pk)
    before = Signature.objects.filter(agreement=agreement)
    reports = verify_pdf(content)
    if len(reports) != before.count() or not all(report.valid for report in reports) or any(it.sha256 != source.sha256 for it in before):
        raise RuleBroken("agreement.altered", ALTERED)
    if outside:
        return _taken(source, content, outside, capacity)
    reason = f"Signature de la convention {agreement.number} pour la partie : {party.label}"
    return SignedPdf(source.pk, sign_pdf(content, by.name or str(by.pk), capacity, reason, clock.now()), capacity)


def _taken(source: Document, content: bytes, outside: bytes, capacity: str) -> SignedPdf:
    """The same document, signed elsewhere: nothing else changed, by an authority that we take."""
    added = added_signature(content, outside)
    if not all(report.valid for report in verify_pdf(outside)):
        raise RuleBroken(
            "agreement.untrusted", f"La signature de {added.signatory} vient d’une autorité qui n’est pas reconnue : {added.issuer}."
        )
    return SignedPdf(source.pk, outside, capacity, f"{added.signatory}, délivré par {added.issuer}"[:200])


def _document(agreement: Agreement) -> Document:
    if agreement.document is None:
        raise RuleBroken("agreement.altered", ALTERED)
    return agreement.document


def _keep(agreement: Agreement, signed: SignedPdf, party: Party, by: Actor) -> Document:
    """Store the signed PDF beside the former one, and the signature with its hash. Raises RuleBroken when the document is another one."""
    former = _document(agreement)
    if former.pk != signed.source_id:
        raise RuleBroken("agreement.altered", ALTERED)
    document = documents.deliver(
        kind="agreement",
        title=former.title,
        filename=former.filename,
        content=signed.content,
        subject=agreement,
        by=by,
        organization_id=agreement.organization_id,
        department_code=agreement.department_code,
    )
    Signature.objects.create(
        agreement=agreement,
        party=party,
        person_id=by.pk,
        capacity=signed.capacity,
        signed_at=clock.now(),
        sha256=document.sha256,
        certificate=signed.certificate,
    )
    return document
