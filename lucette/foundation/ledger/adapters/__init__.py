"""The time-stamping authority (RFC 3161): the real client, a local stand-in, and what both tokens must be."""

from __future__ import annotations

from django.conf import settings

from lucette.foundation.ledger.adapters.authorities import HttpAuthority, LocalAuthority, TimestampAuthority
from lucette.foundation.ledger.adapters.tokens import Stamped, Untrusted, read

__all__ = ["HttpAuthority", "LocalAuthority", "Stamped", "TimestampAuthority", "Untrusted", "read", "timestamp_authority"]


def timestamp_authority() -> TimestampAuthority:
    """The one that the settings name: `local`, or `http`."""
    if settings.TIMESTAMP_AUTHORITY == "http":
        return HttpAuthority(settings.TIMESTAMP_AUTHORITY_URL, settings.TIMESTAMP_AUTHORITY_ROOTS)
    return LocalAuthority(settings.STATE_DIR / "authority")
