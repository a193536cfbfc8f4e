"""Who declares, verifies and activates bank details, who delegates a signature. Roles are codes: accounts stand above this room."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.organizations.models import BankDetails
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden

IMPORTS = frozenset({SYSTEM.role, "importer"})
HOSTS = frozenset({"host_representative", "host_secretary"})
BANKERS = frozenset({"certifier", "requester"})


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


def can_check_bank_details(by: Actor, details: BankDetails) -> bool:
    """Banque des Territoires, and never the person who declared them."""
    return by.role in BANKERS and by.pk != details.declared_by


def check_can_check_bank_details(by: Actor, details: BankDetails) -> None:
    """Raise Forbidden unless `can_check_bank_details`."""
    if by.role not in BANKERS:
        raise Forbidden("bank_details.check", "Seule la Banque des Territoires vérifie et active les coordonnées bancaires.")
    if by.pk == details.declared_by:
        sentence = "Vous avez déclaré ces coordonnées bancaires : une autre personne doit les vérifier et les activer."
        raise Forbidden("bank_details.own", sentence)


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
