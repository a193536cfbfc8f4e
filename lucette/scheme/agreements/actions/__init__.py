"""Acts on an agreement, in the order of its life."""

from lucette.scheme.agreements.actions import amendments, ends, notices
from lucette.scheme.agreements.actions.edition import ask, cancel, cancel_replaced, generate, tell_renewal
from lucette.scheme.agreements.actions.pieces import accept_piece, refuse_piece
from lucette.scheme.agreements.actions.signatures import SignedPdf, remind, sign_as_caisse, sign_as_host, signed_for_caisse

__all__ = [
    "SignedPdf",
    "accept_piece",
    "amendments",
    "ask",
    "cancel",
    "cancel_replaced",
    "ends",
    "generate",
    "notices",
    "refuse_piece",
    "remind",
    "sign_as_caisse",
    "sign_as_host",
    "signed_for_caisse",
    "tell_renewal",
]
