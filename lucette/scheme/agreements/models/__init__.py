"""The agreement and its signatures."""

from lucette.scheme.agreements.models.agreement import Agreement, AgreementLine, Signature

__all__ = ["Agreement", "AgreementLine", "Signature"]
