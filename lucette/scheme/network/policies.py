"""Who animates the network."""

from __future__ import annotations

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import check_role, has_role
from lucette.kernel.actor import Actor


def can_animate(by: Actor) -> bool:
    return has_role(by, RoleName.ANIMATOR)


def check_can_animate(by: Actor) -> None:
    """The national animation writes, publishes and withdraws."""
    check_role(by, RoleName.ANIMATOR, sentence="Seule l’animation nationale du réseau publie des ressources et des événements.")
