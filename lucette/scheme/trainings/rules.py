"""What a session costs, what a certificate must be. Pure."""

from __future__ import annotations

import datetime as dt
import re

from lucette.scheme.trainings.enums import BEST_PIX_SCORE

CERTIFICATE = re.compile(r"[A-Z0-9][A-Z0-9-]{3,39}")


def session_problems(*, title: str, starts_on: dt.date, ends_on: dt.date, hours: int, seats: int, seat_cents: int) -> dict[str, str]:
    """What is wrong in a session, field → French sentence."""
    found = {}
    if not title.strip():
        found["title"] = "Donnez l’intitulé de la session."
    if ends_on < starts_on:
        found["ends_on"] = "La fin précède le début."
    for field, value in (("hours", hours), ("seats", seats), ("seat_cents", seat_cents)):
        if value <= 0:
            found[field] = "Donnez un nombre supérieur à zéro."
    return found


def certificate(typed: str) -> str:
    """A Pix certificate number as it is kept and compared: capitals, no space."""
    return re.sub(r"\s", "", typed).upper()


def certificate_problems(number: str, pix_score: int) -> dict[str, str]:
    """What is wrong in a certificate, field → French sentence; `number` as `certificate` gives it."""
    found = {}
    if not CERTIFICATE.fullmatch(number):
        found["certificate_number"] = "Recopiez le numéro du certificat Pix : des lettres, des chiffres et des tirets."
    if not 0 <= pix_score <= BEST_PIX_SCORE:
        found["pix_score"] = "Le score Pix est compris entre 0 et 1 024."
    return found


def session_cents(seat_cents: int, followed: int) -> int:
    """What a session costs: the price of a seat times the enrolments completed or certified. A seat left empty is not paid."""
    return seat_cents * followed
