"""A refusal keeps a reference: the reader can say it on the phone, the log has it, and neither holds anything about a person."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # read out on the phone: no 0 or O, no 1 or I
log = logging.getLogger(__name__)


def reference(status: int, request: HttpRequest | None = None) -> str:
    """A new reference like `E-404-7KQ2MX`, written in the log with the door and the role, never with the address."""
    made = f"E-{status}-{''.join(secrets.choice(LETTERS) for _ in range(6))}"
    match = request.resolver_match if request else None
    role = getattr(getattr(request, "actor", None), "role", "")
    level = logging.ERROR if status >= 500 else logging.INFO
    log.log(level, "%s %s %s role=%s", made, request.method if request else "-", match.view_name if match else "-", role or "-")
    return made
