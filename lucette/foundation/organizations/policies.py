"""Who has a hand on bank details, who delegates a signature. Roles are codes: accounts stand above this room."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.organizations.models import BankDetails
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden, allowed

IMPORTS = frozenset({SYSTEM.role, "importer"})
HOSTS = frozenset({"host_representative", "host_secretary"})
BANKERS = frozenset({"certifier", "requester"})
DELEGATE = "caisse_delegate"


def belongs(by: Actor, organization_id: UUID) -> bool:
    """Does the actor act within this very organization?"""
    return by.scope.kind == "organization" and by.scope.code == str(organization_id)


def can_declare_bank_details(by: Actor, organization_id: UUID) -> bool:
    """The organization's representative and secretaries; the imports."""
    return by.role in IMPORTS or (by.role in HOSTS and belongs(by, organization_id))


def check_can_declare_bank_details(by: Actor, organization_id: UUID) -> None:
    """Raise Forbidden unless `can_declare_bank_details`."""
    if not can_declare_bank_details(by, organization_id):
        sentence = "Seule la structure déclare ses coordonnées bancaires : sa représentante ou son secrétaire."
        raise Forbidden("bank_details.declare", sentence)


def check_can_confirm_bank_details(by: Actor, details: BankDetails) -> None:
    """Raise Forbidden unless `by` is the second person: of this organization, and not the one who declared."""
    if not (by.role in HOSTS and belongs(by, details.organization_id)):
        raise Forbidden("bank_details.confirm", "Seule la structure confirme un changement de compte : sa représentante ou son secrétaire.")
    if by.pk == details.declared_by:
        sentence = "Vous avez déclaré ce compte : une autre personne de votre structure doit le confirmer."
        raise Forbidden("bank_details.own", sentence)


def can_confirm_bank_details(by: Actor, details: BankDetails) -> bool:
    return allowed(check_can_confirm_bank_details, by, details)


def can_withdraw_bank_details(by: Actor, details: BankDetails) -> bool:
    """Anybody who acts for the organization stops a change: prudence needs no second hand."""
    return by.role in HOSTS and belongs(by, details.organization_id)


def check_can_withdraw_bank_details(by: Actor, details: BankDetails) -> None:
    """Raise Forbidden unless `can_withdraw_bank_details`."""
    if not can_withdraw_bank_details(by, details):
        raise Forbidden("bank_details.withdraw", "Seule la structure retire les coordonnées bancaires qu’elle a déclarées.")


def check_can_check_bank_details(by: Actor, details: BankDetails) -> None:
    """Raise Forbidden unless `by` is of the Banque des Territoires, and neither hand of the organization."""
    if by.role not in BANKERS:
        raise Forbidden("bank_details.check", "Seule la Banque des Territoires vérifie et active les coordonnées bancaires.")
    if by.pk in (details.declared_by, details.confirmed_by):
        sentence = "Vous avez déclaré ou confirmé ces coordonnées bancaires : une autre personne doit les vérifier et les activer."
        raise Forbidden("bank_details.own", sentence)
    if by.pk == details.released_by:
        raise Forbidden("bank_details.own", "Vous avez levé la retenue de ce compte : une autre personne doit le vérifier et l’activer.")


def can_check_bank_details(by: Actor, details: BankDetails) -> bool:
    return allowed(check_can_check_bank_details, by, details)


def check_can_activate_bank_details(by: Actor, details: BankDetails) -> None:
    """Raise Forbidden unless `by` checks accounts, and did not make the call back of this change."""
    check_can_check_bank_details(by, details)
    if details.change and details.calls.filter(called_by=by.pk).exists():
        raise Forbidden("bank_details.caller", "Vous avez rappelé la structure : une autre personne doit activer ce compte.")


def can_activate_bank_details(by: Actor, details: BankDetails) -> bool:
    return allowed(check_can_activate_bank_details, by, details)


def check_can_decide_bank_details(by: Actor, details: BankDetails) -> None:
    """Raise Forbidden unless `by` is the delegate of the Caisse des Dépôts, and had no other hand on this account."""
    if by.role != DELEGATE:
        raise Forbidden("bank_details.decide", "Seule la délégataire de la Caisse des Dépôts décide d’un compte retenu.")
    hands = {details.declared_by, details.confirmed_by, details.verified_by}
    if by.pk in hands or details.calls.filter(called_by=by.pk).exists():
        raise Forbidden("bank_details.own", "Vous êtes déjà intervenu sur ce compte : une autre personne doit en décider.")


def can_decide_bank_details(by: Actor, details: BankDetails) -> bool:
    return allowed(check_can_decide_bank_details, by, details)


def can_keep_register(by: Actor) -> bool:
    """The support team keeps the register of organizations: imports, corrects, merges."""
    return by.role in {*IMPORTS, "support"}


def check_can_keep_register(by: Actor) -> None:
    """Raise Forbidden unless `can_keep_register`."""
    if not can_keep_register(by):
        raise Forbidden("organization.register", "Seule l’équipe d’assistance corrige et fusionne les structures.")


def can_delegate(by: Actor, organization_id: UUID) -> bool:
    """The organization's representative; the support team on proof; the imports."""
    return by.role in {*IMPORTS, "support"} or (by.role == "host_representative" and belongs(by, organization_id))


def check_can_delegate(by: Actor, organization_id: UUID) -> None:
    """Raise Forbidden unless `can_delegate`."""
    if not can_delegate(by, organization_id):
        raise Forbidden("delegation", "Seule la représentante légale de la structure délègue sa signature.")
