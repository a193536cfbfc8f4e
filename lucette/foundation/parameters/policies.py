"""Who changes a number: the party whose duty it serves."""

from __future__ import annotations

from lucette.foundation.parameters.enums import Owner
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden

DECIDERS = {Owner.AGENCY: "agency_director", Owner.CAISSE: "caisse_delegate"}  # role codes of the accounts room, which stands above


def can_decide(by: Actor, owner: str) -> bool:
    return by.role == DECIDERS[Owner(owner)] and by.scope.national


def check_can_decide(by: Actor, owner: str) -> None:
    """Raise Forbidden unless this person decides for that party."""
    if not can_decide(by, owner):
        raise Forbidden("parameters.decide", f"Ce paramètre se change par décision de : {Owner(owner).label}.")
