"""Who opens a session, enrols, follows, certifies, invoices."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden

AGENCY = (R.INSTRUCTOR, R.AGENCY_DIRECTOR)
HOSTS = (R.HOST_REPRESENTATIVE, R.HOST_SECRETARY)


def can_open_session(by: Actor) -> bool:
    return has_role(by, *AGENCY)


def check_can_open_session(by: Actor) -> None:
    """The agency orders the session and its price; the body confirms what was followed: never one hand for both."""
    check_role(by, *AGENCY, sentence="Seule l’ANCT ouvre une session de formation.")


def check_can_enrol(by: Actor) -> None:
    """The host of the hire (its scope says which), or the agency."""
    check_role(by, *HOSTS, *AGENCY, sentence="Seules la structure d’accueil et l’ANCT inscrivent un conseiller en formation.")


def is_body(by: Actor, body_id: UUID) -> bool:
    return has_role(by, R.TRAINING_BODY) and by.scope.kind == "organization" and by.scope.code == str(body_id)


def check_is_body(by: Actor, body_id: UUID) -> None:
    """The training body of the session."""
    if not is_body(by, body_id):
        raise Forbidden("training.body", "Seul l’organisme de formation de cette session peut faire cet acte.")


def check_can_interrupt(by: Actor, body_id: UUID) -> None:
    """The training body, or the host of the hire (its scope says which)."""
    if not has_role(by, *HOSTS):
        check_is_body(by, body_id)
