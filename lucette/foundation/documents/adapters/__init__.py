"""Typst, which makes PDF; the authority and the signer of PDF."""

from lucette.foundation.documents.adapters.signing import SignatureReport, Signer, seal_pdf, sign_bytes, sign_pdf, verify_bytes, verify_pdf
from lucette.foundation.documents.adapters.typesetting import TEMPLATES, typeset

__all__ = ["TEMPLATES", "SignatureReport", "Signer", "seal_pdf", "sign_bytes", "sign_pdf", "typeset", "verify_bytes", "verify_pdf"]
