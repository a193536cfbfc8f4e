"""Hosts refer and book; advisers accept, book, honour; a citizen needs no account."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import NOBODY, Actor
from lucette.kernel.errors import Forbidden, NotFound
from lucette.scheme.recruitment.models import Hire

HOSTS = (R.HOST_REPRESENTATIVE, R.HOST_SECRETARY)
ADVISERS = "Seul le conseiller numérique concerné peut le faire."


def is_public(by: Actor) -> bool:
    """Somebody from the public pages: a citizen, or who helps her."""
    return by == NOBODY


def of_host(by: Actor, hire: Hire) -> bool:
    return has_role(by, *HOSTS) and by.scope.kind == "organization" and by.scope.code == str(hire.organization_id)


def of_adviser(by: Actor, hire: Hire) -> bool:
    return has_role(by, R.ADVISER) and hire.candidate.person_id == by.pk


def check_can_refer(by: Actor, hire: Hire) -> None:
    """Raise Forbidden (role), NotFound (the adviser of another host)."""
    check_role(by, *HOSTS, sentence="Seule la structure oriente une personne vers son conseiller numérique.")
    if not of_host(by, hire):
        raise NotFound


def check_can_book(by: Actor, hire: Hire) -> None:
    """The public (NOBODY), the host, the adviser. Raise Forbidden, NotFound."""
    if is_public(by):
        return
    check_role(by, *HOSTS, R.ADVISER, sentence="Votre rôle ne prend pas de rendez-vous : passez par la page publique du lieu.")
    if not (of_host(by, hire) or of_adviser(by, hire)):
        raise NotFound


def check_can_keep(by: Actor, hire: Hire) -> None:
    """Accept, honour, note an absence, cancel for herself: the adviser alone. Raise Forbidden, NotFound."""
    check_role(by, R.ADVISER, sentence=ADVISERS)
    if not of_adviser(by, hire):
        raise NotFound


def check_can_confirm(by: Actor, hire: Hire) -> None:
    """The adviser or her host. Raise Forbidden, NotFound."""
    check_role(by, *HOSTS, R.ADVISER, sentence="Un rendez-vous est confirmé par le conseiller numérique ou par sa structure.")
    if not (of_host(by, hire) or of_adviser(by, hire)):
        raise NotFound


def can_keep(by: Actor, hire: Hire) -> bool:
    return of_adviser(by, hire)


def can_refer(by: Actor, hire: Hire) -> bool:
    return of_host(by, hire)


def check_can_forget(by: Actor) -> None:
    if by.role != "system":
        raise Forbidden("appointment.forget", "Seule la plateforme efface les coordonnées anciennes, d’elle-même.")
