"""The books of an endowment, when they are open; their seals."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.ledger import actions as ledger
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund.enums import EndowmentStatus
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Books


def opened(endowment_id: UUID, hold: bool = False) -> Books:
    """The endowment's books; `hold` keeps its row until the end of the transaction. Raises NotFound, RuleBroken (not notified yet)."""
    endowment = Endowment.objects.lock(endowment_id) if hold else Endowment.objects.known(endowment_id)
    if endowment.status != EndowmentStatus.NOTIFIED:
        raise RuleBroken("fund.not_open", "Cette dotation n’est pas ouverte : les trois parties la signent, puis la DGCL la notifie.")
    return endowment.books


def seal_ledger() -> int:
    """Seal what the ledger gained, batch after batch. Returns how many seals were made (0 while a long transaction is writing)."""
    made = 0
    while ledger.seal():
        made += 1
    return made
