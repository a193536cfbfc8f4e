"""Who may come in by which door: the middleware enforces this table, so that it is the wall and not its description.

A new route is added here in the same commit; a route that is not here is closed to everyone, and a test says so.
"""

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

DOORS: dict[str, Door] = {
    # everyone
    "home": PUBLIC,
    "document": PUBLIC,  # a public document; the others only to those who may see them
    "public:contact": PUBLIC,
    "public:contact_sent": PUBLIC,
    "public:help": PUBLIC,
    "public:place": PUBLIC,
    "public:calls": PUBLIC,
    "public:call": PUBLIC,
    "public:figures": PUBLIC,
    "public:legal": PUBLIC,
    "public:privacy": PUBLIC,
    "public:accessibility": PUBLIC,
    "public:sitemap": PUBLIC,
    "public:health": PUBLIC,
    "public:robots": PUBLIC,
    "public:favicon": PUBLIC,
    # sign-in
    "signin:ask": PUBLIC,
    "signin:asked": PUBLIC,
    "signin:use": PUBLIC,
    "signin:sign_out": SIGNED_IN,
    "signin:roles": SIGNED_IN,
    "signin:entry": SIGNED_IN,
    "gate:letter": SIGNED_IN,
    # demonstration
    "signin:personas": DEMONSTRATION,
    "signin:become": DEMONSTRATION,
    "signin:mailbox": DEMONSTRATION,
    "design:gallery": DEMONSTRATION,
    # spaces
    **{home: space(name) for name, home in HOMES.items()},
    # the fund
    "funder:fund": READERS_OF_THE_FUND,
    "caisse:desks": READERS_OF_THE_FUND,
    "caisse:agreements": READERS_OF_THE_FUND,
    "caisse:agreement": READERS_OF_THE_FUND,
    "caisse:orders": READERS_OF_THE_FUND,
    "caisse:order": READERS_OF_THE_FUND,
    "caisse:batches": READERS_OF_THE_FUND,
    "caisse:batch": READERS_OF_THE_FUND,
    "caisse:statements": READERS_OF_THE_FUND,
    "caisse:statement": READERS_OF_THE_FUND,
    "caisse:invoices": READERS_OF_THE_FUND,
    "caisse:invoice": READERS_OF_THE_FUND,
    **{
        f"adviser:{name}": only(RoleName.ADVISER)
        for name in ("activities", "appointments", "appointment", "referral", "places", "enrolment")
    },
    "adviser:hire": space("adviser"),
    "adviser:profile": space("adviser"),
    "training:session": space("training"),
    "training:enrolment": space("training"),
    "support:organizations": space("support"),
    "support:organization": space("support"),
    "support:letters": space("support"),
    "audit:trail": READERS_OF_THE_FUND,
    "audit:postings": only(RoleName.AUDITOR),
    "audit:journal": only(RoleName.AUDITOR),
    "caisse:hires": space("caisse"),
    "caisse:hire": space("caisse"),
    "caisse:bank_details": space("caisse"),
    # the host's
    "host:applications": space("host"),
    "host:application": space("host"),
    "host:award": space("host"),
    "host:agreements": space("host"),
    "host:agreement": space("host"),
    "host:posts": space("host"),
    "host:post": space("host"),
    "host:hire": space("host"),
    "host:payments": space("host"),
    "host:order": space("host"),
    "host:reports": space("host"),
    "host:report": space("host"),
    "host:documents": space("host"),
    # the prefecture's
    "prefecture:opinions": space("prefecture"),
    "prefecture:applications": space("prefecture"),
    "prefecture:application": space("prefecture"),
    "prefecture:posts": space("prefecture"),
    # the agency's
    "agency:applications": space("agency"),
    "agency:application": space("agency"),
    "agency:sessions": space("agency"),
    "agency:session": space("agency"),
    "agency:award": space("agency"),
    "agency:calls": space("agency"),
    "agency:reports": space("agency"),
    "agency:report": space("agency"),
    "agency:publications": space("agency"),
    "agency:publication": space("agency"),
}


def home_of(actor: Actor) -> str:
    """The url name of the dashboard of this role; the public home for a role without a space."""
    return HOMES.get(SPACES.get(RoleName(actor.role), ""), "home") if actor.role in RoleName.values else "home"
