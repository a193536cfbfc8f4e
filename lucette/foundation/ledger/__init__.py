"""Double-entry engine: books, accounts, events, postings; never updated, only reversed.

Enters: one event of several postings, under a key. Leaves: balances.
Decides: PostgreSQL (bounds, immutability, one key one payload).
"""
