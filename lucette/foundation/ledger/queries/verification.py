"""Verification: each question answers the rows at fault, none when all is well."""

from __future__ import annotations

from typing import Any

from lucette.foundation.ledger.queries.rows import rows

# the fingerprint of each event, from its rows as they are now: the same text as rules.payload_hash
ALTERED = """
WITH account AS MATERIALIZED (
  SELECT a.id, a.book_id, to_json(a.code)::text AS code FROM ledger_account a
), line AS (
  SELECT p.event_id, string_agg(concat('[', to_json(k.code), ',', d.code, ',', c.code, ',', p.amount, ']'), ',' ORDER BY p.id) AS told
  FROM ledger_posting p JOIN ledger_book k ON k.id = p.book_id JOIN account d ON d.id = p.debit_id JOIN account c ON c.id = p.credit_id
  GROUP BY p.event_id
)
SELECT e.id, e.key FROM ledger_event e LEFT JOIN line ON line.event_id = e.id
WHERE e.payload_hash IS DISTINCT FROM encode(sha256(convert_to(concat(
  '[', to_json(e.kind), ',', to_json(e.business_date), ',', to_json(e.subject), ',', to_json(e.reason), ',',
  coalesce(e.corrects_id::text, 'null'), ',[', line.told, ']]'), 'UTF8')), 'hex')
ORDER BY e.id
"""


def malformed_postings() -> list[tuple[Any, ...]]:
    """Postings with equal sides, no amount, accounts of another book, or of an event or an account that is no more."""
    return rows(
        "SELECT p.id FROM ledger_posting p LEFT JOIN ledger_account d ON d.id = p.debit_id "
        "LEFT JOIN ledger_account c ON c.id = p.credit_id LEFT JOIN ledger_event e ON e.id = p.event_id "
        "WHERE p.debit_id = p.credit_id OR p.amount <= 0 OR e.id IS NULL "
        "OR d.book_id IS DISTINCT FROM p.book_id OR c.book_id IS DISTINCT FROM p.book_id ORDER BY 1",
    )


def unbalanced_books() -> list[tuple[Any, ...]]:
    """Books whose stored balances do not sum to nothing: (code, debits − credits)."""
    return rows(
        "SELECT k.code, sum(CASE a.normal WHEN 'debit' THEN b.amount ELSE -b.amount END) FROM ledger_balance b "
        "JOIN ledger_account a ON a.id = b.account_id JOIN ledger_book k ON k.id = a.book_id "
        "GROUP BY 1 HAVING sum(CASE a.normal WHEN 'debit' THEN b.amount ELSE -b.amount END) <> 0 ORDER BY 1",
    )


def below_zero() -> list[tuple[Any, ...]]:
    """Accounts under zero on their normal side that may not be: (book, account, amount)."""
    return rows(
        "SELECT k.code, a.code, b.amount FROM ledger_account a LEFT JOIN ledger_balance b ON b.account_id = a.id "
        "JOIN ledger_book k ON k.id = a.book_id WHERE a.floored AND coalesce(b.amount, -1) < 0 ORDER BY 1, 2",
    )


def wrong_balances() -> list[tuple[Any, ...]]:
    """Balances that are not the sum of their postings, or lost the floor of their account: (book, account, stored, recomputed)."""
    return rows(
        "SELECT k.code, a.code, b.amount, coalesce(m.total, 0) FROM ledger_account a JOIN ledger_book k ON k.id = a.book_id "
        "LEFT JOIN ledger_balance b ON b.account_id = a.id LEFT JOIN ("
        "  SELECT s.account_id, sum(CASE WHEN s.side = a.normal THEN s.amount ELSE -s.amount END) AS total FROM ("
        "    SELECT debit_id AS account_id, 'debit' AS side, amount FROM ledger_posting"
        "    UNION ALL SELECT credit_id, 'credit', amount FROM ledger_posting) s"
        "  JOIN ledger_account a ON a.id = s.account_id GROUP BY s.account_id) m ON m.account_id = a.id "
        "WHERE b.amount IS DISTINCT FROM coalesce(m.total, 0) OR b.floored IS DISTINCT FROM a.floored ORDER BY 1, 2",
    )


def dated_in_closed_period() -> list[tuple[Any, ...]]:
    """Postings entered in a book after it was closed, and dated within: (posting, key, book, date, closed until)."""
    return rows(
        "SELECT p.id, e.key, k.code, e.business_date, max(c.until) FROM ledger_closedperiod c "
        "JOIN ledger_posting p ON p.book_id = c.book_id AND p.id > c.last_posting "
        "JOIN ledger_event e ON e.id = p.event_id AND e.business_date <= c.until "
        "JOIN ledger_book k ON k.id = c.book_id GROUP BY 1, 2, 3, 4 ORDER BY 1",
    )


def altered_events() -> list[tuple[Any, ...]]:
    """Events whose content no longer has its fingerprint: (id, key)."""
    return rows(ALTERED)
