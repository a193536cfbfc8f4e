"""Append-only record of who did, and who read, what (actors and scopes by id).

Enters: one row per act. Leaves: the history of an object; a sealed chain.
Decides: nobody; PostgreSQL refuses any change.
"""
