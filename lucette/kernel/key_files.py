"""A key written to a folder once, whatever the number of processes that ask for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def kept_whole(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds, made and written whole when it is not there: two processes that meet agree on the one linked first.
    Its owner alone may read it."""
    if not path.exists():
        new = path.with_name(f"{path.stem}.{os.getpid()}.{os.urandom(4).hex()}")
        new.touch(mode=0o600)
        new.write_bytes(make())
        try:
            path.hardlink_to(new)
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return path.read_bytes()
