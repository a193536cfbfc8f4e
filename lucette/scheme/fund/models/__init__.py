"""What the fund keeps beside the ledger: endowments, what they receive and move, the accounts rendered each year."""

from lucette.scheme.fund.models.endowments import (
    AuthorityAmendment,
    Endowment,
    EndowmentQuerySet,
    EndowmentSignature,
    Envelope,
    EnvelopeMove,
    FundCall,
    FundCallQuerySet,
    Tranche,
    Verification,
)
from lucette.scheme.fund.models.renderings import Rendering, RenderingQuerySet

__all__ = [
    "AuthorityAmendment",
    "Endowment",
    "EndowmentQuerySet",
    "EndowmentSignature",
    "Envelope",
    "EnvelopeMove",
    "FundCall",
    "FundCallQuerySet",
    "Rendering",
    "RenderingQuerySet",
    "Tranche",
    "Verification",
]
