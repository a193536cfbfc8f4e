"""Identifiers and legal categories (the check digits come from python-stdnum)."""

from __future__ import annotations

import re

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


def clean_identifier(typed: str) -> str:
    """A SIRET, or a RIDET when 7 digits are typed. Raises Invalid."""
    return clean_ridet(typed) if RIDET.fullmatch(SEPARATORS.sub("", typed)) else clean_siret(typed)


def is_ridet(number: str) -> bool:
    return RIDET.fullmatch(number) is not None


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


def commune_title(name: str) -> str:
    """The commune as a legal person: « Commune de Tulle », « Commune d’Ussel », « Commune du Mans », « Commune des Sables-d’Olonne »."""
    for article, of in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return f"Commune {of}{name.removeprefix(article)}"
    return f"Commune {'d’' if name[0].lower() in 'aeiouyéèêîôâœæh' else 'de '}{name}"
