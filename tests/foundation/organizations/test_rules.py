"""Identifiers with their check digits, legal categories, bank accounts."""

from __future__ import annotations

import pytest
import schwifty
from hypothesis import given
from hypothesis import strategies as st

from lucette.foundation.organizations import rules
from lucette.foundation.organizations.enums import Employer, HostKind
from lucette.kernel.errors import Invalid


@pytest.mark.parametrize("typed", ["73282932000074", " 732 829 320 00074", "732.829.320-00074", "732\u202f829\u00a0320 00074"])
def test_a_siret_is_read_however_it_is_spaced(typed: str) -> None:
    assert rules.clean_siret(typed) == "73282932000074"


@pytest.mark.parametrize("typed", ["", "73282932000079", "7328293200007", "732829320000745", "7328293200007A", "35600000000049"])
def test_a_wrong_siret_is_refused_on_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.clean_siret(typed)
    assert set(refusal.value.fields) == {"siret"}


def test_la_poste_has_its_own_check() -> None:
    assert rules.clean_siret("356 000 000 00048") == "35600000000048"  # head office: Luhn
    assert rules.clean_siret("35600000049837") == "35600000049837"  # sum of digits multiple of 5, no Luhn


def test_a_ridet_has_seven_digits() -> None:
    assert rules.clean_ridet("1 234 567") == "1234567"
    for typed in ("123456", "12345678", "123456A", "１２３４５６７"):
        with pytest.raises(Invalid) as refusal:
            rules.clean_ridet(typed)
        assert set(refusal.value.fields) == {"ridet"}


@pytest.mark.parametrize(
    ("category", "employer", "kind"),
    [
        ("7210", "public", "commune"),
        ("7220", "public", "departement"),
        ("7230", "public", "region"),
        ("7225", "public", "collectivite"),
        ("7229", "public", "collectivite"),
        ("7343", "public", "epci"),
        ("7344", "public", "epci"),
        ("7346", "public", "epci"),
        ("7348", "public", "epci"),
        ("7353", "public", "gip"),
        ("7354", "public", "gip"),
        ("7355", "public", "gip"),
        ("7361", "public", "gip"),
        ("7367", "public", "gip"),
        ("7410", "public", "gip"),
        ("7381", "public", "gip"),
        ("7171", "public", "unqualified"),
        ("4110", "public", "unqualified"),
        ("9220", "private", "private"),
        ("9230", "private", "private"),
        ("9300", "private", "private"),
        ("5710", "private", "private"),
        ("8210", "private", "private"),
        ("1000", "private", "private"),
    ],
)
def test_employer_and_kind_follow_the_legal_category(category: str, employer: str, kind: str) -> None:
    assert rules.employer_and_kind(category) == (Employer(employer), HostKind(kind))


@pytest.mark.parametrize("category", ["", "0000", "2110", "3210"])
def test_a_category_that_says_nothing_leaves_the_choice_to_a_person(category: str) -> None:
    assert rules.employer_and_kind(category) == (None, HostKind.UNQUALIFIED)


@pytest.mark.parametrize("siren", ["732829320", "404833048", "356000000"])
def test_a_siret_made_for_the_demonstration_is_right(siren: str) -> None:
    first, next_one = rules.siret_for(siren), rules.siret_for(siren, 50)
    assert rules.clean_siret(first)[:9] == siren
    assert (int(next_one[9:]) >= 50, rules.clean_siret(next_one)) == (True, next_one)


def test_no_siret_is_made_from_a_wrong_siren() -> None:
    with pytest.raises(ValueError, match="SIREN"):
        rules.siret_for("732829321")


@given(st.integers(0, 10**12))
def test_a_test_iban_is_right_and_its_bank_is_real(seed: int) -> None:
    account = rules.bank_account(rules.test_iban(seed))
    assert (account.iban[:2], account.bic[:6], len(account.iban)) == ("FR", "CDCGFR", 27)


def test_two_seeds_make_two_ibans() -> None:
    assert len({rules.test_iban(seed) for seed in range(200)}) == 200


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "XX",
        "FR7630001007941234567890186",
        str(schwifty.IBAN.from_bban("FR", "30001007941234567890186")),  # wrong RIB key, right IBAN digits
        str(schwifty.IBAN.from_bban("FR", "99999007941234567890139")),
        "TR330006100519786457841326",
    ],
)
def test_a_wrong_account_is_refused_on_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.bank_account(typed)
    assert set(refusal.value.fields) == {"iban"}


def test_an_account_anywhere_in_the_sepa_zone_is_accepted_with_its_bic() -> None:
    assert rules.bank_account("fr76 3000 1007 9412 3456 7890 185") == rules.BankAccount(
        "FR7630001007941234567890185", "BDFEFRPP", "BANQUE DE FRANCE"
    )
    assert rules.bank_account("DE89370400440532013000").bic == "COBADEFFXXX"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Tulle", "Commune de Tulle"),
        ("Ussel", "Commune d’Ussel"),
        ("Le Mans", "Commune du Mans"),
        ("Les Sables-d’Olonne", "Commune des Sables-d’Olonne"),
        ("La Rochelle", "Commune de La Rochelle"),
        ("Évreux", "Commune d’Évreux"),
        ("Hyères", "Commune d’Hyères"),
        ("L’Isle-Adam", "Commune de L’Isle-Adam"),
    ],
)
def test_a_commune_is_named_as_a_legal_person(name: str, title: str) -> None:
    assert rules.commune_title(name) == title


def test_a_masked_iban_cannot_be_used() -> None:
    assert rules.masked("FR7630001007941234567890185") == "FR76 •••• 0185"
