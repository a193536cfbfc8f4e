"""What every page of a space owes its readers."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

FRAME = 8  # session, person, roles, who acts: the same on every page
WITHIN = 12


def read(client: Client, address: str, within: int = WITHIN) -> str:
    """The page, once seen sound: 200, French, one h1, no inline style nor script, at most `within` queries of its own."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer: Any = client.get(address)
    page: str = answer.content.decode()
    assert answer.status_code == 200, address
    own = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(own) <= FRAME + within, "\n".join(own)
    assert '<html lang="fr"' in page
    assert len(re.findall("<h1[ >]", page)) == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=\"", page)
    assert "None" not in page and "Money(" not in page
    return page
