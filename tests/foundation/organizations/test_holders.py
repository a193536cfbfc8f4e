"""The holder beside the registered name; whom to call; which addresses look alike."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.foundation.organizations import rules
from lucette.foundation.organizations.rules.accounts import BankAccount
from lucette.foundation.organizations.rules.suspicions import RULES, WEBMAILS, looks_like
from tests.foundation.organizations.factories import contact

TODAY = dt.date(2021, 3, 1)


@pytest.mark.parametrize(
    ("registered", "holder", "public", "least", "most"),
    [
        ("Commune de Tulle", "Trésorerie de Tulle", True, 100, 100),
        ("Commune de Tulle", "SGC Tulle", True, 100, 100),
        ("Commune de Tulle", "MAIRIE DE TULLE", True, 100, 100),
        ("Commune de Tulle", "Service de gestion comptable de Brive", True, 100, 100),
        ("Clic et Compagnie", "Association CLIC ET COMPAGNIE", False, 100, 100),
        ("Clic et Compagnie de Tulle", "Clic et Compagnie de Tulle, section jeunes", False, 95, 95),
        ("Clic et Compagnie", "Clic & Compagnies", False, 85, 99),
        ("Clic et Compagnie", "Trésorerie de Tulle", False, 0, 60),
        ("Association Martin", "Jean Martin Conseil", False, 0, 84),
        ("Commune de Tulle", "Jean Dupont", True, 0, 60),
        ("Clic et Compagnie", "TEST", False, 0, 0),
    ],
)
def test_a_holder_is_close_to_the_registered_name_or_is_not(registered: str, holder: str, public: bool, least: int, most: int) -> None:
    assert least <= rules.name_score(registered, holder, public=public) <= most


def test_what_differs_is_said_in_a_sentence() -> None:
    told = rules.difference("Clic et Compagnie", "Clic Conseil", public=False)
    assert told == "Le titulaire diffère du nom enregistré : il manque « compagnie » ; il y a en plus « conseil »."
    assert "poste comptable" in rules.difference("Commune de Tulle", "Trésorerie de Tulle", public=True)
    assert rules.difference("Clic", "Association Clic", public=False) == "Le titulaire porte le nom enregistré."


@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_a_score_is_between_0_and_100_and_a_name_is_its_own(registered: str, holder: str, public: bool) -> None:
    assert 0 <= rules.name_score(registered, holder, public=public) <= 100
    assert rules.name_score(registered, registered, public=public) in (0, 100)


def test_the_representative_is_called_on_the_number_held_before_and_never_a_newcomer() -> None:
    declarer = uuid.uuid4()
    secretary = contact(declarer, phone="01")
    mayor = contact(role="host_representative", name="Maire", phone="02", changed=True)
    newcomer = contact(role="host_representative", name="Nouveau", phone="03", since=TODAY - dt.timedelta(days=3))
    found = rules.number_to_call([secretary, newcomer, mayor], declarer, TODAY, 30)
    assert (found.name, found.phone) == ("Maire", "02") and "qui est le précédent" in found.note
    alone = rules.number_to_call([secretary, newcomer], declarer, TODAY, 30)
    assert alone.phone == "01" and "qui a déclaré ce compte" in alone.note
    assert rules.number_to_call([newcomer], declarer, TODAY, 30).phone == ""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("mairie-tul1e.fr", "mairie-tulle.fr", True),
        ("rnairie-tulle.fr", "mairie-tulle.fr", True),
        ("mairie-tulle.com", "mairie-tulle.fr", True),
        ("mairie-tulle.fr", "mairie-tulle.fr", False),
        ("gmail.com", "mairie-tulle.fr", False),
        ("agglo-brive.fr", "mairie-tulle.fr", False),
        ("hotmail.fr", "hotmail.com", False),
        ("gmai1.com", "gmail.com", True),
    ],
)
def test_addresses_that_look_alike(one: str, other: str, expected: bool) -> None:
    assert looks_like(one, other) is looks_like(other, one) is expected


def test_two_known_mailboxes_are_two_mailboxes() -> None:
    assert not [(one, other) for one in WEBMAILS for other in WEBMAILS if looks_like(one, other)]


def test_every_rule_says_a_sentence_and_an_honest_first_account_none() -> None:
    account = BankAccount("FR7630001007941234567890185", "BDFEFRPP")
    honest = {
        "account": account, "change": False, "shared": False, "score": 100, "score_min": 85, "difference": "", "known": rules.Known(),
        "declared_by": uuid.uuid4(), "on": TODAY, "quiet_days": 30, "callable": False,
    }  # fmt: skip
    assert rules.suspicions(rules.Facts(**honest)) == {}
    changed = contact(phone="01", changed=True, emails=("x@tulle.fr",))
    known = rules.Known((changed, contact(honest["declared_by"], emails=("x@tul1e.fr",), since=TODAY)), TODAY)
    worst = honest | {"account": BankAccount("DE89370400440532013000", "BNPAFRPP"), "change": True, "shared": True, "score": 10}
    told = rules.suspicions(rules.Facts(**worst | {"known": known}))
    assert list(told) == list(RULES) and all(sentence.endswith(".") for sentence in told.values())


def test_a_contact_is_kept_whole() -> None:
    it = contact(emails=("a@tulle.fr", "b@tulle.fr"), changed=True)
    assert rules.Contact.of(it.kept()) == it
