"""Which scope each role takes, how long a sign-in link lives. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib

from lucette.foundation.accounts.enums import NATIONAL_READERS, RoleName
from lucette.kernel.actor import NATIONAL, Scope

LINK_LIFE = dt.timedelta(minutes=30)
INVITATION_LIFE = dt.timedelta(days=7)
LINKS_PER_HOUR = 5

LOCAL_SCOPES = {
    RoleName.PREFECTURE: {"department", "region"},
    RoleName.HOST_REPRESENTATIVE: {"organization"},
    RoleName.HOST_SECRETARY: {"organization"},
    RoleName.ADVISER: {"person", "organization"},
    RoleName.CANDIDATE: {"person"},
    RoleName.TRAINING_BODY: {"organization", "person", NATIONAL},
}


def scope_fits(name: RoleName, scope: Scope) -> bool:
    """A prefecture acts in its department or region, a host in its organization, national readers everywhere."""
    kinds = {NATIONAL} if name in NATIONAL_READERS else LOCAL_SCOPES[name]
    return scope.kind in kinds and bool(scope.code) != scope.national


def normal_email(typed: str) -> str:
    """As addresses are kept and compared: trimmed, lower case."""
    return typed.strip().lower()


def token_hash(token: str) -> str:
    """SHA-256 in hexadecimal: all that is kept of a token (256 random bits need no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()
