"""Who may come in by which door: the middleware enforces this table, so that it is the wall and not its description.

A new route is added to `gate/doors/<space>.py` in the same commit; a route that is not there is closed to everyone, and a test says so.
"""

from __future__ import annotations

from lucette.foundation.accounts.enums import SPACES, RoleName
from lucette.kernel.actor import Actor
from lucette.web.gate.door import Door
from lucette.web.gate.doors import adviser, agency, audit, caisse, funder, host, prefecture, public, signin, support, training

# where each space begins
HOMES = {
    "host": "host:dashboard",
    "adviser": "adviser:dashboard",
    "prefecture": "prefecture:dashboard",
    "agency": "agency:dashboard",
    "caisse": "caisse:dashboard",
    "funder": "funder:dashboard",
    "training": "training:dashboard",
    "audit": "audit:dashboard",
    "support": "support:dashboard",
}

DOORS: dict[str, Door] = {
    **public.DOORS,
    **signin.DOORS,
    **host.DOORS,
    **adviser.DOORS,
    **prefecture.DOORS,
    **agency.DOORS,
    **caisse.DOORS,
    **funder.DOORS,
    **training.DOORS,
    **audit.DOORS,
    **support.DOORS,
}


def home_of(actor: Actor) -> str:
    """The url name of the dashboard of this role; the public home for a role without a space."""
    return HOMES.get(SPACES.get(RoleName(actor.role), ""), "home") if actor.role in RoleName.values else "home"
