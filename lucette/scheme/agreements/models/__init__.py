"""The agreement and its signatures; what changes it; what may end it."""

from lucette.scheme.agreements.models.agreement import Agreement, AgreementLine, AgreementQuerySet, Signature
from lucette.scheme.agreements.models.amendments import Amendment, AmendmentPost
from lucette.scheme.agreements.models.notices import Notice

__all__ = ["Agreement", "AgreementLine", "AgreementQuerySet", "Amendment", "AmendmentPost", "Notice", "Signature"]
