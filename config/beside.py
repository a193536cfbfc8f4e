"""What runs beside the served demonstration, where nobody starts a worker: the exports that visitors ask for are written."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from config.postgres import JOBS

STARTED: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    """gunicorn listens: start the worker of the exports."""
    command = [sys.executable, "-m", "django", "worker", "--queue", "exports"]
    STARTED.append(subprocess.Popen(command, env=os.environ | {"LUCETTE_ROLE": JOBS}))


def on_exit(server: Any) -> None:
    """gunicorn stops: so does the worker."""
    for process in STARTED:
        process.terminate()
