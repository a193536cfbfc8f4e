"""The shipped tables of the minimum wage."""

from __future__ import annotations

import csv
import datetime as dt
from fractions import Fraction
from functools import cache
from pathlib import Path

from lucette.kernel.money import Money
from lucette.scheme.recruitment.rules import MAYOTTE, Wages, monthly

FOLDER = Path(__file__).parent / "reference"


@cache
def wage_table() -> dict[str, Wages]:
    """Monthly gross minimum wages: "" for the common ones (as published), "976" for Mayotte (computed from the hour). Read once."""
    return {"": published("smic.csv"), MAYOTTE: published("smic_mayotte.csv")}


def published(name: str) -> Wages:
    """The rows of one file, oldest first."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return sorted((dt.date.fromisoformat(row["date_effet"]), wage(row)) for row in csv.DictReader(file))


def wage(row: dict[str, str]) -> Money:
    if month := row.get("smic_brut_mensuel_35h_eur"):
        return Money.parse(month)
    return monthly(Fraction(row["smic_brut_horaire_eur"]))
