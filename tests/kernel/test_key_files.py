"""A key is made once, whoever asks for it, and is never read half written."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lucette.kernel.key_files import kept_whole


def test_all_who_ask_at_once_read_the_same_key_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "root.pem"
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: kept_whole(path, lambda: os.urandom(4096)), range(64)))
    assert {len(it) for it in found} == {4096} and len(set(found)) == 1
    assert [it.name for it in tmp_path.iterdir()] == ["root.pem"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    kept_whole(tmp_path / "a.pem", lambda: b"first")
    assert kept_whole(tmp_path / "a.pem", lambda: b"second") == b"first"
