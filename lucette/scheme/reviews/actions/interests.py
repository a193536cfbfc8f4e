"""Ties with an application: declared, found, lifted; and the mandates from which some are found."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, WrongState
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import policies, queries
from lucette.scheme.reviews.enums import InterestSource, Strength
from lucette.scheme.reviews.models import Interest, Mandate


@transaction.atomic
def declare_interest(*, application_id: UUID, reason: str, by: Actor, hard: bool = True, person_id: UUID | None = None) -> Interest:
    """Say what ties this person (oneself, unless told) to the application, whatever its state. A new declaration replaces the former one,
    which is kept.

    Raises Forbidden, NotFound, Invalid (reason).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    person = person_id or by.pk
    policies.check_can_declare(by, person)
    if not reason.strip():
        raise Invalid("review.interest_reason", "Dites ce qui vous lie à ce dossier.", {"reason": "Écrivez le motif."})
    former = Interest.objects.live().of(person).filter(application=application, source=InterestSource.DECLARED).first()
    if former:
        _lift(former, "remplacé par une nouvelle déclaration", by)
    strength = Strength.HARD if hard else Strength.SOFT
    its = {"strength": strength, "source": InterestSource.DECLARED, "reason": reason.strip()[:200]}
    it = Interest.objects.create(application=application, person_id=person, declared_by=by.pk, **its)
    journal.record("review.interest_declared", subject=it, by=by, application=str(application_id), strength=strength)
    return it


@transaction.atomic
def withdraw_interest(*, interest_id: UUID, reason: str, by: Actor) -> Interest:
    """The tie no longer holds. Raises Forbidden (hers when found by the platform), NotFound, WrongState (lifted), Invalid (reason)."""
    it = Interest.objects.visible_to(by).lock(interest_id)
    policies.check_can_withdraw(by, it)
    if it.withdrawn_at:
        raise WrongState("review.interest_lifted", "Ce lien d’intérêts est déjà levé.")
    if not reason.strip():
        raise Invalid("review.interest_reason", "Dites pourquoi ce lien est levé.", {"reason": "Écrivez le motif."})
    _lift(it, reason.strip()[:200], by)
    journal.record("review.interest_withdrawn", subject=it, by=by, reason=it.withdrawal_reason, application=str(it.application_id))
    return it


def _lift(it: Interest, reason: str, by: Actor) -> None:
    it.withdrawn_at, it.withdrawn_by, it.withdrawal_reason = clock.now(), by.pk, reason
    it.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])


@transaction.atomic
def find_interests(*, applications: Sequence[Application], by: Actor, people: Collection[UUID] | None = None) -> list[Interest]:
    """Record what the platform finds, once: what was lifted is not found again. Called when a file is taken and when a session is convened;
    the acts that call it hold who may."""
    known = queries.known_pairs([it.pk for it in applications])
    fresh = [it for it in queries.found(applications, people) if (it.application_id, it.person_id) not in known]
    made = Interest.objects.bulk_create(
        Interest(
            application_id=it.application_id,
            person_id=it.person_id,
            strength=it.tie.strength,
            source=InterestSource.COMPUTED,
            reason=it.tie.reason,
            declared_by=by.pk,
        )
        for it in fresh
    )
    told = [(it, {"application": str(it.application_id), "strength": it.strength}) for it in made]
    journal.record_many("review.interest_found", subjects=told, by=by)
    return made


@transaction.atomic
def declare_mandate(*, person_id: UUID, office: str, body: str, siren: str, by: Actor) -> Mandate:
    """An office that a member of the committee holds. Ties are found from it at the next file taken, or session convened.

    Raises Forbidden, Invalid (office, body, siren).
    """
    policies.check_can_keep_mandates(by, person_id)
    digits = re.sub(r"\s", "", siren)
    problems = {name: "Cette réponse est nécessaire." for name, typed in (("office", office), ("body", body)) if not typed.strip()}
    if digits and not re.fullmatch(r"\d{9}", digits):
        problems["siren"] = "Un numéro SIREN a neuf chiffres."
    if problems:
        raise Invalid("review.mandate", "Ce mandat est à préciser.", problems)
    its = {"office": office.strip(), "body": body.strip(), "siren": digits}
    it = Mandate.objects.create(person_id=person_id, declared_by=by.pk, **its)
    journal.record("review.mandate_declared", subject=it, by=by)
    return it


@transaction.atomic
def end_mandate(*, mandate_id: UUID, by: Actor) -> Mandate:
    """The office is no longer held; the ties found from it stay until they are lifted. Raises Forbidden, NotFound, WrongState (ended)."""
    it = Mandate.objects.visible_to(by).lock(mandate_id)
    policies.check_can_keep_mandates(by, it.person_id)
    if it.ended_at:
        raise WrongState("review.mandate_ended", "Ce mandat est déjà terminé.")
    it.ended_at, it.ended_by = clock.now(), by.pk
    it.save(update_fields=["ended_at", "ended_by"])
    journal.record("review.mandate_ended", subject=it, by=by)
    return it
