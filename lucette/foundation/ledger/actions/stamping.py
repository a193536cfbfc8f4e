"""Have the last seal dated by an authority, once a day."""

from __future__ import annotations

from lucette.foundation.documents.adapters import Untrusted, read_token, timestamp_authority
from lucette.foundation.documents.adapters.authorities import no_answer
from lucette.foundation.ledger.models import Seal, Stamp
from lucette.kernel import clock


def stamp() -> Stamp | None:
    """Have the last seal dated, and keep the token; None when it is done for today or there is no seal. Never inside an act: it waits
    for the authority. Raises Unavailable (no answer, or a token that proves nothing)."""
    seal, last = Seal.objects.defer("marks").order_by("-id").first(), Stamp.objects.order_by("-id").first()
    if seal is None or (last and (last.seal_id == seal.pk or last.stamped_at.astimezone(clock.PARIS).date() == clock.today())):
        return None
    authority, digest = timestamp_authority(), bytes.fromhex(seal.digest)
    token = authority.stamp(digest)
    try:
        told = read_token(token, digest, authority.roots())
    except Untrusted as error:
        raise no_answer(error) from error
    made, _ = Stamp.objects.get_or_create(seal=seal, defaults={"token": token, "stamped_at": told.at, "authority": told.authority})
    return made
