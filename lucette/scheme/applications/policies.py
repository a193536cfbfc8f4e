"""Who may do what with an application. Its scope is checked by `visible_to`: another organization's file is not found."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden

HOST_ONLY = "Seule la structure peut faire cet acte sur sa candidature."
REPRESENTATIVE_ONLY = "La représentante ou le représentant légal de la structure doit faire cet acte : prévenez cette personne."
AGENCY_ONLY = "Seule l’ANCT peut faire cet acte."
CAISSE_ONLY = "Seule la Caisse des Dépôts conventionne une candidature."

PREPARERS = (R.HOST_REPRESENTATIVE, R.HOST_SECRETARY, R.IMPORTER)
FILERS = (R.HOST_REPRESENTATIVE, R.IMPORTER)
REVIEWERS = (R.INSTRUCTOR, R.AGENCY_DIRECTOR, R.IMPORTER)
DECIDERS = (R.AGENCY_DIRECTOR, R.IMPORTER)


def can_prepare(by: Actor) -> bool:
    """The host's secretary and representative open, type and complete; the importer takes over."""
    return has_role(by, *PREPARERS)


def check_can_prepare(by: Actor) -> None:
    """Raise Forbidden unless `can_prepare`."""
    check_role(by, *PREPARERS, sentence=HOST_ONLY)


def can_file(by: Actor) -> bool:
    """Only the representative files, withdraws, declines; the importer takes over."""
    return has_role(by, *FILERS)


def check_can_file(by: Actor) -> None:
    """Raise Forbidden unless `can_file`."""
    check_role(by, *FILERS, sentence=REPRESENTATIVE_ONLY if has_role(by, R.HOST_SECRETARY) else HOST_ONLY)


def can_review(by: Actor, system: bool = False) -> bool:
    """The ANCT instructs; the clock may close what was never completed."""
    return has_role(by, *REVIEWERS, system=system)


def check_can_review(by: Actor, system: bool = False) -> None:
    """Raise Forbidden unless `can_review`."""
    check_role(by, *REVIEWERS, sentence=AGENCY_ONLY, system=system)


def check_can_decide(by: Actor) -> None:
    """Raise Forbidden unless the ANCT's director (or delegate) signs the committee's decisions."""
    check_role(by, *DECIDERS, sentence=AGENCY_ONLY)


def check_can_agree(by: Actor) -> None:
    """Raise Forbidden unless the Caisse des Dépôts' delegate signs."""
    check_role(by, R.CAISSE_DELEGATE, R.IMPORTER, sentence=CAISSE_ONLY)


def imports(by: Actor) -> bool:
    return has_role(by, R.IMPORTER)


def check_can_lack(by: Actor) -> None:
    """Raise Forbidden unless the importer acts: nobody else says where a file comes from or what its source lacks."""
    if not imports(by):
        raise Forbidden("application.source", "Seule la reprise de données indique une origine ou des éléments non repris.")
