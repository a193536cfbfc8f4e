"""Who may grant roles; the check of roles that every room of the scheme uses."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Role
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden

GRANTORS = (RoleName.SUPPORT, RoleName.AGENCY_DIRECTOR, RoleName.IMPORTER)
MACHINES = frozenset({SYSTEM.role, RoleName.IMPORTER.value})
NOT_YOUR_ROLE = "Le rôle que vous tenez ne permet pas cet acte. Si vous avez un autre rôle, choisissez-le en haut de la page."


def has_role(by: Actor, *names: RoleName, system: bool = False) -> bool:
    """Does the actor act in one of these roles? The system (the clock, the jobs) passes only with `system=True`."""
    return by.role in names or (system and by.role == SYSTEM.role)


def check_role(by: Actor, *names: RoleName, sentence: str = NOT_YOUR_ROLE, system: bool = False) -> None:
    """Raise Forbidden with `sentence` (French, for the screen) unless `has_role`."""
    if not has_role(by, *names, system=system):
        raise Forbidden("role", sentence)


def can_grant(by: Actor, person_id: UUID, name: RoleName, scope: Scope) -> bool:
    """Support, the agency's director, the importer and the system grant any role; a host's representative names the secretaries of her
    own organization; a secretary who came first, its representative. Nobody grants herself a role."""
    if by.role in MACHINES:
        return True
    if by.pk == person_id:
        return False
    if by.role == RoleName.HOST_REPRESENTATIVE:
        return name == RoleName.HOST_SECRETARY and scope == by.scope
    return has_role(by, *GRANTORS) or can_name_representative(by, name, scope)


def awaits_representative(scope: Scope) -> bool:
    """Does nobody represent this organization yet, but people invited who never came?"""
    held = Role.objects.live(clock.today()).within(scope).filter(name=RoleName.HOST_REPRESENTATIVE, person__is_active=True)
    return not held.exclude(person__last_login=None, invited_by__isnull=False).exists()


def can_name_representative(by: Actor, name: RoleName, scope: Scope) -> bool:
    """A host's secretary invites who represents it, and corrects the invitation, as long as no representative has come."""
    if by.role != RoleName.HOST_SECRETARY or name != RoleName.HOST_REPRESENTATIVE or scope != by.scope:
        return False
    return awaits_representative(scope)


def check_can_grant(by: Actor, person_id: UUID, name: RoleName, scope: Scope) -> None:
    """Raise Forbidden unless `can_grant`."""
    if by.pk == person_id and by.role not in MACHINES:
        raise Forbidden("role.own", "On ne s’attribue pas un rôle à soi-même : demandez-le à l’équipe d’assistance.")
    if not can_grant(by, person_id, name, scope):
        raise Forbidden("role.grant", "Vous ne pouvez pas attribuer ce rôle : demandez-le à l’équipe d’assistance.")


def check_can_join(by: Actor, *accounts: UUID) -> None:
    """The support team says that two accounts are one person's; never her own. Raises Forbidden."""
    check_role(by, RoleName.SUPPORT, sentence="Seule l’équipe d’assistance réunit les comptes d’une même personne.")
    if by.pk in accounts:
        raise Forbidden("person.own", "On ne réunit pas ses propres comptes : demandez-le à une autre personne de l’assistance.")


def can_end(by: Actor, name: RoleName, scope: Scope) -> bool:
    """Those who may grant a role may end it, their own included."""
    if by.role == RoleName.HOST_REPRESENTATIVE:
        return name == RoleName.HOST_SECRETARY and scope == by.scope
    return by.role in MACHINES or has_role(by, *GRANTORS) or can_name_representative(by, name, scope)


def check_can_end(by: Actor, name: RoleName, scope: Scope) -> None:
    """Raise Forbidden unless `can_end`."""
    if not can_end(by, name, scope):
        raise Forbidden("role.end", "Vous ne pouvez pas mettre fin à ce rôle : demandez-le à l’équipe d’assistance.")
