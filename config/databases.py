"""Where the database is and as whom we connect: outside addresses when given, else the server of this checkout."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from config.postgres import JOBS, OWNER, RUNTIME, Server

VARIABLES = {RUNTIME: "DATABASE_URL", OWNER: "DATABASE_OWNER_URL", JOBS: "DATABASE_JOBS_URL"}


def outside() -> bool:
    """True when DATABASE_URL points to a server that is not ours to start."""
    return bool(os.environ.get("DATABASE_URL"))


def address(role: str) -> str:
    """The libpq address for a role. Outside, the jobs role falls back to the run-time one; the owner has no fallback (KeyError)."""
    if not outside():
        return Server.here().ensure_running().address(role)
    if role == JOBS and not os.environ.get(VARIABLES[JOBS]):
        role = RUNTIME
    return os.environ[VARIABLES[role]]


def role_name(role: str) -> str:
    """The name PostgreSQL knows the role by: outside, the user of its address."""
    if not outside():
        return role
    return unquote(urlsplit(address(role)).username or role)


def settings_for(role: str) -> dict[str, Any]:
    """Django's connection settings for a role."""
    url = urlsplit(address(role))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": url.hostname,
        "PORT": url.port,
        "NAME": url.path[1:],
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
    }
