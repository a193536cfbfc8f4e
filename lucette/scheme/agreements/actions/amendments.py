"""An amendment: asked for by the host, told to the prefecture when posts change, accepted or refused, signed, applied by the story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.models import Document
from lucette.foundation.documents.rules import NOT_READ, file_type
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.agreements import letters, policies
from lucette.scheme.agreements.actions import papers
from lucette.scheme.agreements.enums import OPEN_AMENDMENT, POSTS_CHANGE, RUNNING, AmendmentKind, AmendmentStatus, ReturnReason
from lucette.scheme.agreements.models import Agreement, Amendment, AmendmentPost
from lucette.scheme.agreements.rules.amendments import Terms, Wanted, check_wanted, told
from lucette.scheme.calls.rules import coordinates

S = AmendmentStatus
LEAST, MOST = 10, 1000
PROOFS = {AmendmentKind.TRANSFER_POST: "Accord de l’autre structure"}
RELATED = ("agreement__organization__commune", "agreement__award__application", "to_organization", "to_agreement__organization")


@transaction.atomic
def ask(*, agreement_id: UUID, wanted: Wanted, by: Actor) -> Amendment:
    """The host asks for a change. Giving posts back is its right: accepted as it is asked, with a sealed receipt.

    Raises NotFound, Forbidden, Invalid, RuleBroken (not in force; one of this kind, or about one of these posts, under way).
    """
    agreement = Agreement.objects.visible_to(by).select_related("organization__commune", "award__application").lock(agreement_id)
    policies.check_can_ask_amendment(by, agreement, clock.today())
    _check_open(agreement, wanted)
    _check_more_posts(agreement, wanted.kind)
    check_wanted(wanted, _terms(agreement))
    it = Amendment.objects.create(
        number=next_number("agreements_amendment_number", "AV", clock.today()),
        agreement=agreement,
        kind=wanted.kind,
        effective_on=wanted.effective_on,
        reason=wanted.reason,
        explanation=wanted.explanation.strip(),
        posts=wanted.count or len(wanted.posts),
        ends_on=wanted.ends_on,
        to_organization_id=wanted.to_organization,
        to_agreement_id=wanted.to_agreement,
        to_number=wanted.to_number,
        asked_by=by.pk,
        status_since=clock.now(),
        status_by=by.pk,
    )
    AmendmentPost.objects.bulk_create(AmendmentPost(amendment=it, post_id=pk, number=number) for pk, number in wanted.posts.items())
    journal.record("amendment.asked", subject=it, by=by, kind=str(wanted.kind), posts=it.posts)
    if wanted.kind == AmendmentKind.RETURN_POSTS:
        _receive(it, by)
    elif wanted.kind in POSTS_CHANGE:
        letters.amendment_opinion_asked(it)
    return it


def _check_more_posts(agreement: Agreement, kind: str) -> None:
    if kind == AmendmentKind.ADD_POSTS and coordinates(agreement.award.application.post_kind):
        raise RuleBroken("amendment.coordinator", "Cette convention finance un seul poste de coordinateur : déposez une autre candidature.")


def _check_open(agreement: Agreement, wanted: Wanted) -> None:
    if agreement.status not in RUNNING:
        raise RuleBroken("amendment.agreement", "Seule une convention en vigueur se change par avenant.")
    under_way = Amendment.objects.filter(agreement=agreement, status__in=OPEN_AMENDMENT)
    if under_way.filter(kind=wanted.kind).exists():
        raise RuleBroken("amendment.open", "Un avenant de même objet est déjà en cours sur cette convention : suivez-le d’abord.")
    if wanted.posts and (other := under_way.filter(about_posts__post_id__in=wanted.posts).first()):
        raise RuleBroken("amendment.post_taken", f"L’avenant {other.number}, en cours, porte déjà sur ce poste : suivez-le d’abord.")


def _terms(agreement: Agreement) -> Terms:
    """A running agreement has its dates (a constraint of the table)."""
    return Terms(cast("Any", agreement.in_force_on), cast("Any", agreement.ends_on), agreement.organization_id, agreement.pk)


def _receive(it: Amendment, by: Actor) -> None:
    """The dated, sealed receipt of posts given back."""
    numbers = [post.number for post in it.about_posts.all()]
    body = (
        f"La structure « {it.agreement.organization.name} » rend {french.plural(len(numbers), 'poste')} de conseiller numérique.\n\n"
        "Ce récépissé vaut date certaine : il remplace la lettre recommandée. La Caisse des Dépôts signe l’avenant, qui s’applique alors."
    )
    rows = [
        (french.word(len(numbers), "Poste rendu", "Postes rendus"), ", ".join(numbers)),
        ("Avec effet le", french.date(it.effective_on)),
        ("Motif", str(ReturnReason(it.reason).label)),
        ("Reçu le", french.moment(clock.now())),
    ]
    content = papers.sealed(papers.paper(it, papers.RECEIPT, body, rows))
    receipt = papers.kept(it, papers.RECEIPT, content, by)
    it.move_to(S.ACCEPTED, act="accept", on=clock.now(), by=by, receipt=receipt)
    journal.record("amendment.received", subject=it, by=by, sha256=receipt.sha256)
    letters.posts_returned(it)


@transaction.atomic
def prove(*, amendment_id: UUID, filename: str, content: bytes, by: Actor) -> Document:
    """The host gives the proof that a contract ended, or that another host consents.

    Raises NotFound, Forbidden, Invalid (neither a PDF nor a picture).
    """
    it = Amendment.objects.visible_to(by).select_related("agreement").known(amendment_id)
    policies.check_can_answer_notice(by)
    kind = file_type(content)
    if not kind:
        sentence = NOT_READ
        raise Invalid("amendment.proof", sentence, {"proof": sentence})
    return documents.store(
        kind="proof",
        title=f"{PROOFS.get(AmendmentKind(it.kind), 'Fin de contrat')}, avenant {it.number}",
        filename=filename,
        content=content,
        content_type=kind,
        subject=it,
        by=by,
        organization_id=it.agreement.organization_id,
    )


@transaction.atomic
def give_opinion(*, amendment_id: UUID, favourable: bool, comment: str, by: Actor) -> Amendment:
    """The prefecture says what it thinks, and may change it until the decision. Raises NotFound, Forbidden, WrongState, Invalid."""
    policies.check_can_give_opinion(by)
    it = held(amendment_id, by)
    it.check_act("give_opinion")
    comment = comment.strip()
    if not LEAST <= len(comment) <= MOST:
        sentence = f"Expliquez votre avis, de {LEAST} à {french.number(MOST)} caractères."
        raise Invalid("amendment.comment", sentence, {"comment": sentence})
    now = clock.now()
    said = {"favourable": favourable, "opinion": comment, "opinion_by": by.pk, "opinion_at": now}
    it.move_to(S.PREFECT_OPINION, act="give_opinion", on=now, by=by, **said)
    journal.record("amendment.opined", subject=it, by=by, favourable=favourable)
    return it


@transaction.atomic
def accept(*, amendment_id: UUID, by: Actor) -> Amendment:
    """The Banque des Territoires accepts. Raises NotFound, Forbidden, WrongState, RuleBroken (the prefecture has not answered)."""
    policies.check_can_decide_amendment(by)
    it = held(amendment_id, by)
    it.check_act("accept")
    if it.kind in POSTS_CHANGE and it.favourable is None:
        raise RuleBroken("amendment.no_opinion", "Des postes changeraient : attendez l’avis de la préfecture.")
    it.move_to(S.ACCEPTED, act="accept", on=clock.now(), by=by, decided_by=by.pk)
    journal.record("amendment.accepted", subject=it, by=by)
    return it


@transaction.atomic
def refuse(*, amendment_id: UUID, reason: str, by: Actor) -> Amendment:
    """The Banque des Territoires refuses, or comes back on what it accepted, and says why.

    Raises NotFound, Forbidden, WrongState, Invalid, RuleBroken (posts given back: the host’s right).
    """
    policies.check_can_decide_amendment(by)
    it = held(amendment_id, by)
    it.check_act("refuse")
    if not policies.may_be_refused(it.kind):
        raise RuleBroken("amendment.right", "Rendre des postes est un droit de la structure : cet avenant ne se refuse pas.")
    if not reason.strip():
        raise Invalid("amendment.reason", "Dites pourquoi l’avenant est refusé.", {"reason": "Écrivez le motif."})
    it.move_to(S.REFUSED, act="refuse", on=clock.now(), by=by, decided_by=by.pk, refusal=reason.strip()[:400])
    journal.record("amendment.refused", subject=it, by=by, reason=reason.strip()[:200])
    letters.amendment_refused(it)
    return it


@transaction.atomic
def lapse(*, amendment_id: UUID, why: str, by: Actor) -> Amendment:
    """It has no object any more, and its host reads why. Called by the end of the agreement. Raises NotFound, Forbidden, WrongState."""
    policies.check_can_end(by)
    it = held(amendment_id, by)
    it.move_to(S.REFUSED, act="lapse", on=clock.now(), by=by, decided_by=by.pk, refusal=why)
    journal.record("amendment.lapsed", subject=it, by=by, reason=why)
    letters.amendment_refused(it)
    return it


def signed_paper(*, amendment_id: UUID, effects: Mapping[str, Any], by: Actor) -> bytes:
    """The amendment as the delegate signs it, sealed and dated, with what it changes in figures: before any row is held.

    Raises NotFound, Forbidden, WrongState.
    """
    it = Amendment.objects.visible_to(by).select_related(*RELATED).known(amendment_id)
    policies.check_can_sign_amendment(by, it)
    it.check_act("sign")
    rows = [("Objet", it.get_kind_display()), ("Avec effet le", french.date(it.effective_on)), *told(effects)]
    body = f"La convention {it.agreement.number} est modifiée ainsi. Ses autres articles ne changent pas."
    content = papers.paper(it, papers.AMENDMENT, body, rows, signed=by.name or "Le délégataire")
    return papers.signed_and_sealed(content, by, f"Signature de l’avenant {it.number}")


@transaction.atomic
def sign(*, amendment_id: UUID, content: bytes, by: Actor) -> Amendment:
    """The delegate signs what `signed_paper` made; the story applies it in the same transaction.

    Raises NotFound, Forbidden, WrongState, RuleBroken (its day is not reached).
    """
    it = held(amendment_id, by)
    policies.check_can_sign_amendment(by, it)
    it.check_act("sign")
    if it.effective_on > clock.today():
        day = french.date(it.effective_on)
        raise RuleBroken("amendment.too_soon", f"Cet avenant prend effet le {day} : il se signe ce jour-là, ou après.")
    document = papers.kept(it, papers.AMENDMENT, content, by)
    it.move_to(S.SIGNED, act="sign", on=clock.now(), by=by, document=document, signed_by=by.pk, signed_on=clock.today())
    journal.record("amendment.signed", subject=it, by=by, sha256=document.sha256)
    return it


@transaction.atomic
def apply(*, amendment_id: UUID, effects: Mapping[str, Any], by: Actor) -> Amendment:
    """What it changes is done: money and posts by the story, dates and host of the agreement here. Raises as `sign`."""
    it = held(amendment_id, by)
    policies.check_can_sign_amendment(by, it)
    it.check_act("apply")
    changes: dict[str, Any] = {}
    if it.kind == AmendmentKind.EXTEND:
        changes["ends_on"] = it.ends_on
    if it.kind == AmendmentKind.CHANGE_ENTITY and it.to_organization:
        changes["organization_id"] = it.to_organization_id
    if changes:
        Agreement.objects.filter(pk=it.agreement_id).update(**changes)
    it.move_to(S.APPLIED, act="apply", on=clock.now(), by=by, effects=dict(effects))
    journal.record("amendment.applied", subject=it, by=by, **{name: str(value) for name, value in changes.items()})
    letters.amendment_applied(it)
    return it


def held(amendment_id: UUID, by: Actor) -> Amendment:
    """The amendment, held after its agreement."""
    seen = Amendment.objects.visible_to(by)
    Agreement.objects.lock(seen.known(amendment_id).agreement_id)
    return seen.select_related(*RELATED).lock(amendment_id)
