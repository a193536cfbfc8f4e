"""Identifiers, legal categories, bank accounts: pure (the check digits come from python-stdnum and schwifty)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import schwifty
from schwifty.exceptions import SchwiftyException
from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number

from lucette.foundation.organizations.enums import Employer, HostKind
from lucette.kernel.errors import Invalid

RIDET = re.compile(r"[0-9]{7}")
SEPARATORS = re.compile(r"[\s\u00a0\u202f.\-/]+")

# Insee, catégories juridiques, niveau III: the categories that make a kind of host by themselves (domain.md §1)
KINDS = {
    "7210": HostKind.COMMUNE,
    "7220": HostKind.DEPARTMENT,
    "7230": HostKind.REGION,
    "7225": HostKind.SPECIAL,  # collectivité et territoire d'outre-mer
    "7229": HostKind.SPECIAL,  # (autre) collectivité territoriale
    **dict.fromkeys(("7342", "7343", "7344", "7345", "7346", "7347", "7348"), HostKind.INTERCOMMUNALITY),
    "7410": HostKind.GROUPING,  # GIP
    **dict.fromkeys(("7340", "7349", "7351", "7352", "7353", "7354", "7355", "7357"), HostKind.GROUPING),  # syndicats, pôles, PETR
    **dict.fromkeys(("7361", "7362", "7366", "7367", "7371", "7373", "7378", "7379", "7381"), HostKind.GROUPING),  # CCAS, CIAS, régies…
    **dict.fromkeys(("7385", "7389", "7383", "7384"), HostKind.GROUPING),  # établissements publics administratifs, d'enseignement
}
# legal persons of public law that are a host only once somebody has qualified them (EPIC named beforehand by the State…)
PUBLIC_LEVELS = ("41", "71", "72", "73", "74")
# private law: sole traders, companies, cooperatives, mutual bodies, associations, foundations
PRIVATE_LEVELS = ("1", "5", "6", "8", "9")
# real bank code and branch for accounts that exist nowhere: the Caisse des Dépôts (40031), where public accountants hold theirs
TEST_BANK, TEST_BRANCH = 40031, 1


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account in order: its IBAN without spaces, the BIC of its bank."""

    iban: str
    bic: str


def clean_siret(typed: str) -> str:
    """14 digits with the right check digit (Luhn; La Poste: sum of digits multiple of 5). Raises Invalid."""
    digits = SEPARATORS.sub("", typed)
    try:
        return str(siret_number.validate(digits))
    except ValidationError as error:
        sentence = "Ce numéro SIRET n’est pas valable : vérifiez ses 14 chiffres sur l’avis de situation Sirene."
        raise Invalid("siret.invalid", sentence, fields={"siret": sentence}) from error


def clean_ridet(typed: str) -> str:
    """The 7 digits of a RIDET (New Caledonia; no check digit). Raises Invalid."""
    digits = SEPARATORS.sub("", typed)
    if not RIDET.fullmatch(digits):
        sentence = "Un numéro RIDET compte 7 chiffres : vérifiez-le sur l’avis de situation de l’Isee."
        raise Invalid("ridet.invalid", sentence, fields={"ridet": sentence})
    return digits


def employer_and_kind(legal_category: str) -> tuple[Employer | None, HostKind]:
    """Which grant scale applies and which of the seven form types, from an Insee legal category (4 digits).

    (None, UNQUALIFIED) when the category is unknown, foreign, or without legal personality: somebody must say.
    """
    if kind := KINDS.get(legal_category):
        return Employer.PUBLIC, kind
    if legal_category.startswith(PUBLIC_LEVELS):
        return Employer.PUBLIC, HostKind.UNQUALIFIED
    if legal_category.startswith(PRIVATE_LEVELS):
        return Employer.PRIVATE, HostKind.PRIVATE
    return None, HostKind.UNQUALIFIED


def siret_for(siren: str, start_nic: int = 1) -> str:
    """The first SIRET of this SIREN from `start_nic` whose check digit is right (for the demonstration). Raises ValueError (SIREN)."""
    if not siren_number.is_valid(siren):
        raise ValueError(f"not a SIREN: {siren}")
    return next(number for nic in range(start_nic, 100_000) if siret_number.is_valid(number := f"{siren}{nic:05d}"))


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
    return BankAccount(iban.compact, str(iban.bic))


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


def commune_title(name: str) -> str:
    """The commune as a legal person: « Commune de Tulle », « Commune d’Ussel », « Commune du Mans », « Commune des Sables-d’Olonne »."""
    for article, of in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return f"Commune {of}{name.removeprefix(article)}"
    return f"Commune {'d’' if name[0].lower() in 'aeiouyéèêîôâœæh' else 'de '}{name}"
