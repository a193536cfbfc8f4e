"""What a SEPA file may hold of a French name, and of an amount."""

from __future__ import annotations

import re
import unicodedata

import pytest
import schwifty
from hypothesis import given
from hypothesis import strategies as st

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.latin import ALLOWED, LETTERS, restricted, restricted_all
from lucette.scheme.payments.adapters.xml import cents_of, decimal_of
from lucette.scheme.payments.rules import iban_is_sound

NAMES = st.text(max_size=60) | st.text("Éœ’/° &\u0301\ufb01\t\n\xa0aZ9", max_size=60)


@given(st.text(max_size=200))
def test_any_name_becomes_one_that_banks_can_read(text):
    plain = restricted(text, 70)
    assert len(plain) <= 70 and (not plain or ALLOWED.fullmatch(plain)) and "//" not in plain and plain.strip(" /") == plain


@given(NAMES)
def test_a_name_is_restricted_as_if_the_whole_text_were_decomposed_at_once(text):
    parts = unicodedata.normalize("NFKD", text.translate(LETTERS))
    plain = "".join(sign for sign in parts if not unicodedata.combining(sign)).translate(LETTERS)
    plain = re.sub(r"/{2,}", "/", " ".join(re.sub(r"[^A-Za-z0-9/\-?:().,'+ ]+", " ", plain).split()))
    assert restricted(text, 35) == plain[:35].strip(" /")


@given(st.lists(NAMES | st.text("abcé ’ôÀ/-", max_size=40), min_size=1, max_size=8))
def test_names_restricted_together_are_each_name_restricted_alone(texts):
    assert restricted_all(texts, 35) == [restricted(it, 35) for it in texts]


@pytest.mark.parametrize("code", range(32, 0x180))
def test_each_latin_sign_is_read_alike_alone_and_together(code):
    texts = ["Mairie", f"a{chr(code)}b", ""]
    assert restricted_all(texts, 35) == [restricted(it, 35) for it in texts]


@given(st.from_regex(r"FR[0-9]{2}[0-9]{10}[0-9A-Z]{11}[0-9]{2}", fullmatch=True), st.booleans())
def test_a_french_iban_is_judged_as_the_reference_library_does(text, right):
    iban = str(schwifty.IBAN.from_bban("FR", text[4:])) if right else text
    assert iban_is_sound(iban) == schwifty.IBAN(iban, allow_invalid=True).is_valid
    assert iban_is_sound(iban) or not right


@pytest.mark.parametrize(
    "iban", ["FR٧٦٣٠٠٠١٠٠٧٩٤١٢٣٤٥٦٧٨٩٠١٨٥", "FR76 3000 1007 9412 3456 7890 185", "fr7630001007941234567890185", "FR76", ""]
)
def test_an_iban_is_plain_figures_and_capitals(iban):
    assert not iban_is_sound(iban)


def test_french_names_stay_readable():
    assert restricted("L’Œuvre d’Aÿ & C° « Été »", 70) == "L'OEuvre d'Ay + C. ' Ete '"


@given(st.integers(0, 10**15 - 1))
def test_cents_survive_their_decimal_text(cents):
    assert cents_of(decimal_of(cents), "x", "Le fichier") == cents


@pytest.mark.parametrize(
    ("text", "cents"), [("10", 1_000), ("+10.5", 1_050), ("10.", 1_000), (".5", 50), ("010.00000", 1_000), (" 1.10 ", 110)]
)
def test_each_way_of_writing_an_exact_amount_is_read(text, cents):
    assert cents_of(text, "x", "Le fichier") == cents


@pytest.mark.parametrize("text", [".", "+", "+-1", "1.2.3", "1,00", "1e3", "-1.00", "", "1.005", "NaN", "0x1", "1.00 EUR", "١٢.٣٤"])
def test_an_amount_that_is_not_exact_is_refused(text):
    with pytest.raises(RuleBroken):
        cents_of(text, "x", "Le fichier")
