"""The books of an endowment, when they are open."""

from __future__ import annotations

from uuid import UUID

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
