"""Whether the dates given to seals still prove them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from lucette.foundation.documents.adapters import Untrusted, read_token, timestamp_authority
from lucette.foundation.ledger.models import Stamp

CLOCKS = dt.timedelta(minutes=5)  # that the authority's clock and ours may be apart


def broken_stamps() -> list[tuple[Any, ...]]:
    """Stamped seals whose token no longer proves them: (stamp, why)."""
    before: Stamp | None = None
    broken: list[tuple[Any, ...]] = []
    for it in Stamp.objects.select_related("seal").defer("seal__marks").order_by("seal_id"):
        broken += [(f"horodatage du sceau {it.seal_id}", why) for why in _faults(it, before)][:1]
        before = it
    return broken


def _faults(it: Stamp, before: Stamp | None) -> Iterator[str]:
    try:
        told = read_token(bytes(it.token), bytes.fromhex(it.seal.digest), timestamp_authority().roots())
    except (Untrusted, ValueError) as error:
        yield str(error) if isinstance(error, Untrusted) else "l’empreinte du sceau est illisible"
        return
    if (told.at, told.authority) != (it.stamped_at, it.authority):
        yield "la date ou l’autorité retenue n’est pas celle du jeton"
    if it.stamped_at < it.seal.sealed_at - CLOCKS or (before and it.stamped_at < before.stamped_at):
        yield "la date du jeton précède son sceau, ou l’horodatage d’avant"
