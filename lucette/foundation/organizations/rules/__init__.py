"""Identifiers, legal categories, what makes two names one structure; bank accounts, their holders, contacts, suspicions: pure."""

from lucette.foundation.organizations.rules.accounts import BankAccount, bank_account, masked, spaced, test_iban
from lucette.foundation.organizations.rules.contacts import Call, Contact, Known, number_to_call, quiet
from lucette.foundation.organizations.rules.identity import (
    clean_identifier,
    clean_ridet,
    clean_siret,
    commune_title,
    employer_and_kind,
    is_ridet,
    siret_for,
)
from lucette.foundation.organizations.rules.names import difference, name_score, public_accountant
from lucette.foundation.organizations.rules.resemblance import Likeness, Named, core_of, likeness
from lucette.foundation.organizations.rules.suspicions import WEBMAILS, Facts, suspicions, suspicions_of_second

__all__ = [
    "WEBMAILS",
    "BankAccount",
    "Call",
    "Contact",
    "Facts",
    "Known",
    "Likeness",
    "Named",
    "bank_account",
    "clean_identifier",
    "clean_ridet",
    "clean_siret",
    "commune_title",
    "core_of",
    "difference",
    "employer_and_kind",
    "is_ridet",
    "likeness",
    "masked",
    "name_score",
    "number_to_call",
    "public_accountant",
    "quiet",
    "siret_for",
    "spaced",
    "suspicions",
    "suspicions_of_second",
    "test_iban",
]
