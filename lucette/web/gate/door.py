"""A door: who may come in."""

from __future__ import annotations

from dataclasses import dataclass

from lucette.foundation.accounts.enums import SPACES, RoleName
from lucette.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Door:
    """`who` in French. `roles`: open to these only (None: whatever the role). `signed_in`: a person must be known."""

    who: str
    signed_in: bool = True
    roles: frozenset[str] | None = None
    demonstration: bool = False

    def opens_to(self, actor: Actor) -> bool:
        """May this role come in? (That a person is signed in is checked before.)"""
        return self.roles is None or actor.role in self.roles


def space(name: str) -> Door:
    """Open to the roles whose space this is (accounts.enums.SPACES)."""
    roles = frozenset(role for role, of in SPACES.items() if of == name)
    return Door(", ".join(sorted(RoleName(role).label for role in roles)), roles=roles)


def only(*roles: RoleName) -> Door:
    """Open to these roles of a space and no other."""
    return Door(", ".join(role.label for role in roles), roles=frozenset(roles))


PUBLIC = Door("tout le monde", signed_in=False)
SIGNED_IN = Door("toute personne connectée")
DEMONSTRATION = Door("tout le monde, en démonstration seulement", signed_in=False, demonstration=True)

# who reads the money: the three parties to the fund, and the auditor
READERS_OF_THE_FUND = only(
    RoleName.FUNDER,
    RoleName.AGENCY_DIRECTOR,
    RoleName.CAISSE_DELEGATE,
    RoleName.REQUESTER,
    RoleName.CERTIFIER,
    RoleName.AUTHORISING_OFFICER,
    RoleName.ACCOUNTANT,
    RoleName.AUDITOR,
)

# the pages of imports of a space
IMPORTS = ("imports", "import_template", "import", "import_read", "import_match", "import_start", "import_undo", "import_drop")

# lines of a main menu: (words, route)
Menu = tuple[tuple[str, str], ...]
