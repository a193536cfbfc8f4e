"""Every template makes an accessible PDF, and refuses what it does not know."""

from __future__ import annotations

import pytest

from lucette.foundation.documents.adapters import TEMPLATES, typeset
from tests.foundation.documents.examples import EXAMPLES


def test_every_template_has_an_example() -> None:
    assert set(EXAMPLES) == set(TEMPLATES) == {"agreement", "call", "decisions", "deliberation", "letter", "list", "minutes", "report"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_makes_a_tagged_pdf_in_french(template: str) -> None:
    pdf = typeset(template, EXAMPLES[template])
    assert pdf.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"/Lang(fr", b"pdfuaid:part"):
        assert mark in pdf
    assert typeset(template, EXAMPLES[template]) == pdf


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_missing_or_unknown_fact_fails_loudly(template: str) -> None:
    facts = EXAMPLES[template]
    for name in facts:
        with pytest.raises(RuntimeError, match=f'missing.*"{name}"'):
            typeset(template, {key: value for key, value in facts.items() if key != name})
    with pytest.raises(RuntimeError, match=r'unknown \("colour",\)'):
        typeset(template, facts | {"colour": "red"})


def test_a_nested_fact_is_checked_too() -> None:
    facts = EXAMPLES["agreement"]
    with pytest.raises(RuntimeError, match=r"schedule: .*amount"):
        typeset("agreement", facts | {"schedule": [{"n": 1, "condition": "x"}]})


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(ValueError, match="no template"):
        typeset("../agreement", {})


def test_what_looks_like_markup_stays_text() -> None:
    facts = EXAMPLES["letter"] | {"body": '#panic("no") *gras* $x$ @ref <label>'}
    assert typeset("letter", facts).startswith(b"%PDF")
