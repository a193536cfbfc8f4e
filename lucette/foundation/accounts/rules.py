"""Which scope each role takes, how long a sign-in link lives. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from lucette.foundation.accounts.enums import NATIONAL_READERS, RoleName
from lucette.kernel.actor import NATIONAL, Scope
from lucette.kernel.errors import Invalid

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


def normal_phone(typed: str) -> str:
    """As numbers are kept: digits, a `+` before them for a foreign one. Raises Invalid."""
    kept = re.sub(r"[\s.\-()/]+", "", typed)
    if not re.fullmatch(r"0[1-9][0-9]{8}|\+[1-9][0-9]{7,14}", kept):
        sentence = "Ce numéro n’est pas valable : écrivez par exemple 05 55 00 00 00, ou +33 5 55 00 00 00."
        raise Invalid("phone.invalid", sentence, fields={"phone": sentence})
    return kept


def fresh(signed_in_at: dt.datetime | None, now: dt.datetime, minutes: int) -> bool:
    """Did she sign in less than so many minutes ago?"""
    return signed_in_at is not None and dt.timedelta() <= now - signed_in_at < dt.timedelta(minutes=minutes)


def token_hash(token: str) -> str:
    """SHA-256 in hexadecimal: all that is kept of a token (256 random bits need no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()
