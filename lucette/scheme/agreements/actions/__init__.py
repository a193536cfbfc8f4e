"""Acts on an agreement, in the order of its life."""

from lucette.scheme.agreements.actions.edition import ask, cancel, generate
from lucette.scheme.agreements.actions.signatures import SignedPdf, sign_as_caisse, sign_as_host, signed_for_caisse

__all__ = ["SignedPdf", "ask", "cancel", "generate", "sign_as_caisse", "sign_as_host", "signed_for_caisse"]
