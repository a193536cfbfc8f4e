"""What every page of a space owes its readers."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

MOST = 12  # questions to the base for one page, session and person included
# what PostgreSQL is told of the transaction (one question on the site), and what only a test that is itself a transaction asks
FRAMING = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK|SELECT coalesce\(current_setting|SELECT set_config)")


def read(client: Client, address: str, most: int = MOST) -> str:
    """The page, once seen sound: 200, French, one h1, no inline style nor script, at most `most` queries."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer: Any = client.get(address)
    page: str = answer.content.decode()
    assert answer.status_code == 200, address
    asked = [query["sql"] for query in captured if not FRAMING.match(query["sql"])]
    assert len(asked) + 1 <= most, f"{address}: {len(asked) + 1}\n" + "\n".join(asked)
    assert '<html lang="fr"' in page
    assert len(re.findall("<h1[ >]", page)) == 1
    assert not re.search(r"\sstyle=|\son[a-z]+=\"", page)
    assert "None" not in page and "Money(" not in page
    return page
