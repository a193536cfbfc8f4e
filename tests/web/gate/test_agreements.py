"""The agreement in the page says what its PDF says."""

from __future__ import annotations

import re
from pathlib import Path

from django.template.loader import render_to_string

from lucette.web.gate.agreements import COMMITMENTS

ROOT = Path(__file__).resolve().parents[3]
WORDS = re.compile(r"[\wÀ-ÿ’]{2,}")


def test_every_sentence_of_the_document_is_in_the_page() -> None:
    source = (ROOT / "lucette" / "foundation" / "documents" / "templates" / "agreement.typ").read_text()
    facts = Words(commitments=COMMITMENTS, schedule=[], caisse=Words(), host=Words())
    page = " ".join(WORDS.findall(re.sub(r"<[^>]+>", " ", render_to_string("gate/agreement_text.html", {"text": facts, "open": True}))))
    articles = source[source.index("#article(") : source.index("#for more in")] + source[source.index('#article("Litiges")') :]
    prose = re.sub(r"#table\(.*?\n  \)", "", articles, flags=re.S)
    prose = re.sub(r"#strong\([^)]*\)|#it\.schedule\.len\(\)|#schedule\.len\(\)|#it\.\w+|#article|#signatures\(\w+\)", "\n", prose)
    pieces = [piece for piece in re.split(r"[\n.;:()\[\]«»\"–,]", prose.replace("\n  ", " ")) if len(WORDS.findall(piece)) > 1]
    assert len(pieces) > 30
    assert [piece for piece in pieces if " ".join(WORDS.findall(piece)) not in page] == []


class Words(dict[str, object]):
    """Facts whose texts are all empty."""

    def __missing__(self, name: str) -> str:
        return ""
