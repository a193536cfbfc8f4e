"""Who instructs, who gives an opinion, and when a file may be put on an agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Forbidden, RuleBroken, WrongState
from lucette.kernel.french import date
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.policies import takes_applications
from lucette.scheme.reviews import rules
from lucette.scheme.reviews.enums import InterestSource, OpinionState, ProposalKind
from lucette.scheme.reviews.models import Appeal, CheckAnswer, Interest, Opinion, Proposal, Review
from lucette.scheme.reviews.rules import Answer, Check

OPINION = "L’avis est rendu par la préfecture du territoire de la structure."
ANOTHER = "Vous avez instruit cette candidature ou pris la décision : une autre personne répond au recours."
NOBODY_PROPOSED = ("proposal.none", "La préfecture ne propose pas d’autre structure pour cette candidature.")
OTHER_AGENT = "Vous avez un lien d’intérêts avec ce dossier : un autre agent doit suivre ce dossier."
OWN_ONLY = "Vous ne pouvez déclarer que vos propres liens d’intérêts."
LIFTS = "La personne qui a déclaré ce lien, ou la direction de l’ANCT, peut le lever ; jamais la personne écartée par un lien relevé."
SECRETARIAT = (R.INSTRUCTOR, R.AGENCY_DIRECTOR)  # who reads the ties of all
COMMITTEE = (R.CHAIR, R.MEMBER)
TIED = (R.INSTRUCTOR, R.AGENCY_DIRECTOR, R.PREFECTURE, *COMMITTEE)  # whose ties count
DEROGATION = "Une dérogation est décidée par la direction de l’ANCT."


def can_opine(by: Actor) -> bool:
    """The prefecture of the territory (its scope is checked by `visible_to`); the importer takes over."""
    return has_role(by, R.PREFECTURE, R.IMPORTER)


def check_can_opine(by: Actor) -> None:
    """Raise Forbidden unless `can_opine`."""
    check_role(by, R.PREFECTURE, R.IMPORTER, sentence=OPINION)


def is_barred(by: Actor, application_id: UUID) -> bool:
    """Has she a tie that keeps her away from this file, under any of her accounts?"""
    return Interest.objects.barring().of(by.pk).filter(application_id=application_id).exists()


def check_not_barred(by: Actor, application_id: UUID) -> None:
    """Raise Forbidden when `is_barred`."""
    if is_barred(by, application_id):
        raise Forbidden("review.interest", OTHER_AGENT)


def check_can_declare(by: Actor, person_id: UUID) -> None:
    """Each her own; the ANCT's instructors those of a member of the committee too. Raises Forbidden."""
    check_role(by, *TIED, R.IMPORTER, sentence="Seules les personnes qui suivent ou décident d’un dossier déclarent un lien d’intérêts.")
    if by.role not in (R.INSTRUCTOR, R.IMPORTER) and person_id != by.pk:
        raise Forbidden("review.interest_of_another", OWN_ONLY)


def can_withdraw(by: Actor, it: Interest, mine: Collection[UUID]) -> bool:
    """Who declared it, of herself or of another; the director, not of herself. `mine`: every account of hers."""
    hers = it.person_id in mine
    if it.source == InterestSource.DECLARED and (hers or it.declared_by == by.pk):
        return True
    return bool(by.role == R.AGENCY_DIRECTOR) and not hers


def accounts_of(by: Actor) -> frozenset[UUID]:
    """Every account of the natural person who acts."""
    return frozenset({by.pk, *accounts.accounts_of(by.pk)})


def check_can_withdraw(by: Actor, it: Interest) -> None:
    """Raise Forbidden unless `can_withdraw`."""
    if not can_withdraw(by, it, accounts_of(by)):
        raise Forbidden("review.interest_kept", LIFTS)


def check_can_keep_mandates(by: Actor, person_id: UUID) -> None:
    """A member of the committee hers, the ANCT's instructors those of anyone of it. Raises Forbidden."""
    check_role(by, R.INSTRUCTOR, *COMMITTEE, sentence="Les mandats sont déclarés par les membres du comité, ou par l’équipe d’instruction.")
    if by.role != R.INSTRUCTOR and person_id not in accounts_of(by):
        raise Forbidden("review.mandate_of_another", "Vous ne pouvez tenir que la liste de vos mandats.")


def check_can_derogate(by: Actor) -> None:
    """Raise Forbidden unless the ANCT's director (or delegate)."""
    check_role(by, R.AGENCY_DIRECTOR, R.IMPORTER, sentence=DEROGATION)


def is_another(by: Actor, appeal: Appeal) -> bool:
    """Is she another natural person than those who instructed and decided?"""
    return not {appeal.instructor_id, appeal.contested_id} & {by.pk, *accounts.accounts_of(by.pk)}


def check_another(by: Actor, appeal: Appeal) -> None:
    """Raise Forbidden unless `is_another`."""
    if not is_another(by, appeal):
        raise Forbidden("appeal.another", ANOTHER)


def check_has_opined(application: Application) -> None:
    """Raise RuleBroken unless an opinion is in force: what is proposed goes with it."""
    if not Opinion.objects.filter(application=application, replaced_at=None).exists():
        raise RuleBroken("proposal.opinion", "Rendez d’abord votre avis : la proposition l’accompagne.")


def invitation_obstacle(application: Application, proposal: Proposal | None, on: dt.date) -> tuple[str, str] | None:
    """What stands between a proposed host and its invitation: (code, sentence); None when it may be invited."""
    if proposal is None or proposal.kind != ProposalKind.OTHER_HOST:
        return NOBODY_PROPOSED
    if proposal.invited_at:
        return "proposal.invited", f"{proposal.name} est déjà invitée, le {date(proposal.invited_at.astimezone(PARIS).date())}."
    if not takes_applications(application.call, on):
        return "proposal.call", "L’appel ne reçoit pas de candidature aujourd’hui : la structure ne pourrait pas répondre."
    return None


def check_may_be_invited(application: Application, proposal: Proposal | None, on: dt.date) -> Proposal:
    """The proposal whose host may be invited. Raises WrongState, with the reason."""
    obstacle = invitation_obstacle(application, proposal, on)
    if proposal is None or obstacle:
        raise WrongState(*(obstacle or NOBODY_PROPOSED))
    return proposal


def opinion_state(application: Application, on: dt.date) -> OpinionState:
    """Where the opinion stands on that day: given, late, waiting, or not in the source of an import."""
    given = Opinion.objects.filter(application=application, replaced_at=None).exists()
    return state_of(application, Review.objects.filter(application=application).first(), given, on)


def state_of(application: Application, review: Review | None, given: bool, on: dt.date) -> OpinionState:
    """The same, from what is already read."""
    if given:
        return OpinionState.GIVEN
    if "opinion" in application.not_taken_over:
        return OpinionState.NOT_TAKEN_OVER
    late = review is not None and review.opinion_due_on is not None and review.opinion_due_on < on
    return OpinionState.LATE if late else OpinionState.WAITING


def check_ready_for_agenda(application: Application, on: dt.date) -> None:
    """Raise WrongState, or RuleBroken with the reason: not eligible without derogation, check unanswered, opinion awaited."""
    application.check_act("put_on_agenda")
    review = Review.objects.filter(application=application).first()
    checks = answered_checks([review])[review.pk] if review else []
    if obstacle := agenda_obstacle(application, review, checks, opinion_state(application, on)):
        raise RuleBroken(*obstacle)


def answered_checks(reviews: Collection[Review]) -> dict[UUID, list[Check]]:
    """The checks of each of these instructions, by its id, with the answers in force; one question to the base."""
    answers: dict[UUID, dict[str, Answer]] = {}
    for it in CheckAnswer.objects.filter(review__in=reviews, replaced_at=None):
        answers.setdefault(it.review_id, {})[it.rule] = Answer(it.verdict, it.reason, it.answered_at.astimezone(PARIS).date())
    return {it.pk: rules.answered([Check(**check) for check in it.checks], answers.get(it.pk, {})) for it in reviews}


def agenda_obstacle(
    application: Application, review: Review | None, checks: Sequence[Check], opinion: OpinionState
) -> tuple[str, str] | None:
    """What stands between a file under review and an agenda: (code, sentence); None when it is ready. A file taken over from a source
    was decided before: nobody checks it again."""
    if review is None:
        return "review.absent", "Cette candidature n’a pas été prise en instruction."
    if review.eligible is False and not review.derogation_reason:
        return "review.not_eligible", "Cette candidature n’est pas éligible : déclarez-la irrecevable, ou faites décider une dérogation."
    if not application.source and rules.open_checks(checks):
        return "review.to_check", "Une condition d’éligibilité reste à vérifier : répondez-y, puis inscrivez la candidature."
    if opinion == OpinionState.WAITING:
        until = f" jusqu’au {date(review.opinion_due_on)}" if review.opinion_due_on else ""
        return "review.opinion_awaited", f"L’avis du préfet est attendu{until} : la candidature sera inscrite ensuite."
    return None
