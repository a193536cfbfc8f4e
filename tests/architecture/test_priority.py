"""The points of a territory order an agenda, and nothing else: no decision reads them (docs/adr/0024-points-that-only-order.md)."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "lucette"
KEPT = re.compile(r"priorit|[\"']territory[\"']")
WORKED_OUT = re.compile(r"statistics(?:\.| import )(?:territory|priority)")


def known_to(folder: Path, words: re.Pattern[str]) -> set[str]:
    files = (it for it in folder.rglob("*.py") if "migrations" not in it.parts)
    return {str(it.relative_to(ROOT)) for it in files if words.search(it.read_text(encoding="utf-8"))}


def test_of_the_rooms_of_the_scheme_only_the_preparation_of_a_session_keeps_the_points() -> None:
    assert known_to(ROOT / "scheme", KEPT) == {"scheme/committee/actions/preparation.py"}


def test_of_the_stories_only_the_convocation_works_them_out() -> None:
    assert known_to(ROOT / "stories", WORKED_OUT) == {"stories/convene_session.py"}
