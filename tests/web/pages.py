"""What every page owes its readers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

MOST = 12  # questions to the base for one page, session and person included
# what PostgreSQL is told of the transaction (one question on the site), and what only a test that is itself a transaction asks
FRAMING = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK|SELECT coalesce\(current_setting|SELECT set_config)")
ENGLISH = re.compile(r"\b(the|and|this|that|is|are|was|with|please|required|enter|select|valid|your|you|not|from|has|have|must|of)\b", re.I)
HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.S)
BLOCKS = re.compile(r"</?(p|li|h\d|td|th|dt|dd|label|legend|option|button|div|caption|title|span|text|summary)\b[^>]*>")
FORM = re.compile(r'<form[^>]*method="post"')
LONGEST = 25  # words of a sentence (plain French: trust.md, U09); quotations and the text of a contract are what they are
QUOTED = re.compile(r"<(blockquote|article)\b.*?</\1>", re.S)
ACRONYMS = re.compile(r"\b(CRA|AMI|DPS|CnFS|CDC|BDT|CGCT|CRPA|QPV|FRR|ZRR)\b")
WORD = re.compile(r"[\wÀ-ÿ]+(?:[’'-][\wÀ-ÿ]+)*")


def read(client: Client, address: str, most: int = MOST) -> str:
    """The page, once seen sound: 200, at most `most` queries, and all that `faults` looks for."""
    answer, asked = ask(client, address)
    page: str = answer.content.decode()
    assert answer.status_code == 200, address
    assert len(asked) <= most, f"{address}: {len(asked)}\n" + "\n".join(asked)
    assert not faults(page), (address, faults(page))
    return page


def ask(client: Client, address: str) -> tuple[Any, list[str]]:
    """The answer, and the questions that it cost."""
    with CaptureQueriesContext(connection) as captured:
        answer: Any = client.get(address)
    own = [query["sql"] for query in captured if not FRAMING.match(query["sql"])]
    return answer, ["told who acts", *own]


def faults(page: str) -> list[str]:
    """Why this page is not fit to be shown: language, headings, title, traces of the code, what the policy forbids, English."""
    found = []
    if '<html lang="fr"' not in page:
        found.append("not in French")
    if len(re.findall("<h1[ >]", page)) != 1:
        found.append("not one h1")
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    if not title or len(title[1].strip()) < 3:
        found.append("no title")
    found += [f"inline {it}" for it in re.findall(r"\sstyle=|\son[a-z]+=\"", page)]
    found += [f"a trace of the code: {it}" for it in ("None", "Money(", "{{", "{%", "&lt;span", "datetime.") if it in page]
    if FORM.search(page[page.find("<main") : page.find("</main>")]) and 'id="aide-ici"' not in page:
        found.append("a form without help")
    told = list(texts(page))
    found += [f"English: {it}" for it in told if len({word.lower() for word in ENGLISH.findall(it)}) >= 2]
    found += [f"an acronym without its words: {it}" for it in told if ACRONYMS.search(it) and "(" not in it]
    return found + [f"too long: {it}" for it in sentences(told) if len(WORD.findall(it)) > LONGEST]


def texts(page: str) -> Iterator[str]:
    """Each piece of text that the page shows, but what it quotes."""
    for piece in BLOCKS.sub("\n", QUOTED.sub("\n", HIDDEN.sub("\n", page))).split("\n"):
        if told := html.unescape(re.sub(r"<[^>]+>", "", piece)).strip():
            yield told


def sentences(told: Iterable[str]) -> Iterator[str]:
    for it in told:
        yield from re.split(r"(?<=[.!?:;…])\s+", it)
