"""PDF made by Typst and the code printed on it; the authority and the signer of PDF; who dates a seal (RFC 3161)."""

from lucette.foundation.documents.adapters.authorities import HttpAuthority, LocalAuthority, TimestampAuthority
from lucette.foundation.documents.adapters.marking import code_of
from lucette.foundation.documents.adapters.outside import Added, added_signature, outside_roots
from lucette.foundation.documents.adapters.signing import SignatureReport, Signer, seal_pdf, sign_bytes, sign_pdf, verify_bytes, verify_pdf
from lucette.foundation.documents.adapters.stamps import timestamp_authority
from lucette.foundation.documents.adapters.tokens import Stamped, Untrusted, read_token
from lucette.foundation.documents.adapters.typesetting import TEMPLATES, typeset

__all__ = [
    "TEMPLATES",
    "Added",
    "HttpAuthority",
    "LocalAuthority",
    "SignatureReport",
    "Signer",
    "Stamped",
    "TimestampAuthority",
    "Untrusted",
    "added_signature",
    "code_of",
    "outside_roots",
    "read_token",
    "seal_pdf",
    "sign_bytes",
    "sign_pdf",
    "timestamp_authority",
    "typeset",
    "verify_bytes",
    "verify_pdf",
]
