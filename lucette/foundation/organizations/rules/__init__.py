"""Identifiers, legal categories, bank accounts; what makes two names one structure."""

from lucette.foundation.organizations.rules.identity import (
    BankAccount,
    bank_account,
    clean_ridet,
    clean_siret,
    commune_title,
    employer_and_kind,
    masked,
    siret_for,
    test_iban,
)
from lucette.foundation.organizations.rules.resemblance import Likeness, Named, core_of, likeness

__all__ = [
    "BankAccount",
    "Likeness",
    "Named",
    "bank_account",
    "clean_ridet",
    "clean_siret",
    "commune_title",
    "core_of",
    "employer_and_kind",
    "likeness",
    "masked",
    "siret_for",
    "test_iban",
]
