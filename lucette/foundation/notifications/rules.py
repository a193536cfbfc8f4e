"""How a letter looks, in plain text and in HTML, and when a failed one is tried again."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import escape

MAX_ATTEMPTS = 12
LONGEST_WAIT = dt.timedelta(hours=6)
SUBJECT_LENGTH = 150
WEB_ADDRESS = re.compile(r"https?://[^\s<]+")

PAGE = """<!DOCTYPE html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{subject}</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#161616;font:16px/1.5 Marianne,Arial,sans-serif">
<main style="max-width:640px;margin:0 auto">
<p style="font-weight:bold;border-bottom:2px solid #000091;padding-bottom:12px">Lucette</p>
<h1 style="font-size:22px;line-height:1.3">{subject}</h1>
{body}
{action}
<p style="color:#3a3a3a;font-size:14px;border-top:1px solid #929292;padding-top:12px">{footer}</p>
</main>
</body>
</html>
"""
BUTTON = """<p><a href="{link}" style="display:inline-block;padding:10px 20px;background:#000091;color:#ffffff">{label}</a></p>
<p style="font-size:14px">Si le bouton ne fonctionne pas, ouvrez cette adresse :<br><a href="{link}" style="color:#000091">{link}</a></p>"""


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(*, subject: str, body: str, link: str, action_label: str, footer: str) -> Rendered:
    """The two twins of one letter: same words, same link (none when empty). `body` is plain French; a blank line parts paragraphs,
    `- ` opens a list item, a web address can be followed."""
    label = action_label or "Ouvrir sur Lucette"
    action = f"{label} :\n{link}\n\n" if link else ""
    text = f"{body.strip()}\n\n{action}-- \n{footer}\n"
    html = PAGE.format(
        subject=escape(subject),
        body="\n".join(map(_block, body.strip().split("\n\n"))),
        action=BUTTON.format(link=escape(link), label=escape(label)) if link else "",
        footer=escape(footer),
    )
    return Rendered(subject, text, html)


def _block(block: str) -> str:
    """A paragraph, or a list when every line is an item."""
    lines = [WEB_ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', escape(line.strip())) for line in block.strip().splitlines()]
    if lines and all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>"
    return f"<p>{'<br>'.join(lines)}</p>"


def one_line(subject: str) -> str:
    """A subject fit for a header: one line, at most 150 characters."""
    words = " ".join(subject.split())
    return words if len(words) <= SUBJECT_LENGTH else words[: SUBJECT_LENGTH - 1].rstrip() + "…"


def wait(attempts: int) -> dt.timedelta:
    """Before the next try once `attempts` were made: 2, 4, 8… minutes, six hours at most."""
    return min(dt.timedelta(minutes=2 ** min(attempts, 10)), LONGEST_WAIT)
