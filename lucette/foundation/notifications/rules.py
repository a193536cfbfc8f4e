"""How a letter reads, in plain text and in HTML, and when a failed one is tried again."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import escape
from string import Template
from uuid import UUID

MAX_ATTEMPTS = 12
LONGEST_WAIT = dt.timedelta(hours=6)
SUBJECT_LENGTH = 150
PREVIEW_LENGTH = 120
REASONS = {
    ("SMTPRecipientsRefused",): "adresse refusée par la messagerie du destinataire",
    ("SMTPSenderRefused", "SMTPAuthenticationError", "SMTPNotSupportedError"): "notre messagerie est refusée par le serveur de courrier",
    ("SMTPDataError", "SMTPResponseException"): "message refusé par le serveur de courrier",
    ("ValueError", "UnicodeEncodeError", "HeaderParseError"): "adresse mal écrite",
    ("SMTPServerDisconnected", "SMTPConnectError", "ConnectionRefusedError", "TimeoutError", "OSError", "gaierror", "SMTPException"): (
        "serveur de courrier injoignable"
    ),
}
# letters that nobody needs to do her part: kind → its topic; whoever wishes stops receiving a topic
TOPICS = {"publication.published": "network", "publication.withdrawn": "network"}
TOPIC_WORDS = {"network": "les nouvelles du réseau"}
WEB_ADDRESS = re.compile(r"https?://[^\s<]*[^\s<.,;:!?)»]")


# letters whose link acts by itself, for a reader who has no account
OWN_LINK = frozenset({"application.confirm_contact", "review.host_invited"})


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(page: Template, *, subject: str, body: str, link: str, action_label: str, footer: list[str]) -> Rendered:
    """The two twins of one letter: same words, same link (none when empty). `page` is the HTML around the words, already compiled: what
    people typed never meets the compiler, and is escaped here. `body` is plain French; a blank line parts paragraphs, `- ` opens a list
    item, a web address can be followed."""
    label = action_label or "Ouvrir sur Lucette"
    action = f"{label} :\n{link}\n\n" if link else ""
    text = "{}\n\n{}-- \n{}\n".format(body.strip(), action, "\n".join(footer))
    html = page.substitute(
        subject=escape(subject),
        preview=escape(preview(body)),
        body="\n".join(map(_block, body.strip().split("\n\n"))),
        link=escape(link),
        label=escape(label),
        footer="\n".join(map(_block, footer)),
    )
    return Rendered(subject, text, html)


def preview(body: str) -> str:
    """What a mailbox shows beside the subject: the first words after the greeting."""
    blocks = [" ".join(block.split()) for block in body.strip().split("\n\n")]
    first = blocks[1] if len(blocks) > 1 and blocks[0].endswith(",") else blocks[0]
    return first if len(first) <= PREVIEW_LENGTH else first[:PREVIEW_LENGTH].rpartition(" ")[0] + "…"


def part_link(body: str, site: str) -> tuple[str, str]:
    """The text, and the address of the site that ends it; ("" when it ends otherwise)."""
    text, _, last = body.strip().rpartition("\n")
    return (text.strip(), last) if last.startswith(f"{site}/") and not last.split()[1:] else (body, "")


def reference(number: str, letter_id: UUID) -> str:
    """What to quote on the phone: the number of what the letter is about, else the letter's own."""
    return number or f"L-{letter_id.hex[:8].upper()}"


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


def reason(failure: str) -> str:
    """Why a letter did not leave, in words, from what the mail server answered (`SMTPRecipientsRefused 550`)."""
    name, _, code = failure.partition(" ")
    words = next((words for names, words in REASONS.items() if name in names), f"échec de l’envoi ({name})")
    return f"{words} (réponse {code})" if code.isdigit() else words


def wait(attempts: int) -> dt.timedelta:
    """Before the next try once `attempts` were made: 2, 4, 8… minutes, six hours at most."""
    return min(dt.timedelta(minutes=2 ** min(attempts, 10)), LONGEST_WAIT)
