"""Who prepares, signs, notifies, moves and receives. Acts named by other rooms follow those rooms' policies."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden
from lucette.scheme.fund.enums import Party

SIGNATORIES = {Party.DGCL: RoleName.FUNDER, Party.ANCT: RoleName.AGENCY_DIRECTOR, Party.CDC: RoleName.CAISSE_DELEGATE}
PARTIES = frozenset(SIGNATORIES.values())
NOTIFIERS = frozenset({RoleName.FUNDER})
VERIFIERS = frozenset({RoleName.AUDITOR.value, SYSTEM.role})
REOPENERS = frozenset({RoleName.FUNDER, RoleName.AGENCY_DIRECTOR})
TREASURERS = frozenset({RoleName.ACCOUNTANT, RoleName.CAISSE_DELEGATE})


def check_role(by: Actor, roles: Collection[str], code: str, sentence: str) -> None:
    """Raise Forbidden unless `by` holds one of `roles`, nationally."""
    if by.role not in roles or not by.scope.national:
        raise Forbidden(code, sentence)


def check_can_prepare(by: Actor) -> None:
    check_role(
        by, PARTIES, "fund.prepare", "Seules les trois parties à la convention (DGCL, ANCT, Caisse des Dépôts) préparent une dotation."
    )


def check_can_sign(by: Actor, party: str) -> None:
    check_role(by, {SIGNATORIES[Party(party)]}, "fund.sign", f"Vous ne pouvez pas signer au nom de : {Party(party).label}.")


def check_can_notify(by: Actor) -> None:
    check_role(by, NOTIFIERS, "fund.notify", "Seule la direction générale des collectivités locales notifie la dotation.")


def check_can_move(by: Actor) -> None:
    check_role(by, PARTIES, "fund.move", "Seules les trois parties à la convention déplacent des crédits entre enveloppes.")


def check_can_receive(by: Actor) -> None:
    check_role(by, TREASURERS, "fund.receive", "Seule la Caisse des Dépôts tient la trésorerie de la dotation.")


def check_can_reuse(by: Actor) -> None:
    check_role(by, NOTIFIERS, "fund.reuse", "Seule la direction générale des collectivités locales rend disponible une somme recouvrée.")


def check_can_approve_accounts(by: Actor) -> None:
    check_role(by, NOTIFIERS, "fund.approve_accounts", "Seul l’ordonnateur de l’État, à la DGCL, approuve les comptes rendus.")


def check_can_prepare_accounts(by: Actor) -> None:
    check_role(by, TREASURERS, "fund.prepare_accounts", "Seule la Caisse des Dépôts prépare les comptes de son mandat.")


def check_can_submit_accounts(by: Actor, prepared_by: UUID) -> None:
    check_role(by, {RoleName.CAISSE_DELEGATE}, "fund.submit_accounts", "Seul un délégataire de la Caisse des Dépôts transmet les comptes.")
    if by.pk == prepared_by:
        raise Forbidden("fund.same_hand", "Vous avez préparé ces comptes : un autre délégataire les transmet.")


def check_can_judge_accounts(by: Actor, hands: Collection[UUID | None]) -> None:
    check_can_approve_accounts(by)
    if by.pk in hands:
        raise Forbidden("fund.same_hand", "Vous avez préparé ou transmis ces comptes : une autre personne les juge.")


def check_can_reopen(by: Actor) -> None:
    check_role(by, REOPENERS, "fund.reopen", "Seules la DGCL et la direction de l’ANCT rouvrent des postes terminés.")


def check_can_verify(by: Actor) -> None:
    check_role(by, VERIFIERS, "fund.verify", "Seul un auditeur demande une vérification des livres.")


def can_prepare(by: Actor) -> bool:
    return by.role in PARTIES and by.scope.national


def can_sign(by: Actor, party: str) -> bool:
    return by.role == SIGNATORIES[Party(party)] and by.scope.national


def can_notify(by: Actor) -> bool:
    return by.role in NOTIFIERS and by.scope.national


def can_move(by: Actor) -> bool:
    return by.role in PARTIES and by.scope.national


def can_receive(by: Actor) -> bool:
    return by.role in TREASURERS and by.scope.national


def can_reuse(by: Actor) -> bool:
    return by.role in NOTIFIERS and by.scope.national


def can_reopen(by: Actor) -> bool:
    return by.role in REOPENERS and by.scope.national


def can_approve_accounts(by: Actor) -> bool:
    return by.role in NOTIFIERS and by.scope.national


def can_prepare_accounts(by: Actor) -> bool:
    return by.role in TREASURERS and by.scope.national


def can_submit_accounts(by: Actor, prepared_by: UUID) -> bool:
    return by.role == RoleName.CAISSE_DELEGATE and by.scope.national and by.pk != prepared_by


def can_judge_accounts(by: Actor, hands: Collection[UUID | None]) -> bool:
    return can_approve_accounts(by) and by.pk not in hands
