"""An adviser keeps her own record; the import records for all; a host may call off a workshop of its adviser."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire

HOSTS = (R.HOST_REPRESENTATIVE, R.HOST_SECRETARY)
RECORDERS = "Seul le conseiller numérique enregistre ses activités."


def can_record(by: Actor, hire: Hire) -> bool:
    return by.role == R.IMPORTER or (by.role == R.ADVISER and hire.candidate.person_id == by.pk)


def check_role_to_record(by: Actor) -> None:
    check_role(by, R.ADVISER, R.IMPORTER, sentence=RECORDERS)


def check_can_record(by: Actor, hire: Hire) -> None:
    """Raise Forbidden (role), NotFound (the record of somebody else)."""
    check_role_to_record(by)
    if not can_record(by, hire):
        raise NotFound


def check_in_post(hire: Hire) -> None:
    """Raise RuleBroken unless the hire is validated: neither before its validation nor after its end."""
    if hire.status != HireStatus.VALIDATED:
        raise RuleBroken(
            "activity.not_in_post", "Votre recrutement n’est pas validé, ou il a pris fin : rien ne peut plus y être enregistré."
        )


def can_cancel_workshop(by: Actor, hire: Hire) -> bool:
    return can_record(by, hire) or (has_role(by, *HOSTS) and by.scope.code == str(hire.organization_id))


def check_can_cancel_workshop(by: Actor, hire: Hire) -> None:
    """Raise Forbidden (role), NotFound (another host's)."""
    check_role(by, R.ADVISER, R.IMPORTER, *HOSTS, sentence="Un atelier est annulé par le conseiller numérique ou par sa structure.")
    if not can_cancel_workshop(by, hire):
        raise NotFound
