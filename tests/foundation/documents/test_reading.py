"""Every document can be read aloud: its language, title, headings, tables and their heads are told; two signatures later too."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from lucette.foundation.documents.adapters import TEMPLATES, Signer, typeset
from lucette.kernel import clock
from tests.foundation.documents.examples import EXAMPLES

HEADINGS = ["/H1", "/H2", "/H3", "/H4", "/H5", "/H6"]
HELD = {"/TR": {"/Table", "/THead", "/TBody", "/TFoot"}, "/TH": {"/TR"}, "/TD": {"/TR"}, "/LI": {"/L"}, "/Lbl": {"/LI"}, "/LBody": {"/LI"}}


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("authority") / "keys")


@pytest.fixture(params=TEMPLATES)
def template(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[0, 2], ids=["plain", "signed twice"])
def document(request: pytest.FixtureRequest, template: str, signer: Signer) -> PdfFileReader:
    content = typeset(template, EXAMPLES[template])
    with clock.at(dt.date(2021, 3, 1)):
        for n in range(request.param):
            content = signer.sign_pdf(content, f"Ève Lacœuille {n}", "directrice", "essai", clock.now())
    return PdfFileReader(io.BytesIO(content))


def parts(document: PdfFileReader) -> Iterator[tuple[Any, str]]:
    """Each part of what is read aloud, in order, and what holds it."""
    waiting = [(it, "") for it in kept(document.root["/StructTreeRoot"])]
    while waiting:
        it, holder = waiting.pop(0)
        yield it, holder
        waiting = [(child, it["/S"]) for child in kept(it)] + waiting


def kept(it: Any) -> list[Any]:
    """The parts that this one holds, apart from its bare text."""
    children = it.raw_get("/K") if "/K" in it else []
    children = children.get_object() if hasattr(children, "get_object") else children
    found = [
        child.get_object() if hasattr(child, "get_object") else child for child in (children if isinstance(children, list) else [children])
    ]
    return [child for child in found if hasattr(child, "keys") and "/S" in child]


def pages(node: Any) -> Iterator[Any]:
    for it in node["/Kids"]:
        kid = it.get_object()
        yield from pages(kid) if "/Kids" in kid else [kid]


def sorts(document: PdfFileReader) -> list[str]:
    return [str(it["/S"]) for it, _ in parts(document)]


def told(it: Any, word: str) -> Any:
    """What a cell says of its place in the table."""
    return next((one[word] for one in it.get("/A", []) if word in one), None)


def test_it_tells_its_language_and_its_title(template: str, document: PdfFileReader) -> None:
    root = document.root
    assert root["/Lang"] == "fr-FR"
    assert (root["/MarkInfo"]["/Marked"], root["/MarkInfo"]["/Suspects"]) == (True, False)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    title = EXAMPLES[template]["title"]
    assert document.trailer["/Info"]["/Title"] == title
    said = root["/Metadata"].data.decode()
    assert title in said and ('pdfuaid:part="1"' in said or "<pdfuaid:part>1<" in said)


def test_its_headings_go_down_one_step_at_a_time(document: PdfFileReader) -> None:
    found = sorts(document)
    assert found.count("/Title") == 1
    levels = [HEADINGS.index(it) for it in found if it in HEADINGS]
    assert all(after <= before + 1 for before, after in pairwise([-1, *levels]))
    assert not levels or found.index("/Title") < min(found.index(it) for it in HEADINGS if it in found)


def test_each_part_is_held_by_what_may_hold_it(document: PdfFileReader) -> None:
    assert [(it["/S"], holder) for it, holder in parts(document) if holder not in HELD.get(it["/S"], {holder})] == []


def test_each_cell_of_a_table_names_its_heads(template: str, document: PdfFileReader) -> None:
    tables = [it for it, _ in parts(document) if it["/S"] == "/Table"]
    assert tables or template in ("letter", "call", "deliberation")
    for table in tables:
        lines = [line for part in kept(table) for line in ([part] if part["/S"] == "/TR" else kept(part))]
        cells = [kept(line) for line in lines]
        heads = {str(it["/ID"]) for it in cells[0]}
        assert {it["/S"] for it in cells[0]} == {"/TH"} and {told(it, "/Scope") for it in cells[0]} == {"/Column"}
        assert {len(line) for line in cells} == {len(cells[0])}
        for cell in (it for line in cells[1:] for it in line):
            assert {str(it) for it in told(cell, "/Headers")} and {str(it) for it in told(cell, "/Headers")} <= heads


def test_a_drawing_that_says_something_says_it_in_words(document: PdfFileReader) -> None:
    assert all(it.get("/Alt") for it, _ in parts(document) if it["/S"] in ("/Figure", "/Formula"))


def test_a_signature_has_a_name_and_stands_outside_the_page(document: PdfFileReader) -> None:
    for page in pages(document.root["/Pages"]):
        assert page["/Tabs"] == "/S"
        for it in (one.get_object() for one in page.get("/Annots", [])):
            assert it["/TU"].startswith("Signature : Ève")
            assert max(it["/Rect"]) < 0
    assert len(document.embedded_signatures) in (0, 2)
