"""Who keeps a place: its host, and the advisers hired there."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire

KEEPERS = (R.HOST_REPRESENTATIVE, R.HOST_SECRETARY, R.ADVISER, R.IMPORTER)
SENTENCE = "Un lieu d’accueil est tenu par sa structure et ses conseillers numériques : demandez-leur ce changement."


def keeps(by: Actor, organization_id: UUID) -> bool:
    """Is the organization theirs?"""
    if by.role == R.IMPORTER:
        return True
    if by.role == R.ADVISER:
        return Hire.objects.filter(organization_id=organization_id, candidate__person_id=by.pk, status=HireStatus.VALIDATED).exists()
    return by.scope.kind == "organization" and by.scope.code == str(organization_id)


def can_keep(by: Actor, organization_id: UUID) -> bool:
    return has_role(by, *KEEPERS) and keeps(by, organization_id)


def check_can_keep(by: Actor, organization_id: UUID) -> None:
    """Raise Forbidden (role), NotFound (the organization of somebody else)."""
    check_role(by, *KEEPERS, sentence=SENTENCE)
    if not keeps(by, organization_id):
        raise NotFound
