"""Double-entry engine: books, headings, accounts, events, postings; never updated, only reversed.

Enters: one event of several postings, under a key. Leaves: balances, sealed batches.
Decides: PostgreSQL (bounds, immutability, one book per posting, balances moved by its trigger); the engine (one key, one payload).
"""
