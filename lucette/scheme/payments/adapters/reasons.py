"""Why a bank refuses or returns: its code, in French."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lucette.scheme.payments.adapters.xml import Node

CODES = Path(__file__).resolve().parent.parent / "reference" / "bank_codes.toml"


@dataclass(frozen=True, slots=True)
class Reason:
    """`code`: of the ISO list, or the bank's own (`own`); `words`: what the bank adds."""

    code: str
    own: bool = False
    words: str = ""

    @property
    def label(self) -> str:
        """In French, fit for the screen; what the bank wrote when we know no better."""
        return reason_label(self.code, self.words)


def reason_label(code: str, words: str = "") -> str:
    """`AC04` → « compte clôturé »; a code of the bank's own is shown as it stands, with its words."""
    known = _codes()["reasons"].get(code, "")
    if known and code != "NARR":
        return known
    return words or known or f"motif propre à la banque : {code}"


def status_label(code: str) -> str:
    """`PART` → « accepté en partie »."""
    return _codes()["statuses"].get(code, code)


def is_status(code: str) -> bool:
    return code in _codes()["statuses"]


@cache
def _codes() -> dict[str, dict[str, str]]:
    return tomllib.loads(CODES.read_text(encoding="utf-8"))


def reasons(it: Node, path: str) -> Iterator[Reason]:
    """The reasons told at `path` (StsRsnInf, RtrInf): a code, or only words, which are then the reason."""
    for told in it.all(path):
        words = " ".join(told.texts("AddtlInf"))[:300]
        code, own = told.text("Rsn/Cd", "StsRsn/Cd"), told.text("Rsn/Prtry", "StsRsn/Prtry")
        if code or own or words:
            yield Reason((code or own or "NARR")[:35], not code and bool(own), words)


def return_reasons() -> list[tuple[str, str]]:
    """Every (code, French label) that we know, by label: to choose one by hand."""
    return sorted(_codes()["reasons"].items(), key=lambda it: it[1])


def is_reason(code: str) -> bool:
    return code in _codes()["reasons"]
