"""Bank accounts: the check digits, the bank and its country (schwifty)."""

from __future__ import annotations

from dataclasses import dataclass

import schwifty
from schwifty.exceptions import SchwiftyException

from lucette.kernel.errors import Invalid

# real bank code and branch for accounts that exist nowhere: the Caisse des Dépôts (40031), where public accountants hold theirs
TEST_BANK, TEST_BRANCH = 40031, 1
# a French IBAN may be held by a bank whose BIC carries the code of a territory of the Republic
FRANCE = frozenset({"FR", "GF", "GP", "MQ", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF"})
COUNTRIES = {
    "AD": "en Andorre", "AT": "en Autriche", "BE": "en Belgique", "BG": "en Bulgarie", "CH": "en Suisse", "CY": "à Chypre",
    "CZ": "en Tchéquie", "DE": "en Allemagne", "DK": "au Danemark", "EE": "en Estonie", "ES": "en Espagne", "FI": "en Finlande",
    "GB": "au Royaume-Uni", "GR": "en Grèce", "HR": "en Croatie", "HU": "en Hongrie", "IE": "en Irlande", "IS": "en Islande",
    "IT": "en Italie", "LI": "au Liechtenstein", "LT": "en Lituanie", "LU": "au Luxembourg", "LV": "en Lettonie", "MC": "à Monaco",
    "MT": "à Malte", "NL": "aux Pays-Bas", "NO": "en Norvège", "PL": "en Pologne", "PT": "au Portugal", "RO": "en Roumanie",
    "SE": "en Suède", "SI": "en Slovénie", "SK": "en Slovaquie", "SM": "à Saint-Marin", "VA": "au Vatican",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account in order: its IBAN without spaces, the BIC and the name of its bank."""

    iban: str
    bic: str
    bank: str = ""

    @property
    def foreign(self) -> bool:
        return self.iban[:2] not in FRANCE

    @property
    def where(self) -> str:
        """« en Allemagne »."""
        return COUNTRIES.get(self.iban[:2], "à l’étranger")

    @property
    def bank_elsewhere(self) -> bool:
        """Is the bank of another country than the account?"""
        bank, account = self.bic[4:6], self.iban[:2]
        return bank != account and not {bank, account} <= FRANCE


def bank_account(typed: str) -> BankAccount:
    """A SEPA account whose check digits (IBAN, and RIB key for a French one) are right and whose bank is known. Raises Invalid."""
    try:
        iban = schwifty.IBAN(typed, validate_bban=True)
    except SchwiftyException as error:
        raise invalid_iban("Cet IBAN n’est pas valable : recopiez-le depuis votre relevé d’identité bancaire.") from error
    if not iban.in_sepa_zone:
        raise invalid_iban("Ce compte est tenu hors de l’espace unique de paiement en euros : donnez un compte de cet espace.")
    if not iban.bic:
        raise invalid_iban("La banque de cet IBAN n’est pas connue : vérifiez le code banque, ou écrivez à l’équipe d’assistance.")
    return BankAccount(iban.compact, str(iban.bic), iban.bank_name or "")


def invalid_iban(sentence: str) -> Invalid:
    return Invalid("iban.invalid", sentence, fields={"iban": sentence})


def test_iban(seed: int) -> str:
    """A valid French IBAN (RIB key included) whose account number is `seed`: for the demonstration, with a holder labelled TEST."""
    account = seed % 10**11
    key = 97 - (89 * TEST_BANK + 15 * TEST_BRANCH + 3 * account) % 97
    return str(schwifty.IBAN.from_bban("FR", f"{TEST_BANK:05d}{TEST_BRANCH:05d}{account:011d}{key:02d}"))


def masked(iban: str) -> str:
    """`FR76 •••• 0185`: enough to recognise an account, not to use it."""
    return f"{iban[:4]} •••• {iban[-4:]}"


def spaced(iban: str) -> str:
    """In groups of four, as it is printed and read out."""
    return " ".join(iban[n : n + 4] for n in range(0, len(iban), 4))
