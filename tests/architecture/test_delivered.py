"""What we sign or seal, anybody may verify: it is kept by `documents.deliver`, and the public page knows what it is about."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

from lucette.stories.verify_document import SUBJECTS

SOURCES = {path: path.read_text() for room in ("scheme", "stories") for path in sorted(Path("lucette", room).rglob("*.py"))}
MARKS = re.compile(r"\b(sign_pdf|seal_pdf)\(")


def test_who_signs_never_stores_without_a_code() -> None:
    assert not [str(path) for path, text in SOURCES.items() if MARKS.search(text) and "documents.store(" in text]


def test_a_code_is_given_in_one_place() -> None:
    assert not [str(path) for path, text in SOURCES.items() if re.search(r"\bcode=code_of\(", text)]


def test_the_public_page_knows_each_subject() -> None:
    assert [apps.get_model(name)._meta.label_lower for name in SUBJECTS] == list(SUBJECTS)
