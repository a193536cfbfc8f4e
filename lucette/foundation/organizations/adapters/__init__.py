"""The company register; the verification of payees."""

from lucette.foundation.organizations.adapters.payee import HttpVerifier, LocalVerifier, PayeeAnswer, PayeeVerifier, payee_verifier
from lucette.foundation.organizations.adapters.register import Company, CompanyRegister, HttpRegister, LocalRegister, company_register

__all__ = [
    "Company",
    "CompanyRegister",
    "HttpRegister",
    "HttpVerifier",
    "LocalRegister",
    "LocalVerifier",
    "PayeeAnswer",
    "PayeeVerifier",
    "company_register",
    "payee_verifier",
]
