"""The data that comes with the product: the demonstration's endowment, the chart of accounts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lucette.foundation.ledger.rules import HeadingData

FOLDER = Path(__file__).resolve().parent.parent / "reference"


@dataclass(frozen=True, slots=True)
class ShippedEndowment:
    """What prepare_endowment takes: cents and posts; `split` maps an envelope's code to cents."""

    code: str
    title: str
    authority_cents: int
    posts: int
    split: dict[str, int]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def shipped_endowment() -> ShippedEndowment:
    """The endowment of the demonstration (`reference/endowment_2021.toml`)."""
    data = read("endowment_2021.toml")
    split = {envelope: euros * 100 for envelope, euros in data["split_euros"].items()}
    return ShippedEndowment(data["code"], data["title"], data["authority_euros"] * 100, data["posts"], split)


def shipped_chart() -> dict[str, list[HeadingData]]:
    """`budget`, `posts`, `cash` → the headings of that book."""
    return {
        book: [HeadingData(h["code"], h["label"], h.get("normal", "credit"), chart_number=h.get("number", "")) for h in headings]
        for book, headings in read("chart.toml").items()
    }
