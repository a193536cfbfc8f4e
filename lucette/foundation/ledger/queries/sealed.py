"""What seals close, and whether they still close it."""

from __future__ import annotations

import struct
from typing import Any

from lucette.foundation.ledger.models import Seal
from lucette.foundation.ledger.queries.rows import rows
from lucette.foundation.ledger.rules import GENESIS, Batch, chained

# the leaf of a posting: SHA-256 of a JSON list (as Python's json.dumps writes it) of all that it is, its event and its accounts included
LEAF = """
sha256(convert_to(json_build_array(
  p.id, k.code, d.code, d.normal, d.floored, c.code, c.normal, c.floored, p.amount,
  e.id, e.key, e.kind, e.payload_hash, e.business_date, e.recorded_at AT TIME ZONE 'UTC', e.actor_id, e.subject, e.reason, e.corrects_id,
  e.written_in)::text, 'UTF8'))
"""
PARTS = """
LEFT JOIN ledger_event e ON e.id = p.event_id LEFT JOIN ledger_book k ON k.id = p.book_id
LEFT JOIN ledger_account d ON d.id = p.debit_id LEFT JOIN ledger_account c ON c.id = p.credit_id
"""
# of a batch: its leaves in id order, and for each posting its id and the first bytes of its leaf (tells which one changed)
CONTENT = "sha256(string_agg(leaf, '' ORDER BY id)), string_agg(int8send(id) || substr(leaf, 1, 4), '' ORDER BY id)"
MARK = struct.Struct(">q4s")

BATCH = f"""
SELECT min(id), max(id), count(*), {CONTENT}
FROM (SELECT p.id, {LEAF} AS leaf FROM (
  SELECT * FROM ledger_posting WHERE id > %s AND id <= %s ORDER BY id LIMIT %s) p {PARTS}) leaves
"""  # noqa: S608 (constants above)
NOW = f"""
WITH seal AS (
  SELECT id, last_posting, marks, lag(last_posting, 1, 0::bigint) OVER (ORDER BY id) AS after FROM ledger_seal
), found (id, first_posting, last_posting, count, content, marks) AS (
  SELECT seal, min(id), max(id), count(*), {CONTENT}
  FROM (SELECT s.id AS seal, p.id, {LEAF} AS leaf
        FROM seal s JOIN ledger_posting p ON p.id > s.after AND p.id <= s.last_posting {PARTS}) leaves GROUP BY seal
)
SELECT s.id, f.first_posting, f.last_posting, coalesce(f.count, 0), f.content, f.marks IS NOT DISTINCT FROM s.marks
FROM seal s LEFT JOIN found f ON f.id = s.id ORDER BY s.id
"""  # noqa: S608 (constants above)


def next_batch(after: int, up_to: int, most: int) -> tuple[Batch, bytes] | None:
    """What the next seal closes, at most `most` of the postings with after < id ≤ up_to, and their marks; None when there is none."""
    [(*batch, marks)] = rows(BATCH, [after, up_to, most])
    return (Batch(*batch), bytes(marks)) if marks is not None else None


def broken_seals() -> list[tuple[Any, ...]]:
    """Seals that no longer match what they close, or the seal before: (seal, the first posting at fault or the seal itself)."""
    seals = {seal.pk: seal for seal in Seal.objects.defer("marks").order_by("id")}
    broken, previous, after = [], GENESIS, 0
    for pk, *batch, marked in rows(NOW):
        seal, found = seals[pk], Batch(*batch) if batch[-1] else None
        if not marked or seal.previous != previous or not found or not _closes(seal, found):
            broken.append((f"sceau {pk}", _first_fault(seal, after)))
        previous, after = seal.digest, seal.last_posting
    return broken


def _closes(seal: Seal, found: Batch) -> bool:
    told = Batch(seal.first_posting, seal.last_posting, seal.count, found.content)
    return found == told and seal.digest == chained(seal.previous, seal.sealed_at, found)


def _first_fault(seal: Seal, after: int) -> str:
    """The first posting that is not as it was sealed; the seal itself when they all are."""
    found = next_batch(after, seal.last_posting, most=2**31)
    now, then = (_marks(marks) for marks in (found[1] if found else b"", bytes(seal.marks)))
    for posting in sorted(now.keys() | then.keys()):
        if now.get(posting) != then.get(posting):
            return f"écriture {posting} {'disparue' if posting not in now else 'modifiée' if posting in then else 'ajoutée'}"
    return "le sceau lui-même ou le précédent"


def _marks(marks: bytes) -> dict[int, bytes]:
    """Posting → first bytes of its leaf; of marks that were cut or lengthened, what is whole."""
    return dict(MARK.iter_unpack(marks[: len(marks) // MARK.size * MARK.size]))
