"""The arithmetic of seals: which bytes stand for an entry, how a batch is chained to the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is sealed. The order of the fields is part of the format."""

    id: int
    at: dt.datetime
    actor_id: UUID
    role: str
    scope: str
    act: str
    subject_type: str
    subject_id: str
    reason: str
    facts: dict[str, Any]

    def canonical(self) -> bytes:
        """The same bytes whatever the time zone of the session and the order of the facts in the base."""
        values = asdict(self) | {"at": self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"), "actor_id": str(self.actor_id)}
        return json.dumps(list(values.values()), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def digest(previous: str, lines: Iterable[Line]) -> tuple[str, int]:
    """(SHA-256 of the seal before and of the lines in id order, in hexadecimal; how many lines)."""
    chain, count = hashlib.sha256(previous.encode() + b"\n"), 0
    for line in lines:
        chain.update(line.canonical())
        count += 1
    return chain.hexdigest(), count
