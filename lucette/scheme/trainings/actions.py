"""Open a session, enrol, follow, certify, invoice."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Commune
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken, WrongState
from lucette.scheme.calls.enums import Condition
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments.enums import Nature
from lucette.scheme.payments.models import Invoice
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.trainings import letters, policies
from lucette.scheme.trainings.enums import LIVE, OWED, EnrolmentStatus
from lucette.scheme.trainings.models import Enrolment, TrainingSession
from lucette.scheme.trainings.rules import certificate, certificate_problems, session_cents, session_problems

KNOWN_CERTIFICATE = "Ce numéro de certificat est déjà enregistré."


@transaction.atomic
def open_session(
    *,
    body_id: UUID,
    endowment_id: UUID,
    title: str,
    commune_code: str,
    starts_on: dt.date,
    ends_on: dt.date,
    hours: int,
    seats: int,
    seat_cents: int,
    by: Actor,
) -> TrainingSession:
    """The agency opens a session of a training body; `seat_cents` is the price of one seat. Nothing is committed before the invoice.

    Raises Forbidden, NotFound (body, endowment, commune), Invalid (fields).
    """
    policies.check_can_open_session(by)
    body = Organization.objects.known(body_id)
    if problems := session_problems(title=title, starts_on=starts_on, ends_on=ends_on, hours=hours, seats=seats, seat_cents=seat_cents):
        raise Invalid("training.session_invalid", "Cette session ne peut pas être ouverte ainsi.", problems)
    session = TrainingSession.objects.create(
        body=body,
        endowment=Endowment.objects.known(endowment_id),
        title=title.strip(),
        commune=Commune.objects.known(commune_code),
        starts_on=starts_on,
        ends_on=ends_on,
        hours=hours,
        seats=seats,
        seat_cents=seat_cents,
    )
    journal.record("training.session_opened", subject=session, by=by, seats=seats, seat_cents=seat_cents)
    letters.session_opened(session)
    return session


@transaction.atomic
def enrol(*, session_id: UUID, hire_id: UUID, by: Actor) -> Enrolment:
    """Enrol a validated hire (host, agency). The session is held: two people never take the last seat.

    Raises NotFound (session, hire out of scope), Forbidden, RuleBroken (hire not validated, session over or full, already enrolled).
    """
    session = TrainingSession.objects.select_related("body", "commune").lock(session_id)
    hire = Hire.objects.visible_to(by).select_related("candidate__person", "organization").lock(hire_id)
    policies.check_can_enrol(by)
    check_enrolment(session, hire)
    enrolment = Enrolment.objects.create(hire=hire, session=session, status_since=clock.now(), status_by=by.pk)
    journal.record("training.enrolled", subject=enrolment, by=by, session=str(session.pk), hire=str(hire.pk))
    letters.enrolled(enrolment)
    return enrolment


def check_enrolment(session: TrainingSession, hire: Hire) -> None:
    """Raise RuleBroken unless the hire may take a seat of the session."""
    if hire.status != HireStatus.VALIDATED:
        raise RuleBroken("training.hire", "On inscrit en formation une personne dont le contrat est validé et en cours.")
    if session.invoiced_at or session.ends_on < clock.today():
        raise RuleBroken("training.over", "Cette session est terminée : choisissez-en une autre.")
    if Enrolment.objects.filter(hire=hire, status__in=LIVE).exists():
        raise RuleBroken("training.enrolled", "Cette personne est déjà inscrite à une session.")
    if Enrolment.objects.filter(session=session, status__in=LIVE).count() >= session.seats:
        seats = french.plural(session.seats, "place")
        raise RuleBroken("training.full", f"Cette session est complète ({seats}) : choisissez-en une autre.")


def held(enrolment_id: UUID, by: Actor) -> Enrolment:
    """The enrolment in the actor's scope, held after its session: the invoice counts what no longer moves. Raises NotFound."""
    seen = Enrolment.objects.visible_to(by).known(enrolment_id)
    TrainingSession.objects.lock(seen.session_id)
    related = ("session__body", "session__commune", "hire__candidate__person", "hire__organization")
    return Enrolment.objects.select_related(*related).lock(enrolment_id)


@transaction.atomic
def start(*, enrolment_id: UUID, by: Actor) -> Enrolment:
    """The body records the presence on the first day. Raises NotFound, Forbidden, WrongState, RuleBroken (not begun)."""
    enrolment = held(enrolment_id, by)
    policies.check_is_body(by, enrolment.session.body_id)
    enrolment.check_act("start")
    if clock.today() < enrolment.session.starts_on:
        raise RuleBroken("training.not_begun", f"La session commence le {french.date(enrolment.session.starts_on)}.")
    enrolment.move_to(EnrolmentStatus.IN_PROGRESS, act="start", on=clock.now(), by=by)
    payments.meet_condition(
        post_id=enrolment.hire.post_id, condition=Condition.TRAINING_STARTED, met_on=clock.today(), source=enrolment.pk, by=by
    )
    journal.record("training.started", subject=enrolment, by=by)
    letters.started(enrolment)
    return enrolment


@transaction.atomic
def complete(*, enrolment_id: UUID, by: Actor) -> Enrolment:
    """The body confirms that the whole training was followed. Raises NotFound, Forbidden, WrongState, RuleBroken (not over)."""
    enrolment = held(enrolment_id, by)
    policies.check_is_body(by, enrolment.session.body_id)
    enrolment.check_act("complete")
    if clock.today() < enrolment.session.ends_on:
        raise RuleBroken("training.not_over", f"La session se termine le {french.date(enrolment.session.ends_on)}.")
    enrolment.move_to(EnrolmentStatus.COMPLETED, act="complete", on=clock.now(), by=by)
    journal.record("training.completed", subject=enrolment, by=by)
    letters.completed(enrolment)
    return enrolment


@transaction.atomic
def certify(*, enrolment_id: UUID, certificate_number: str, pix_score: int, by: Actor) -> Enrolment:
    """The body records the Pix certificate: a number nobody else has, a score from 0 to 1,024.

    Raises NotFound, Forbidden, WrongState, Invalid (fields certificate_number, pix_score).
    """
    enrolment = held(enrolment_id, by)
    policies.check_is_body(by, enrolment.session.body_id)
    enrolment.check_act("certify")
    number = certificate(certificate_number)
    problems = certificate_problems(number, pix_score)
    if Enrolment.objects.filter(certificate_number=number).exists():
        problems.setdefault("certificate_number", KNOWN_CERTIFICATE)
    if problems:
        raise certificate_refused(problems)
    facts = {"certificate_number": number, "pix_score": pix_score, "certified_on": clock.today()}
    try:
        with transaction.atomic():
            enrolment.move_to(EnrolmentStatus.CERTIFIED, act="certify", on=clock.now(), by=by, **facts)
    except IntegrityError as taken:  # the same number, recorded by another session at this very moment
        raise certificate_refused({"certificate_number": KNOWN_CERTIFICATE}) from taken
    journal.record("training.certified", subject=enrolment, by=by)
    letters.certified(enrolment)
    return enrolment


def certificate_refused(problems: dict[str, str]) -> Invalid:
    return Invalid("training.certificate_invalid", "Ce certificat ne peut pas être enregistré ainsi.", problems)


@transaction.atomic
def interrupt(*, enrolment_id: UUID, reason: str, by: Actor) -> Enrolment:
    """The body or the host stops a training that is not over: its seat is free again. Raises NotFound, Forbidden, WrongState, Invalid."""
    enrolment = held(enrolment_id, by)
    policies.check_can_interrupt(by, enrolment.session.body_id)
    enrolment.check_act("interrupt")
    if not reason.strip():
        raise Invalid("training.reason", "Dites pourquoi la formation s’interrompt.", {"reason": "Ce champ est à remplir."})
    enrolment.move_to(EnrolmentStatus.INTERRUPTED, act="interrupt", on=clock.now(), by=by)
    journal.record("training.interrupted", subject=enrolment, by=by, reason=reason.strip())
    letters.interrupted(enrolment)
    return enrolment


@transaction.atomic
def invoice_session(*, session_id: UUID, by: Actor) -> Invoice:
    """The body confirms what was followed: the price of a seat times the enrolments completed or certified is ordered on the training
    envelope (23), once for the session. The payment then takes its four hands.

    Raises NotFound, Forbidden, WrongState (already invoiced), RuleBroken (somebody still in training, nobody to invoice, not enough left).
    """
    session = TrainingSession.objects.visible_to(by).select_related("body", "commune").lock(session_id)
    policies.check_is_body(by, session.body_id)
    if session.invoiced_at:
        raise WrongState("training.invoiced", "Cette session est déjà facturée.")
    statuses = list(Enrolment.objects.filter(session=session, status__in=LIVE).values_list("status", flat=True))
    if not statuses:
        raise RuleBroken("training.nobody", "Personne n’a suivi cette session : il n’y a rien à facturer.")
    if set(statuses) - set(OWED):
        raise RuleBroken("training.under_way", "Des inscriptions sont encore en cours : terminez-les ou interrompez-les d’abord.")
    invoice = payments.order_service(
        endowment_id=session.endowment_id,
        organization_id=session.body_id,
        envelope="training",
        nature=Nature.TRAINING,
        label=f"Formation {letters.described(session)}",
        cents=session_cents(session.seat_cents, len(statuses)),
        service_id=session.pk,
        by=by,
    )
    session.invoiced_at = clock.now()
    session.save(update_fields=["invoiced_at"])
    journal.record("training.invoiced", subject=session, by=by, cents=invoice.cents, seats=len(statuses))
    letters.invoiced(session, invoice.number, invoice.cents)
    return invoice
