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
ALLOWED = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+")


class Signs(dict[int, str]):
    """What each sign becomes, worked out once: NFKD and the rest of the way treat every sign on its own."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code).translate(LETTERS))
        plain = "".join(it for it in parts if not unicodedata.combining(it)).translate(LETTERS)
        self[code] = "".join(it if ALLOWED.fullmatch(it) else " " for it in plain)
        return self[code]


SIGNS = Signs()


def restricted(text: str, longest: int) -> str:
    """`text` in the SEPA character set: accents dropped, ligatures parted, other signs replaced by a space; at most `longest` characters.

    No slash at either end and no double slash (the same guidance refuses them). May be empty.
    """
    plain = " ".join(text.translate(SIGNS).split())
    if "//" in plain:
        plain = re.sub(r"/{2,}", "/", plain)
    return plain[:longest].strip(" /")
