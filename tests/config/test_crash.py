"""Workers, site and PostgreSQL killed at random instants of a batch: nothing paid twice, nothing lost, books balanced."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "import sys; from config.command_line import main; sys.exit(main(sys.argv[1:]))"
SAMPLE = ["simulate", "fund", "--crash", "--runs", "4", "--orders", "40", "--seed", "11"]


def test_a_batch_among_deaths_is_paid_once_each() -> None:
    """A sample, on a server of its own; the whole campaign is `lucette simulate fund --crash --runs 200` (docs/evidence)."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LUCETTE_SERVER", "DATABASE_"))}
    told = subprocess.run(
        [sys.executable, "-c", COMMAND, *SAMPLE], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "4 morts" in told.stdout and "0 double, 0 perdu" in told.stdout
