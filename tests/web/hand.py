"""A hand on a page: opens it, fills its form, sends it, reads what follows."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.test import Client

from tests.web.pages import read


def play(client: Client, address: str, /, **answers: Any) -> str:
    """Open the page of an act (sound, twelve questions at most), send its form, give the page that follows."""
    found = re.search(r'name="once" value="([^"]+)">\s*(?!.*name="once")', read(client, address), re.S)
    assert found, address
    return send(client, address, once=found[1], **answers)


def send(client: Client, address: str, /, **answers: Any) -> str:
    """Send the form without opening its page."""
    answer: Any = client.post(address, {"once": str(uuid.uuid4())} | answers, follow=True)
    page: str = answer.content.decode()
    return page
