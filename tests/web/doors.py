"""The gestures that tests of acts share."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.web.pages import faults, read


def send(client: Client, address: str, /, **typed: Any) -> str:
    """Open the page of the act, fill it, send it: the page where the receipt is read."""
    once = re.search(r'name="once" value="([^"]+)"', read(client, address))
    assert once, address
    answer = client.post(address, {"once": once[1], **typed}, follow=True)
    page: str = answer.content.decode()
    assert answer.status_code == 200 and answer.redirect_chain, page[page.find("<main") :][:3000]
    assert not faults(page), faults(page)
    return page


def refused(client: Client, address: str, /, **typed: Any) -> str:
    """Send what cannot be accepted: the same page, which tells why."""
    answer = client.post(address, typed)
    assert answer.status_code == 422, answer.status_code
    return answer.content.decode()


def sent_away(client: Client, address: str, /, **typed: Any) -> str:
    """The object's state does not allow the act: by GET the page of the object, with the reason; by POST the reason, and the way to it."""
    shown = client.get(address, follow=True)
    assert shown.redirect_chain and shown.status_code == 200
    answer = client.post(address, typed)
    page: str = answer.content.decode()
    assert answer.status_code == 409 and f'href="{shown.redirect_chain[-1][0]}"' in page, answer.status_code
    assert not faults(page), faults(page)
    return page


def forbidden(client: Client, address: str, /, **typed: Any) -> str:
    """Send what this person may not do here: the same page, which tells why."""
    answer = client.post(address, typed)
    assert answer.status_code == 403, answer.status_code
    return answer.content.decode()


def closed(client: Client, *addresses: str) -> bool:
    """Are these pages as absent, by GET and by POST?"""
    return {client.get(it).status_code for it in addresses} | {client.post(it).status_code for it in addresses} == {404}
