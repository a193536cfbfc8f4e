"""What a SEPA file may hold of a French name: the restricted Latin set (EPC217-08)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

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
ODD = ("\0", "  ", "//", "\n ", " \n", "\n/", "/\n")  # in lines between two line breaks: one at least is still to mend


class Signs(dict[int, str]):
    """What each sign becomes, worked out once: NFKD and the rest of the way treat every sign on its own."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code).translate(LETTERS))
        plain = "".join(it for it in parts if not unicodedata.combining(it)).translate(LETTERS)
        self[code] = "".join(it if ALLOWED.fullmatch(it) else " " for it in plain)
        return self[code]


SIGNS = Signs()
BYTES = bytes(
    (ord(plain) if len(plain := "\n" if code == 10 else "".join(SIGNS[ord(it)] for it in sign)) == 1 else 0)
    for code in range(256)
    for sign in [bytes([code]).decode("cp1252", "replace")]
)  # every sign of a French keyboard in one byte, and what it becomes; 0 when that is not one sign


def restricted(text: str, longest: int) -> str:
    """`text` in the SEPA character set: accents dropped, ligatures parted, other signs replaced by a space; at most `longest` characters.

    No slash at either end and no double slash (the same guidance refuses them). May be empty.
    """
    plain = " ".join(text.translate(SIGNS).split())
    if "//" in plain:
        plain = re.sub(r"/{2,}", "/", plain)
    return plain[:longest].strip(" /")


def restricted_all(texts: Sequence[str], longest: int) -> list[str]:
    """`restricted` of each text, worked out together: a call for hundreds of names, and one by one only when a name is odd."""
    try:
        together = "\n".join(["", *texts, ""]).encode("cp1252").translate(BYTES).decode("ascii")
    except UnicodeEncodeError:
        return [restricted(it, longest) for it in texts]
    lines = together[1:-1].split("\n")
    if len(lines) == len(texts) and not any(it in together for it in ODD) and max(map(len, lines)) <= longest:
        return lines
    return [restricted(it, longest) for it in texts]
