"""PDF made by Typst: accessible (PDF/UA-1, checked by the compiler), the same bytes from the same facts at the same instant."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from lucette.foundation.documents.adapters.marking import address_of, square
from lucette.kernel import clock, french

FOLDER = Path(__file__).resolve().parent.parent / "templates"
TEMPLATES = tuple(sorted(path.stem for path in FOLDER.glob("*.typ") if path.stem != "house"))


@cache
def fonts() -> typst.Fonts:
    """The fonts that Typst carries, and no other: a page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def typeset(template: str, facts: dict[str, Any], code: str = "", *, draft: bool = False) -> bytes:
    """The PDF of `template` (a name of TEMPLATES) filled with `facts`: JSON values, texts already in French. See templates/README.md.
    `code` (`code_of`): printed at the foot of each page with its square, and stored with the document, so that anybody may verify it.
    `draft`: each page says that it is one.

    Raises ValueError for a template that does not exist, RuntimeError naming every fact that is missing or unknown.
    """
    if template not in TEMPLATES:
        raise ValueError(f"no template named {template!r}")
    pdf: bytes = typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=sources(facts, code) | ({"draft": "PROJET"} if draft else {}),
        pdf_standards=["ua-1"],
        timestamp=int(clock.now().timestamp()),
    )
    return pdf


def sources(facts: dict[str, Any], code: str = "") -> dict[str, str]:
    """What the template reads."""
    told = {"facts": json.dumps(facts, ensure_ascii=False)}
    if not code:
        return told
    where = address_of(code).removesuffix(f"/{code}/").partition("//")[2]
    return told | {"code": french.parted(code), "where": where, "square": square(code)}
