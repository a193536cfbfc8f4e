"""Who may do what with an application. Its scope is checked by `visible_to`: another organization's file is not found."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.foundation.organizations import queries as organizations
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Forbidden, WrongState
from lucette.kernel.french import date
from lucette.scheme.applications.enums import LIVE, ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.rules import recourse_until

HOST_ONLY = "Seule la structure peut faire cet acte sur sa candidature."
REPRESENTATIVE_ONLY = "La représentante ou le représentant légal de la structure doit faire cet acte : prévenez cette personne."
AGENCY_ONLY = "Seule l’ANCT peut faire cet acte."
BANK_ONLY = "Seule la Banque des Territoires répond aux documents de la convention."
CAISSE_ONLY = "Seule la Caisse des Dépôts conventionne une candidature."

REPRESENTATIVE = "représentante ou représentant légal"

PREPARERS = (R.HOST_REPRESENTATIVE, R.HOST_SECRETARY, R.IMPORTER)
REVIEWERS = (R.INSTRUCTOR, R.AGENCY_DIRECTOR, R.IMPORTER)
DECIDERS = (R.AGENCY_DIRECTOR, R.IMPORTER)


def can_prepare(by: Actor) -> bool:
    """The host's secretary and representative open, type and complete; the importer takes over."""
    return has_role(by, *PREPARERS)


def check_can_prepare(by: Actor) -> None:
    """Raise Forbidden unless `can_prepare`."""
    check_role(by, *PREPARERS, sentence=HOST_ONLY)


def capacity_to_file(by: Actor, organization_id: UUID, on: dt.date) -> str:
    """In which quality this person files, withdraws, declines: legal representative, or her delegation's. "" when she may not."""
    if by.role == R.HOST_REPRESENTATIVE:
        return REPRESENTATIVE
    delegation = organizations.signatory(organization_id, by.pk, on) if by.role == R.HOST_SECRETARY else None
    return delegation.capacity if delegation else ""


def can_file(by: Actor, organization_id: UUID, on: dt.date) -> bool:
    """The representative, or whom she gave a delegation, files, withdraws, declines; the importer takes over."""
    return imports(by) or bool(capacity_to_file(by, organization_id, on))


def check_can_file(by: Actor, organization_id: UUID, on: dt.date) -> None:
    """Raise Forbidden unless `can_file`."""
    check_role(by, *PREPARERS, sentence=HOST_ONLY)
    if not can_file(by, organization_id, on):
        raise Forbidden("application.representative", REPRESENTATIVE_ONLY)


def can_hand_over(by: Actor, organization_id: UUID, on: dt.date) -> bool:
    """A secretary who may not file herself sends the file to who may."""
    return by.role == R.HOST_SECRETARY and not can_file(by, organization_id, on)


def check_can_hand_over(by: Actor, organization_id: UUID, on: dt.date) -> None:
    """Raise Forbidden unless `can_hand_over`."""
    check_role(by, R.HOST_SECRETARY, sentence=HOST_ONLY)
    if not can_hand_over(by, organization_id, on):
        raise Forbidden("application.files_herself", "Vous pouvez déposer cette candidature vous-même.")


def can_review(by: Actor, system: bool = False) -> bool:
    """The ANCT instructs; the clock may close what was never completed."""
    return has_role(by, *REVIEWERS, system=system)


def check_can_review(by: Actor, system: bool = False) -> None:
    """Raise Forbidden unless `can_review`."""
    check_role(by, *REVIEWERS, sentence=AGENCY_ONLY, system=system)


def check_can_read_pieces(by: Actor, status: str) -> None:
    """Raise Forbidden unless the ANCT; once posts are awarded, unless the Banque des Territoires, which prepares the agreement."""
    if status == ApplicationStatus.AWARDED:
        check_role(by, R.REQUESTER, R.IMPORTER, sentence=BANK_ONLY)
    else:
        check_can_review(by)


def check_can_watch(by: Actor) -> None:
    """Raise Forbidden unless time itself, or the import of what it did."""
    check_role(by, R.IMPORTER, sentence=AGENCY_ONLY, system=True)


def check_can_decide(by: Actor) -> None:
    """Raise Forbidden unless the ANCT's director (or delegate) signs the committee's decisions."""
    check_role(by, *DECIDERS, sentence=AGENCY_ONLY)


def check_can_agree(by: Actor) -> None:
    """Raise Forbidden unless the Caisse des Dépôts' delegate signs."""
    check_role(by, R.CAISSE_DELEGATE, R.IMPORTER, sentence=CAISSE_ONLY)


def contest_by(it: Application) -> dt.date | None:
    """The last day to contest its decision; None when there is none."""
    return recourse_until(it.decided_at.astimezone(PARIS).date()) if it.decided_at else None


def appeal_obstacle(it: Application, on: dt.date) -> tuple[str, str] | None:
    """What stands between a decision and its appeal on that day: (code, sentence); None when it may be contested."""
    last = contest_by(it)
    if last and last < on:
        return "application.too_late", f"Cette décision pouvait être contestée jusqu’au {date(last)} : le délai est passé."
    if other := other_live(it):
        return "application.live", f"La candidature {other.number} est en cours pour cet appel : retirez-la pour contester celle-ci."
    return None


def other_live(it: Application) -> Application | None:
    """The other application of the host that is under way for the call: there is one at a time, additional posts apart."""
    others = Application.objects.filter(call_id=it.call_id, organization_id=it.organization_id, additional=False, status__in=LIVE)
    return None if it.additional else others.exclude(pk=it.pk).first()


def check_may_be_contested(it: Application, on: dt.date) -> None:
    """Raise WrongState, with the reason, unless the decision may still be contested."""
    if obstacle := appeal_obstacle(it, on):
        raise WrongState(*obstacle)


def imports(by: Actor) -> bool:
    return has_role(by, R.IMPORTER)


def check_can_lack(by: Actor) -> None:
    """Raise Forbidden unless the importer acts: nobody else says where a file comes from or what its source lacks."""
    if not imports(by):
        raise Forbidden("application.source", "Seule la reprise de données indique une origine ou des éléments non repris.")
