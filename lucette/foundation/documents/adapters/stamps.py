"""The time-stamping authority that the settings name, as seals of PDF ask it."""

from __future__ import annotations

from asn1crypto import cms
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from lucette.foundation.documents.adapters.authorities import HttpAuthority, LocalAuthority, TimestampAuthority, no_answer
from lucette.foundation.documents.adapters.tokens import ALGORITHM, Untrusted, read_token

__all__ = ["ALGORITHM", "Stamper", "timestamp_authority"]


def timestamp_authority() -> TimestampAuthority:
    """`local`, or `http`."""
    if settings.TIMESTAMP_AUTHORITY == "http":
        return HttpAuthority(settings.TIMESTAMP_AUTHORITY_URL, settings.TIMESTAMP_AUTHORITY_ROOTS)
    return LocalAuthority(settings.STATE_DIR / "authority")


class Stamper(TimeStamper):
    """Asks the authority for the one token of a seal."""

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()
        self.authority, self.given = authority, (b"", b"")

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = self.authority.stamp(message_digest)
        self.given = token, message_digest
        return cms.ContentInfo.load(token)

    def check(self) -> None:
        """The token given proves the seal. Raises Unavailable."""
        try:
            read_token(*self.given, self.authority.roots())
        except Untrusted as error:
            raise no_answer(error) from error
