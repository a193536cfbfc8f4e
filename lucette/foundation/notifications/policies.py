"""Who may do what with the letters of the house."""

from __future__ import annotations

from lucette.kernel.actor import Actor

SUPPORT = "support"  # the role's name; roles belong to accounts, which knows letters


def can_send_again(by: Actor) -> bool:
    """The support team."""
    return by.role == SUPPORT
