"""The endowment: authority, tranches, envelopes, quota of posts; the only writer of the ledger.

Enters: facts named by the other rooms, with ids and amounts. Leaves: postings in three books.
Decides: DGCL, ANCT and Caisse des Dépôts for the endowment; PostgreSQL for every bound.
"""
