"""PDF made by Typst: accessible (PDF/UA-1, checked by the compiler), the same bytes from the same facts at the same instant."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from lucette.kernel import clock

FOLDER = Path(__file__).resolve().parent.parent / "templates"
TEMPLATES = tuple(sorted(path.stem for path in FOLDER.glob("*.typ") if path.stem != "house"))


@cache
def fonts() -> typst.Fonts:
    """The fonts that Typst carries, and no other: a page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def typeset(template: str, facts: dict[str, Any]) -> bytes:
    """The PDF of `template` (a name of TEMPLATES) filled with `facts`: JSON values, texts already in French. See templates/README.md.

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
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(clock.now().timestamp()),
    )
    return pdf
