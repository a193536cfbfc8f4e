"""What is due, to the cent, and what a payment must respect. Dates come in."""

from __future__ import annotations

import schwifty


def iban_is_sound(iban: str) -> bool:
    """True when `iban`, without spaces, has the form, the national length and the check digits of an IBAN (ISO 13616)."""
    return iban == iban.strip() and " " not in iban and schwifty.IBAN(iban, allow_invalid=True).is_valid
