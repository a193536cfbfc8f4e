"""What a SEPA file may hold of a French name: the restricted Latin set (EPC217-08)."""

from __future__ import annotations

import re
import unicodedata

LETTERS = str.maketrans(
    {
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ł": "l",
        "Ł": "L",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "«": "'",
        "»": "'",
        "“": "'",
        "”": "'",
        '"': "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "_": "-",
        "&": "+",
        "@": "(at)",
        "€": "EUR",
        "°": ".",
        ";": ",",
        "!": ".",
        "[": "(",
        "]": ")",
    }
)
REFUSED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")
ALLOWED = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+")


def restricted(text: str, longest: int) -> str:
    """`text` in the SEPA character set: accents dropped, ligatures parted, other signs replaced by a space; at most `longest` characters.

    No slash at either end and no double slash (the same guidance refuses them). May be empty.
    """
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(LETTERS)
    plain = re.sub(r"/{2,}", "/", " ".join(REFUSED.sub(" ", plain).split()))
    return plain[:longest].strip(" /")
