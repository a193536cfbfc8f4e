"""The HTML of letters, from MJML: the compiler (Rust, in a wheel) knows what each mail reader needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

import mrml

FOLDER = Path(__file__).resolve().parent / "templates"


@cache
def page(*, button: bool) -> Template:
    """The HTML around the words of a letter, compiled once. Takes subject, preview, body, footer; link and label with `button`."""
    action = (FOLDER / "action.mjml").read_text("utf-8") if button else ""
    source = Template((FOLDER / "letter.mjml").read_text("utf-8")).safe_substitute(action=action)
    return Template(mrml.to_html(source, render_options=mrml.RenderOptions(disable_comments=True, fonts={})).content)
